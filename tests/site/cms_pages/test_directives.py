"""Directives: filters, search within them, their particulars, relations and files."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from cms_pages.models import DirectiveAttachment, DirectivePage, RelatedDirective
from tests.factories.cms_pages import DirectivePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def four(directives):
    """Four directives that differ in everything that one can filter by."""
    DirectivePageFactory(title="Quét mã tại nơi đông người", number="2278/BTTTT-THH")
    DirectivePageFactory(
        title="Khai báo y tế",
        kind="decision",
        issuing_body="Bộ Y tế",
        date_issued=date(2021, 5, 29),
    )
    DirectivePageFactory(
        title="Quét mã ở bến xe",
        issuing_body="UBND tỉnh Nghệ An",
        date_issued=date(2022, 1, 10),
        status="replaced",
    )
    DirectivePageFactory(
        title="Thông báo cũ", kind="notice", date_issued=date(2020, 3, 1), status="expired"
    )
    return directives


def shown(client, section, **query):
    """Titles in the list, in order."""
    response = client.get(section.url, query)
    assert response.status_code == 200
    return [page.title for page in response.context["page_obj"]]


ALL = ["Quét mã ở bến xe", "Quét mã tại nơi đông người", "Khai báo y tế", "Thông báo cũ"]


def test_without_filters_all_are_shown_the_newest_first(client, four):
    assert shown(client, four) == ALL


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kind": "decision"}, ["Khai báo y tế"]),
        ({"body": "Bộ Y tế"}, ["Khai báo y tế"]),
        ({"year": "2020"}, ["Thông báo cũ"]),
        ({"status": "replaced"}, ["Quét mã ở bến xe"]),
        ({"q": "QUET MA"}, ["Quét mã ở bến xe", "Quét mã tại nơi đông người"]),
        ({"q": "quet ma", "year": "2021"}, ["Quét mã tại nơi đông người"]),
        ({"kind": "letter", "status": "in_force"}, ["Quét mã tại nơi đông người"]),
        ({"q": "2278"}, ["Quét mã tại nơi đông người"]),
        ({"kind": "notice", "year": "2021"}, []),
    ],
)
def test_filters_narrow_the_list_together(client, four, query, expected):
    assert sorted(shown(client, four, **query)) == sorted(expected)


@pytest.mark.parametrize("query", [{"kind": "poem"}, {"year": "x"}, {"body": "'"}, {"status": "0"}])
def test_a_filter_that_is_not_offered_counts_as_none(client, four, query):
    assert shown(client, four, **query) == ALL


def test_the_filters_offer_what_there_is(client, four):
    form = client.get(four.url).context["form"]
    assert [value for value, _label in form.fields["year"].choices] == ["", "2022", "2021", "2020"]
    assert [value for value, _label in form.fields["body"].choices] == [
        "",
        "Bộ Thông tin và Truyền thông",
        "Bộ Y tế",
        "UBND tỉnh Nghệ An",
    ]


def test_what_was_chosen_stays_chosen(client, four):
    page = client.get(four.url, {"q": "mã", "kind": "letter"}).content.decode()
    assert 'value="mã"' in page
    assert '<option value="letter" selected>' in page


def test_the_count_is_said(client, four):
    assert "2 văn bản" in client.get(four.url, {"q": "quet ma"}).content.decode()


def test_filters_can_be_cleared(client, four):
    assert "Bỏ lọc" not in client.get(four.url).content.decode()
    assert "Bỏ lọc" in client.get(four.url, {"kind": "letter"}).content.decode()


def test_an_empty_result_says_what_to_do(client, four):
    page = client.get(four.url, {"q": "zzz"}).content.decode()
    assert "Không có văn bản phù hợp" in page


def test_an_empty_section_says_so(client, directives):
    assert "Chưa đăng nội dung nào" in client.get(directives.url).content.decode()


def test_pages_keep_the_filters(client, directives):
    for n in range(11):
        DirectivePageFactory(title=f"Quét mã {n}")
    page = client.get(directives.url, {"q": "quet ma", "kind": "letter"}).content.decode()
    assert "?q=quet+ma&amp;kind=letter&amp;page=2" in page


@pytest.mark.parametrize("query", [{}, {"q": "quet ma", "kind": "letter", "year": "2021"}])
def test_queries_do_not_grow_with_the_list(client, four, query, django_assert_max_num_queries):
    for n in range(10):
        DirectivePageFactory(title=f"Quét mã {n}", issuing_body=f"Sở {n}")
    client.get(four.url)  # the site's root paths go to the cache
    with django_assert_max_num_queries(19):
        client.get(four.url, query)


@pytest.mark.parametrize(
    ("precision", "expected"), [("day", "25/06/2021"), ("month", "06/2021"), ("year", "2021")]
)
def test_the_date_is_as_exact_as_it_is_known(precision, expected):
    directive = DirectivePage(date_issued=date(2021, 6, 25), date_precision=precision)
    assert directive.issued_text == expected


def test_it_is_not_in_force_before_it_is_issued(directives):
    with pytest.raises(ValidationError, match="ngày ban hành"):
        DirectivePageFactory(date_effective=date(2021, 6, 24))


def test_a_day_that_is_not_known_is_not_compared(directives):
    page = DirectivePageFactory(
        date_issued=date(2021, 7, 1), date_precision="month", date_effective=date(2021, 6, 30)
    )
    assert page.pk


def test_a_relation_is_shown_on_both(client, directives):
    ministry = DirectivePageFactory(title="Văn bản của Bộ")
    province = DirectivePageFactory(title="Văn bản của tỉnh")
    province.related.add(RelatedDirective(target=ministry))
    province.save_revision().publish()
    assert "Văn bản của Bộ" in client.get(province.url).content.decode()
    assert "Văn bản của tỉnh" in client.get(ministry.url).content.decode()


def test_a_draft_is_no_related_directive(client, directives):
    ministry = DirectivePageFactory(title="Văn bản của Bộ")
    province = DirectivePageFactory(title="Văn bản của tỉnh")
    province.related.add(RelatedDirective(target=ministry))
    province.save_revision().publish()
    province.unpublish()
    assert list(ministry.related_pages()) == []


@pytest.fixture
def with_file(directives, tmp_path, settings):
    """A directive with one file."""
    settings.MEDIA_ROOT = tmp_path
    document = get_document_model().objects.create(
        title="x", file=ContentFile(b"Noi dung", name="to-roi.txt"), file_size=8
    )
    page = DirectivePageFactory()
    page.attachments.add(DirectiveAttachment(title="Tờ rơi tuyên truyền", document=document))
    page.save_revision().publish()
    return page


def test_a_file_is_offered_with_its_kind_and_size(client, with_file):
    page = client.get(with_file.url).content.decode()
    assert "Tờ rơi tuyên truyền" in page
    assert "TXT" in page


def test_a_directive_is_found_by_the_name_of_its_file(client, with_file, directives):
    assert shown(client, directives, q="to roi tuyen truyen") == [with_file.title]


def test_queries_of_a_page_do_not_grow_with_relations(
    client, directives, django_assert_max_num_queries
):
    page = DirectivePageFactory()
    for n in range(8):
        page.related.add(RelatedDirective(target=DirectivePageFactory(title=f"Khác {n}")))
    page.save_revision().publish()
    client.get(page.url)
    with django_assert_max_num_queries(20):
        client.get(page.url)
