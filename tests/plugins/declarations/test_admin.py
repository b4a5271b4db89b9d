"""The register of visits: a day at a time, masked, within the jurisdiction."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Action, AuditEntry
from plugins.declarations.admin import UNREADABLE, VisitRegister
from plugins.declarations.models import Visit
from portal.roles import Role
from tests.factories.accounts import SuperuserFactory, UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory

pytestmark = pytest.mark.django_db
INDEX = "declarations_visit_modeladmin_index"


@pytest.fixture
def noon():
    """A time today that has today's neighbours within the same day."""
    return timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture
def venue():
    return VenueFactory(name="Chợ Hà Đông")


@pytest.fixture
def editor(client, venue):
    user = UserFactory(role=Role.WARD_EDITOR, areas=[venue.area])
    client.force_login(user)
    return user


def page(client, **query):
    return client.get(reverse(INDEX), query).content.decode()


@pytest.mark.usefixtures("editor")
def test_todays_visits_are_listed(client, venue, noon):
    VisitFactory(venue=venue, checked_in=noon, name="Trần Thị Bình", source="gate")
    html = page(client)
    for part in ("Trần Thị Bình", "Chợ Hà Đông", "12:00", "Nhân viên nhập"):
        assert part in html


@pytest.mark.usefixtures("editor")
def test_an_assumed_leaving_is_marked(client, venue, noon):
    VisitFactory(venue=venue, checked_in=noon)
    html = page(client)
    assert "12:30" in html
    assert "ước tính" in html


@pytest.mark.usefixtures("editor")
def test_a_recorded_leaving_is_not_marked(client, venue, noon):
    VisitFactory(venue=venue, checked_in=noon, checked_out=noon + timedelta(minutes=7))
    html = page(client)
    assert "12:07" in html
    assert "ước tính" not in html


@pytest.mark.usefixtures("editor")
def test_phone_and_id_show_their_last_digits_only(client, venue, noon):
    VisitFactory(venue=venue, checked_in=noon, phone="+84912345678", id_number="001090123456")
    html = page(client)
    assert "•••• 678" in html
    assert "•••• 456" in html
    assert "345678" not in html
    assert "123456" not in html


@pytest.mark.usefixtures("editor")
def test_a_record_whose_key_is_gone_does_not_break_the_page(client, venue, noon, settings):
    VisitFactory(venue=venue, checked_in=noon, name="Trần Thị Bình")
    settings.FIELD_KEYS = "other:aW5zZWN1cmUtZGV2ZWxvcG1lbnQta2V5LTAwMDAwMDM="
    html = page(client)
    assert "Trần Thị Bình" in html
    assert f">{UNREADABLE}</td>" in html


@pytest.mark.usefixtures("editor")
def test_visits_of_other_areas_are_not_listed(client, noon):
    VisitFactory(checked_in=noon, name="Người Nơi Khác")
    assert "Người Nơi Khác" not in page(client)


def test_a_sector_department_sees_no_names(client, noon):
    VisitFactory(venue=VenueFactory(category="school"), checked_in=noon, name="Khách Trường")
    client.force_login(UserFactory(role=Role.DEPARTMENT, everywhere=True, sectors=["education"]))
    assert "Khách Trường" not in page(client)


def test_the_gate_sees_today_only(client, venue, noon):
    VisitFactory(venue=venue, checked_in=noon - timedelta(days=1), name="Hôm Qua")
    VisitFactory(venue=venue, checked_in=noon, name="Hôm Nay")
    client.force_login(UserFactory(role=Role.GATE, areas=[venue.area]))
    assert "Hôm Nay" in page(client)
    html = page(client, day=(noon - timedelta(days=1)).date().isoformat())
    assert "chỉ được xem các lượt trong ngày hôm nay" in html
    assert "Hôm Qua" not in html


def entries():
    return list(AuditEntry.objects.order_by("pk").values_list("action", "question", "results"))


def test_each_page_shown_goes_on_record(client, editor, venue, noon, monkeypatch):
    monkeypatch.setattr(VisitRegister, "list_per_page", 2)
    for _ in range(3):
        VisitFactory(venue=venue, checked_in=noon)
    older = client.get(reverse(INDEX)).context["older"]
    client.get(older)
    question = f"visits:{noon.date().isoformat()}"
    assert entries() == [(Action.SEARCH, question, 2), (Action.SEARCH, question, 1)]
    assert {entry.account_name for entry in AuditEntry.objects.all()} == {editor.username}


@pytest.mark.usefixtures("editor")
def test_the_record_names_the_venue_that_was_chosen(client, venue):
    page(client, day="2021-07-05", venue_text=venue.code)
    assert entries() == [(Action.SEARCH, f"visits:2021-07-05 {venue.code}", 0)]


@pytest.mark.usefixtures("editor")
def test_where_nothing_is_shown_nothing_goes_on_record(client):
    page(client, day="31/02/2021")
    assert entries() == []


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1999-12-31"])
def test_a_day_out_of_range_is_told(client, day):
    response = client.get(reverse(INDEX), {"day": day})
    assert response.status_code == 200
    html = response.content.decode()
    assert "Chọn ngày từ 01/01/2000 đến 31/12/" in html


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize("venue_key", ["9" * 5000, "²"])
def test_a_nonsense_venue_is_no_crash(client, venue_key):
    query = {"venue": venue_key, "venue_text": "x"}
    assert client.get(reverse(INDEX), query).status_code == 200


@pytest.mark.usefixtures("editor")
def test_another_day_can_be_chosen(client, venue, noon):
    VisitFactory(venue=venue, checked_in=noon - timedelta(days=3), name="Hôm Kia")
    VisitFactory(venue=venue, checked_in=noon, name="Hôm Nay")
    html = page(client, day=(noon - timedelta(days=3)).date().isoformat())
    assert "Hôm Kia" in html
    assert "Hôm Nay" not in html


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize("hour", [0, 23])
def test_a_day_begins_and_ends_at_local_midnight(client, venue, noon, hour):
    VisitFactory(venue=venue, checked_in=noon.replace(hour=hour, minute=59), name="Khách")
    assert "Khách" in page(client)


@pytest.mark.usefixtures("editor")
def test_a_form_that_was_open_past_midnight_counts_by_its_check_in(client, venue, noon):
    from plugins.declarations.visit_ids import scan_id

    start = noon.replace(hour=0)
    VisitFactory(
        venue=venue,
        id=scan_id(start - timedelta(hours=2)),
        checked_in=start + timedelta(minutes=5),
        name="Khách Khuya",
    )
    assert "Khách Khuya" in page(client)


@pytest.mark.usefixtures("editor")
def test_one_venue_can_be_chosen(client, venue, noon):
    other = VenueFactory(name="Trường Lê Lợi", area=venue.area)
    VisitFactory(venue=venue, checked_in=noon, name="Khách Chợ")
    VisitFactory(venue=other, checked_in=noon, name="Khách Trường")
    html = page(client, venue_text="truong le loi")
    assert "Khách Trường" in html
    assert "Khách Chợ" not in html


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize(
    ("query", "message"),
    [({"day": "31/02/2021"}, "hợp lệ"), ({"venue_text": "Sa Pa"}, "Không có mục nào")],
)
def test_a_faulty_choice_is_told(client, venue, noon, query, message):
    VisitFactory(venue=venue, checked_in=noon, name="Khách Chợ")
    html = page(client, **query)
    assert message in html
    assert "Khách Chợ" not in html


@pytest.mark.usefixtures("editor")
def test_pages_follow_each_other_without_gap_or_repeat(client, venue, noon, monkeypatch):
    monkeypatch.setattr(VisitRegister, "list_per_page", 3)
    names = [f"Khách {letter}" for letter in "ABCDEFG"]
    for minute, name in enumerate(names):
        VisitFactory(venue=venue, checked_in=noon + timedelta(minutes=minute), name=name)
    seen, response = [], client.get(reverse(INDEX))
    while True:
        seen += [visit.name for visit in response.context["object_list"]]
        if not response.context["older"]:
            break
        response = client.get(response.context["older"])
    assert seen == names[::-1]


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize("before", ["x", "zz" * 16, "0" * 31, "' OR 1=1"])
def test_a_nonsense_page_is_no_crash(client, before):
    assert client.get(reverse(INDEX), {"before": before}).status_code == 200


@pytest.mark.usefixtures("editor")
def test_visits_are_never_counted_and_the_list_costs_the_same_for_many(
    client, venue, noon, django_assert_max_num_queries
):
    def statements():
        with django_assert_max_num_queries(30) as caught:
            page(client)
        return [query["sql"] for query in caught]

    VisitFactory(venue=venue, checked_in=noon)
    page(client)
    few = statements()
    for _ in range(20):
        VisitFactory(venue=venue, checked_in=noon)
    many = statements()
    assert len(many) == len(few)
    assert not [sql for sql in many if "COUNT(" in sql and "declarations_visit" in sql]


@pytest.mark.parametrize("action", ["create"])
def test_nobody_adds_visits_through_the_register(client, action):
    client.force_login(SuperuserFactory())
    client.post(reverse(f"declarations_visit_modeladmin_{action}"), {"name": "x"})
    assert not Visit.objects.exists()


@pytest.mark.parametrize("action", ["edit", "delete"])
def test_nobody_changes_or_deletes_visits_through_the_register(client, action):
    visit = VisitFactory()
    client.force_login(SuperuserFactory())
    client.post(reverse(f"declarations_visit_modeladmin_{action}", args=[visit.pk]), {"name": "x"})
    assert Visit.objects.get().name == visit.name


def test_without_the_permission_there_is_no_list(client, noon):
    VisitFactory(checked_in=noon, name="Trần Thị Bình")
    user = UserFactory(everywhere=True)
    client.force_login(user)
    assert "Trần Thị Bình" not in page(client)


def test_without_jurisdiction_the_list_is_empty(client, noon):
    VisitFactory(checked_in=noon, name="Trần Thị Bình")
    client.force_login(UserFactory(role=Role.TRACING, areas=[AreaFactory()]))
    assert "Trần Thị Bình" not in page(client)
