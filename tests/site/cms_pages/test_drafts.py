"""What plugins may propose for the portal."""

from dataclasses import replace

import pytest

from cms_pages import drafts
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.cms_pages import HomePageFactory, NewsIndexPageFactory

pytestmark = pytest.mark.django_db
NOTICE = drafts.Notice(
    title="Thông báo <b>",
    summary="Tóm tắt",
    caption="Thời gian",
    table="Ngày | Từ\n05/07/2021 | 08:00",
    heading="Cần làm gì",
    points=["Ở nhà", "Gọi <điện>"],
    call_title="Gọi 115",
    call="Trạm y tế trả lời.",
)


@pytest.fixture
def news():
    return NewsIndexPageFactory(parent=HomePageFactory(hotline="1900 1234"))


def test_a_proposal_waits_for_approval_in_its_author_s_name(news):
    official = UserFactory(role=Role.TRACING)
    page = drafts.propose(NOTICE, by=official)
    page = drafts.where_it_stands(page.pk)
    assert (page.live, page.workflow_in_progress, page.owner) == (False, True, official)
    assert page.latest_revision.user == official


def test_what_is_written_is_text_not_markup(news):
    body = str(drafts.propose(NOTICE, by=UserFactory(role=Role.TRACING)).body)
    assert "Gọi &lt;điện&gt;" in body
    assert "08:00" in body


def test_without_times_there_is_no_table(news):
    page = drafts.propose(replace(NOTICE, table=""), by=UserFactory(role=Role.TRACING))
    assert [block.block_type for block in page.body] == ["text", "callout"]


def test_who_may_not_write_news_is_refused(news):
    with pytest.raises(drafts.NoSection):
        drafts.propose(NOTICE, by=UserFactory(role=Role.GATE))


def test_the_hotline_is_the_home_page_s(news):
    assert drafts.hotline() == "1900 1234"
    assert drafts.hotline("en") == ""


def test_a_page_that_was_deleted_is_nowhere(news):
    assert drafts.where_it_stands(news.pk + 1) is None
