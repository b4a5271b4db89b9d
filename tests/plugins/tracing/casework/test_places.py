"""Places at risk and notices for their visitors, on the pages."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from audit.models import AuditEntry
from cms_pages.models import NewsPage
from plugins.tracing import cases
from plugins.tracing.models import Case, CasePlace
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.cms_pages import HomePageFactory, NewsIndexPageFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.casework.conftest import F0_PHONE, F1, F1_PHONE, text
from tests.plugins.tracing.clock import at

pytestmark = pytest.mark.django_db


def at_places(case: Case, tail: str = "") -> str:
    return f"/admin/tracing/cases/{case.pk}/places/{tail}"


@pytest.fixture
def news() -> Any:
    """The portal's news section, where notices go."""
    return NewsIndexPageFactory(parent=HomePageFactory(hotline="1900 1234"))


def notice(page: Client, case: Case, market: Any, **more: str) -> Any:
    """Hand in the proposed notice, with changes."""
    address = at_places(case, f"{market.pk}/notice/")
    initial = page.get(address).context["form"].initial
    return page.post(address, {**initial, **more})


def test_a_case_s_places_with_hours_and_people_met(page: Client, case: Case, visits: None) -> None:
    response = page.get(at_places(case))
    (line,) = response.context["found"].lines
    assert (line.venue.name, line.met, len(line.cases)) == ("Chợ Văn Quán", 1, 1)
    assert "08:10–10:00" in text(response)
    questions = AuditEntry.objects.filter(reason="HD-07").values_list("question", flat=True)
    assert "places:case:HD-07" in questions


def test_the_number_of_cases_counts_all_open_ones_in_scope(
    page: Client, case: Case, visits: None, ward: Any, lan: Any
) -> None:
    other = Case(
        number="HD-08", title="B", area=ward,
        infectious_from=case.infectious_from, infectious_to=case.infectious_to,
    )  # fmt: skip
    cases.open_case(other, by=lan, person=F1, name="Trần Thị Bé")
    (line,) = page.get(at_places(case)).context["found"].lines
    assert len(line.cases) == 2
    cases.set_status(other, "closed", by=lan, version=1)
    (line,) = page.get(at_places(case)).context["found"].lines
    assert len(line.cases) == 1


def test_places_outside_the_account_s_areas_are_not_shown(
    page: Client, case: Case, visits: None
) -> None:
    away = VenueFactory(name="Quán nơi khác")
    VisitFactory(venue=away, phone=F0_PHONE, name="Lê Văn An", checked_in=at("2021-07-06 08:00"))
    assert "Quán nơi khác" not in text(page.get(at_places(case)))
    assert page.get(at_places(case, f"{away.pk}/")).status_code == 404
    assert page.get(at_places(case, f"{away.pk}/notice/")).status_code == 404


def test_a_case_without_days_says_so(page: Client, case: Case, visits: None) -> None:
    Case.objects.update(infectious_from=None)
    assert "Chưa có những ngày lây nhiễm" in text(page.get(at_places(case)))


def test_all_places_need_a_reason(page: Client, case: Case, visits: None) -> None:
    assert page.get("/admin/tracing/places/").url.startswith("/admin/tracing/reason/")
    page.post("/admin/tracing/reason/", {"reason": "Họp giao ban sáng"})
    assert "Chợ Văn Quán" in text(page.get("/admin/tracing/places/"))
    assert AuditEntry.objects.first().question == "places:open"


def test_what_was_done_about_a_place(
    page: Client, case: Case, visits: None, market: Any, minh: Any
) -> None:
    address = at_places(case, f"{market.pk}/")
    page.post(address, {"state": "told", "note": "Gặp trưởng ban", "version": "1"})
    place = CasePlace.objects.get()
    assert (place.case, place.state, place.version) == (case, "told", 2)
    shown = text(page.get(address))
    assert "Gặp trưởng ban" in shown
    other = Client()
    other.force_login(minh)
    shown = text(other.post(address, {"state": "closed", "note": "Tạm đóng", "version": "1"}))
    assert "Có người khác vừa sửa" in shown
    assert "Tạm đóng" in shown
    place.refresh_from_db()
    assert place.state == "told"


def test_a_closed_case_looks_nothing_up(page: Client, case: Case, visits: None) -> None:
    Case.objects.update(status="closed")
    before = AuditEntry.objects.count()
    assert "Ca bệnh đã đóng" in text(page.get(at_places(case)))
    assert AuditEntry.objects.count() == before


def test_a_notice_is_a_draft_in_moderation_about_nobody(
    page: Client, case: Case, visits: None, market: Any, news: Any
) -> None:
    notice(page, case, market)
    draft = NewsPage.objects.get()
    assert not draft.live
    assert draft.workflow_in_progress
    shown = draft.title + draft.summary + str(draft.body)
    for words in ("Chợ Văn Quán", "05/07/2021", "08:00", "10:00", "1900 1234"):
        assert words in shown
    for secret in ("Lê Văn An", "Trần Thị Bé", "912345678", "08:10"):
        assert secret not in shown


def test_it_is_found_again_and_edited_from_the_place(
    page: Client, case: Case, visits: None, market: Any, news: Any
) -> None:
    notice(page, case, market, phone="024 3333 4444")
    draft = Page.objects.get(pk=NewsPage.objects.get().pk)
    shown = text(page.get(at_places(case, f"{market.pk}/")))
    assert f"/admin/pages/{draft.pk}/edit/" in shown
    assert "chờ duyệt" in shown
    address = at_places(case, f"{market.pk}/notice/")
    assert page.get(address).context["form"].initial["phone"] == "024 3333 4444"


def test_the_department_may_publish_it(
    page: Client, client: Client, case: Case, visits: None, market: Any, news: Any
) -> None:
    notice(page, case, market)
    draft = NewsPage.objects.get()
    draft.current_workflow_task_state.approve(user=UserFactory(role=Role.DEPARTMENT))
    draft.refresh_from_db()
    assert draft.live
    public = text(Client().get(draft.url))
    assert "Chợ Văn Quán" in public
    assert "<th" in public


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"advice": "Ai gặp ông Le Van An thì gọi"}, "nêu tên người trong ca bệnh"),
        ({"phone": "không có"}, "không phải số điện thoại"),
        ({"title": ""}, "bắt buộc"),
    ],
)
def test_what_is_wrong_in_a_notice_is_said_and_kept(
    page: Client, case: Case, visits: None, market: Any, news: Any, fault: dict, message: str
) -> None:
    shown = text(notice(page, case, market, **fault))
    assert message in shown
    assert next(iter(fault.values())) in shown
    assert not NewsPage.objects.exists()


def test_a_shop_called_after_the_person_may_be_named(
    page: Client, case: Case, visits: None, market: Any, news: Any
) -> None:
    market.name = "Phở Lê Văn An"
    market.save()
    notice(page, case, market)
    assert "Phở Lê Văn An" in NewsPage.objects.get().title


def test_without_a_news_section_the_official_is_told(
    page: Client, case: Case, visits: None, market: Any
) -> None:
    assert "Soạn thông báo" not in text(page.get(at_places(case, f"{market.pk}/")))
    assert "không được viết tin" in text(notice(page, case, market, phone="115"))
    assert not CasePlace.objects.exists()


def test_the_number_of_queries_does_not_grow(
    page: Client, case: Case, ward: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(15):
        venue = VenueFactory(area=ward)
        for phone, name in ((F0_PHONE, "Lê Văn An"), (F1_PHONE, "Trần Thị Bé")):
            VisitFactory(
                venue=venue, phone=phone, name=name, checked_in=at(f"2021-07-05 0{number % 10}:00")
            )
    page.get(at_places(case))
    with django_assert_max_num_queries(45):
        page.get(at_places(case))
