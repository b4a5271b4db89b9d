"""The pages of the admin."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from audit.models import AuditEntry
from people.blind import phone_key
from plugins.declarations.logbooks.models import Logbook
from plugins.declarations.models import Visit
from plugins.tracing import shown
from portal.plugins.switch import set_switch
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at

pytestmark = pytest.mark.django_db
PHONE, OTHER_PHONE, THIRD_PHONE = "+84912345678", "+84987654321", "+84905555555"
KEY = phone_key(PHONE)
PERSON = f"/admin/tracing/people/{KEY}/"
REASON = "Điều tra ca bệnh tại chợ"


@pytest.fixture
def page(client: Client, official: Any) -> Client:
    """The official's browser, no reason given yet."""
    client.force_login(official)
    return client


@pytest.fixture
def asking(page: Client) -> Client:
    """The official's browser after a reason was given."""
    page.post("/admin/tracing/reason/", {"reason": REASON})
    return page


@pytest.fixture
def visits() -> list[Visit]:
    """PHONE met OTHER_PHONE at the market, who met THIRD_PHONE at the shop."""
    market = VenueFactory(name="Chợ Văn Quán", category="market")
    shop = VenueFactory(name="Hiệu sách")
    rows = [
        (market, PHONE, "Lê Văn An", "2021-07-05 08:00", None),
        (market, OTHER_PHONE, "Trần Thị Bé", "2021-07-05 08:30", "2021-07-05 10:00"),
        (shop, OTHER_PHONE, "Trần Thị Bé", "2021-07-06 08:00", "2021-07-06 08:30"),
        (shop, THIRD_PHONE, "Đỗ Cường", "2021-07-06 08:10", "2021-07-06 09:00"),
    ]
    return [
        VisitFactory(
            venue=venue,
            phone=phone,
            name=name,
            checked_in=at(start),
            checked_out=end and at(end),
        )
        for venue, phone, name, start, end in rows
    ]


def ask(page: Client, question: str, **more: str) -> Any:
    """Search, and follow to the results."""
    given = {"question": question, "reason": REASON, **more}
    return page.post("/admin/tracing/", given, follow=True)


def text(response: Any) -> str:
    return response.content.decode()


def test_a_search_shows_people_with_what_is_needed_to_call_them(
    page: Client, visits: list[Visit]
) -> None:
    shown_page = text(ask(page, "le van an"))
    assert "Lê Văn An" in shown_page
    assert "0912 345 678" in shown_page
    assert "Chợ Văn Quán" in shown_page
    assert PERSON in shown_page


def test_no_address_holds_what_was_typed(page: Client, visits: list[Visit]) -> None:
    for typed in ("0912345678", "Lê Văn An"):
        response = ask(page, typed)
        addresses = [address for address, _ in response.redirect_chain]
        assert addresses
        assert not [a for a in addresses if "912345678" in a or "An" in a.split("/found/")[0]]


def test_the_session_keeps_the_question_sealed(page: Client) -> None:
    ask(page, "0912345678")
    (session,) = Session.objects.all()
    assert "912345678" not in str(session.get_decoded())


def test_the_reason_is_remembered_and_shown(page: Client, visits: list[Visit]) -> None:
    ask(page, "0912345678")
    assert REASON in text(page.get("/admin/tracing/"))
    assert REASON in text(page.get(PERSON))


def test_what_was_typed_is_kept_when_something_is_wrong(page: Client) -> None:
    response = page.post("/admin/tracing/", {"question": "0912", "reason": "Ca bệnh chợ"})
    assert 'value="0912"' in text(response)
    assert 'value="Ca bệnh chợ"' in text(response)
    assert "thiếu hoặc thừa chữ số" in text(response)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(("field", "day"), [("first", "0001-01-01"), ("last", "9999-12-31")])
def test_a_day_that_cannot_be_is_answered_with_a_message(
    page: Client, field: str, day: str
) -> None:
    given = {"question": "0912345678", "reason": REASON, field: day}
    response = page.post("/admin/tracing/", given)
    assert "Chọn ngày từ 01/01/2000 đến 31/12/" in text(response)
    assert f'value="{day}"' in text(response)
    assert page.get("/admin/tracing/").status_code == 200


def test_so_it_is_in_a_history(asking: Client, visits: list[Visit]) -> None:
    response = asking.get(PERSON, {"first": "0001-01-01", "last": ""})
    assert "Chọn ngày từ 01/01/2000 đến 31/12/" in text(response)
    assert "Lê Văn An" in text(response)


@pytest.mark.parametrize("question", ["", "a", "x" * 9000, "***"])
def test_nonsense_is_answered_with_a_message(page: Client, question: str) -> None:
    response = page.post("/admin/tracing/", {"question": question, "reason": REASON})
    assert response.status_code == 200
    assert "error-message" in text(response)


def test_reversed_days_are_answered_with_a_message(page: Client) -> None:
    response = ask(page, "0912345678", first="2021-07-06", last="2021-07-05")
    assert "Ngày cuối trước ngày đầu" in text(response)


def test_a_search_within_days(page: Client, visits: list[Visit]) -> None:
    assert "Lê Văn An" in text(ask(page, "le van", first="2021-07-05", last="2021-07-05"))
    assert "Không có ai khớp" in text(ask(page, "le van", first="2021-07-06", last="2021-07-06"))


def test_results_are_paged_and_every_page_is_recorded(page: Client, settings: Any) -> None:
    settings.PLUGIN_SETTINGS = {"tracing": {"people_per_page": 2}}
    for letter in "ABC":
        VisitFactory(name=f"Lê Văn {letter}")
    first = ask(page, "le van")
    assert "page=2" in text(first)
    second = page.get(first.redirect_chain[-1][0] + "?page=2")
    assert "Lê Văn C" in text(second)
    assert AuditEntry.objects.filter(action="search").count() == 2


def test_a_search_that_is_no_longer_kept(asking: Client) -> None:
    response = asking.get("/admin/tracing/found/unknown/", follow=True)
    assert response.redirect_chain[-1][0] == "/admin/tracing/"


def test_a_person_without_a_reason_asks_for_one_and_goes_on(
    page: Client, visits: list[Visit]
) -> None:
    response = page.get(PERSON)
    assert response.url.startswith("/admin/tracing/reason/?next=")
    response = page.post(response.url, {"reason": REASON})
    assert response.url == PERSON
    assert not AuditEntry.objects.exists()


def test_going_on_leads_nowhere_else(page: Client) -> None:
    response = page.post("/admin/tracing/reason/?next=https://evil.example/", {"reason": REASON})
    assert response.url == "/admin/tracing/"


def test_a_person_s_page_tells_the_history_and_the_contacts(
    asking: Client, visits: list[Visit]
) -> None:
    shown_page = text(asking.get(PERSON))
    assert "08:00" in shown_page
    assert "ước tính" in shown_page
    assert "Trần Thị Bé" in shown_page
    assert "0987 654 321" in shown_page
    assert "Đỗ Cường" not in shown_page
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["open_person", "contacts"]


def test_contacts_of_the_contacts_on_demand(asking: Client, visits: list[Visit]) -> None:
    assert "Đỗ Cường" in text(asking.get(PERSON + "?order=2"))


def test_a_person_s_page_within_days(asking: Client, visits: list[Visit]) -> None:
    response = asking.get(PERSON + "?first=2021-07-06&last=2021-07-06")
    assert "Không có lượt vào ra nào" in text(response)


def test_a_visit_from_a_paper_book_says_where_it_stands(
    asking: Client, visits: list[Visit]
) -> None:
    book = Logbook.objects.create(venue=visits[0].venue, file_name="so-cho.xlsx", sha256="0" * 64)
    Visit.objects.filter(pk=visits[0].pk).update(
        logbook=book, logbook_sheet=2, logbook_row=17, source="paper"
    )
    shown_page = text(asking.get(PERSON))
    assert "so-cho.xlsx, trang 2, dòng 17" in shown_page


def test_a_doubtful_person_is_marked(asking: Client, visits: list[Visit]) -> None:
    VisitFactory(phone=PHONE, name="Hoàng Thị Cúc")
    VisitFactory(phone=PHONE, name="Hoàng Thị Cúc")
    shown_page = text(asking.get(PERSON))
    assert "có thể hai người dùng chung một số" in shown_page
    assert "Còn được ghi là" in shown_page


def test_a_key_that_cannot_be_opened_is_no_fault(
    asking: Client, visits: list[Visit], settings: Any
) -> None:
    settings.FIELD_KEYS = "new:" + "QUJD" * 10 + "QUI="
    response = asking.get(PERSON)
    assert response.status_code == 200
    assert "không mở được" in text(response)


def test_many_visits_are_shown_in_pages(
    asking: Client, visits: list[Visit], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "ROWS", 2)
    for _ in range(3):
        VisitFactory(phone=PHONE, name="Lê Văn An")
    assert "visits=2#history" in text(asking.get(PERSON))


def test_visits_of_other_areas_are_not_shown(client: Client, visits: list[Visit]) -> None:
    client.force_login(UserFactory(role=Role.TRACING, areas=[AreaFactory()]))
    client.post("/admin/tracing/reason/", {"reason": REASON})
    assert "Không có lượt vào ra nào" in text(client.get(PERSON))
    assert "Lê Văn An" not in text(ask(client, "0912345678"))


PAGES = ["/admin/tracing/", "/admin/tracing/reason/", "/admin/tracing/found/x/", PERSON]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.WARD_EDITOR, Role.GATE])
def test_other_roles_get_in_nowhere(client: Client, address: str, role: Role) -> None:
    client.force_login(UserFactory(role=role, everywhere=True))
    response = client.get(address)
    assert response.status_code in (302, 403)
    assert "tracing" not in response.get("Location", "")


@pytest.mark.parametrize("address", PAGES)
def test_while_the_plugin_is_switched_off_there_are_no_pages(page: Client, address: str) -> None:
    set_switch("tracing", on=False)
    assert page.get(address).status_code == 404
    set_switch("tracing", on=True)


def test_pages_are_not_kept_by_browsers(asking: Client, visits: list[Visit]) -> None:
    assert "no-store" in asking.get(PERSON)["Cache-Control"]


def test_the_menu_shows_tracing_to_those_who_may(page: Client, client: Client) -> None:
    menu = reverse("wagtailadmin_home")
    assert "/admin/tracing/" in text(page.get(menu))
    client.force_login(UserFactory(role=Role.DEPARTMENT, everywhere=True))
    assert "/admin/tracing/" not in text(client.get(menu))


def test_the_first_page_tells_open_cases(page: Client) -> None:
    assert "0 ca bệnh đang mở" in text(page.get(reverse("wagtailadmin_home")))


def test_in_english(page: Client, visits: list[Visit], official: Any) -> None:
    profile = UserProfile.get_for_user(official)
    profile.preferred_language = "en"
    profile.save()
    assert "1 person fits “le van an”." in text(ask(page, "le van an"))


def test_a_time_that_a_wrong_clock_told_is_marked_in_the_history(
    asking: Client, visits: list[Visit]
) -> None:
    said = at("2019-01-01 03:04")
    VisitFactory(phone=PHONE, checked_in=at("2021-07-07 08:00"), device_time=said)
    page = text(asking.get(PERSON))
    assert page.count("đồng hồ sai") == 1
    assert "Thiết bị báo 03:04 01/01/2019." in page


def test_the_number_of_queries_does_not_grow(asking: Client, django_assert_max_num_queries) -> None:
    for number in range(12):
        venue = VenueFactory()
        VisitFactory(venue=venue, phone=PHONE, name="Lê Văn An")
        VisitFactory(venue=venue, name=f"Trần {number}")
    asking.get(PERSON)
    with django_assert_max_num_queries(45):
        asking.get(PERSON)
    with django_assert_max_num_queries(51):
        ask(asking, "tran")
