"""A device that remembers its visitor, if they wish it: two taps, sealed, forgotten on demand."""

import base64
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from plugins.declarations.models import Visit
from plugins.declarations.remembering import Remembered
from plugins.declarations.services import unsealed
from tests.factories.qr_venues import CheckpointFactory

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


@pytest.fixture
def other(db):
    """Another venue's check point, where the visitor comes next."""
    return CheckpointFactory(name="Cửa sau")


@pytest.fixture
def tap(client, other):
    """tap(who=[…]) presses the button of the page that greets those whom the device knows."""

    def send(**changes):
        page = text(client.get(f"/q/{other.token}"))
        ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
        data = {"as": "remembered", "who": [""], "ticket": ticket} | changes
        return client.post(f"/q/{other.token}", data)

    return send


def test_without_the_tick_nothing_is_kept(client, check_in, other):
    check_in()
    assert "me" not in client.cookies
    assert 'name="phone"' in text(client.get(f"/q/{other.token}"))


def test_the_tick_is_not_set_for_anybody(client, gate):
    assert not re.search(r'name="remember"[^>]*checked', text(client.get(f"/q/{gate.token}")))


def test_the_next_time_the_page_asks_by_name(client, check_in, other):
    check_in(remember="1")
    page = text(client.get(f"/q/{other.token}"))
    assert "Khai báo vào cho Trần Thị B.?" in page
    assert "…678" in page
    assert 'name="phone"' not in page


def test_one_tap_records_all_that_was_remembered(check_in, tap, other):
    check_in(remember="1", id_number="001090123456")
    assert tap().status_code == 303
    visit = Visit.objects.get(venue=other.venue)
    assert visit.name == "Trần Thị Bình"
    assert unsealed(visit) == {"phone": "+84912345678", "id": "001090123456"}


def test_it_costs_two_statements_too(client, check_in, other, django_assert_num_queries):
    check_in(remember="1")
    with django_assert_num_queries(2):  # the code, and whether one is inside here
        page = text(client.get(f"/q/{other.token}"))
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
    with django_assert_num_queries(2):
        client.post(f"/q/{other.token}", {"as": "remembered", "who": "", "ticket": ticket})


def test_the_page_and_the_cookie_show_neither_name_nor_phone(client, check_in, other):
    check_in(remember="1", id_number="001090123456")
    page = text(client.get(f"/q/{other.token}"))
    blob = base64.urlsafe_b64decode(client.cookies["me"].value)
    for secret in ("Bình", "912345678", "0912 345", "090123456"):
        assert secret not in page
        assert secret.encode() not in blob
    assert client.cookies["me"]["httponly"]
    assert client.cookies["me"]["samesite"] == "Lax"


def test_over_https_the_cookie_stays_there(client, fill, gate):
    client.post(f"/q/{gate.token}", fill(remember="1"), secure=True)
    assert client.cookies["me"]["secure"]


def test_it_lasts_as_long_as_the_setting_says(client, check_in, settings):
    settings.PLUGIN_SETTINGS = {"declarations": {"remember_days": 7}}
    check_in(remember="1")
    assert client.cookies["me"]["max-age"] == 7 * 24 * 3600


def test_a_cookie_that_is_too_old_is_not_believed(client, check_in, other, monkeypatch):
    check_in(remember="1")
    later = timezone.now() + timedelta(days=91)
    monkeypatch.setattr("plugins.declarations.remembering.timezone.now", lambda: later)
    assert 'name="phone"' in text(client.get(f"/q/{other.token}"))


def test_using_it_keeps_it_longer(client, check_in, tap, other):
    check_in(remember="1")
    before = client.cookies["me"].value
    response = tap()
    assert response.cookies["me"].value != before
    assert response.cookies["me"]["max-age"] == 90 * 24 * 3600


@pytest.mark.parametrize("value", ["", "x", "AAAA", "ñ", "A" * 4000, "..", "%00"])
def test_a_cookie_that_was_changed_is_as_none(client, other, value):
    client.cookies["me"] = value
    assert 'name="phone"' in text(client.get(f"/q/{other.token}"))


def test_one_letter_changed_is_as_none(client, check_in, other):
    check_in(remember="1")
    value = client.cookies["me"].value
    client.cookies["me"] = value[:50] + ("A" if value[50] != "A" else "B") + value[51:]
    assert 'name="phone"' in text(client.get(f"/q/{other.token}"))


def test_another_sealed_text_is_no_such_cookie(client, check_in, other):
    check_in()
    client.cookies["me"] = base64.urlsafe_b64encode(bytes(Visit.objects.get().sealed)).decode()
    assert 'name="phone"' in text(client.get(f"/q/{other.token}"))


def test_a_cookie_lost_before_the_tap_gives_the_form(client, check_in, tap, other):
    check_in(remember="1")
    page = text(client.get(f"/q/{other.token}"))
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
    del client.cookies["me"]
    data = {"as": "remembered", "who": "", "ticket": ticket}
    page = text(client.post(f"/q/{other.token}", data))
    assert "không còn nhớ bạn" in page
    assert 'name="phone"' in page
    assert not Visit.objects.filter(venue=other.venue).exists()


def test_the_device_forgets_on_demand_and_the_visit_stays(client, check_in, other):
    check_in(remember="1")
    response = client.post(f"/q/{other.token}/forget/")
    assert (response.status_code, response.url) == (303, f"/q/{other.token}")
    assert 'name="phone"' in text(client.get(f"/q/{other.token}"))
    assert Visit.objects.count() == 1


def test_forgetting_is_offered_where_it_is_remembered(client, check_in, gate, other):
    check_in(remember="1")
    for page in (f"/q/{other.token}", f"/q/{gate.token}/done/"):
        assert f'{page.split("/done")[0].rstrip("/")}/forget/"' in text(client.get(page))


def test_after_check_in_forgetting_is_offered_to_anybody(client, check_in, gate):
    check_in()
    for page in (f"/q/{gate.token}/done/", f"/q/{gate.token}"):
        shown = text(client.get(page))
        assert f'action="/q/{gate.token}/forget/"' in shown
        assert "khai báo ra tại cổng" in shown


def test_who_borrows_the_device_next_sees_nothing_of_who_was_before(client, check_in, gate):
    check_in()
    for cookie in ("declared", "own_record"):
        client.cookies[cookie] = "of the one before"
    client.post(f"/q/{gate.token}/forget/")
    left = {name for name, cookie in client.cookies.items() if cookie.value}
    assert left.isdisjoint({"visits", "declared", "own_record", "me"})
    assert client.get(f"/q/{gate.token}/done/").url == f"/q/{gate.token}"
    assert "Trần Thị Bình" not in text(client.get(f"/q/{gate.token}"))


def test_following_a_link_forgets_nothing(client, check_in, gate):
    check_in(remember="1")
    assert client.get(f"/q/{gate.token}/forget/").status_code == 405


def test_somebody_else_gets_an_empty_form(client, check_in, other):
    check_in(remember="1")
    page = text(client.get(f"/q/{other.token}", {"new": ""}))
    assert 'name="phone"' in page
    assert "Trần" not in page


def test_another_device_knows_nobody(check_in, other):
    check_in(remember="1")
    assert 'name="phone"' in text(Client().get(f"/q/{other.token}"))


def test_a_family_is_remembered_together(client, check_in, tap, other):
    check_in(remember="1", **{"with": ["p2-", "p3-"], "p2-name": "Lê Văn An", "p3-name": "Lê Út"})
    page = text(client.get(f"/q/{other.token}"))
    assert re.findall(r'name="who" value="([^"]*)" checked', page) == ["", "p2-", "p3-"]
    tap(who=["", "p3-"])
    names = Visit.objects.filter(venue=other.venue).values_list("name", flat=True)
    assert set(names) == {"Trần Thị Bình", "Lê Út"}


def test_those_who_come_without_the_first_are_reached_on_their_phone(check_in, tap, other):
    check_in(remember="1", **{"with": "p2-", "p2-name": "Lê Văn An"})
    tap(who=["p2-"])
    assert unsealed(Visit.objects.get(venue=other.venue))["phone"] == "+84912345678"


@pytest.mark.parametrize("who", [[], ["p9-"], ["nonsense"]])
def test_nobody_ticked_is_a_fault(check_in, tap, other, who):
    check_in(remember="1", **{"with": "p2-", "p2-name": "Lê Văn An"})
    page = text(tap(who=who))
    assert "Hãy đánh dấu những người vào" in page
    assert not Visit.objects.filter(venue=other.venue).exists()


def test_a_forged_tap_is_refused(client, check_in, other):
    check_in(remember="1")
    forger = Client(enforce_csrf_checks=True)
    forger.cookies = client.cookies
    response = forger.post(f"/q/{other.token}", {"as": "remembered", "who": "", "ticket": "x"})
    assert response.status_code == 403
    assert not Visit.objects.filter(venue=other.venue).exists()


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Trần Thị Bình", "Trần Thị B."), ("Bình", "Bình"), ("Nguyễn Ước", "Nguyễn Ư.")],
)
def test_a_name_is_shown_so_that_only_its_owner_knows_it_whole(name, shown):
    assert Remembered(name, None, None).shown == shown


def test_very_long_names_still_fit_a_cookie(client, check_in):
    people = {f"p{n}-name": "Ngọc " * 39 + "ABCDEGHIKL"[n - 1] for n in range(2, 11)}
    check_in(remember="1", **{"with": [f"p{n}-" for n in range(2, 11)]}, **people)
    assert Visit.objects.count() == 10
    assert len(client.cookies["me"].value) < 4000


def test_what_was_remembered_before_key_rotation_is_still_read(client, check_in, other, settings):
    check_in(remember="1")
    settings.FIELD_KEYS = f"new:{base64.b64encode(b'n' * 32).decode()},{settings.FIELD_KEYS}"
    assert "Trần Thị B." in text(client.get(f"/q/{other.token}"))


def test_under_a_key_that_is_gone_the_device_is_unknown(client, check_in, other, settings):
    check_in(remember="1")
    settings.FIELD_KEYS = f"new:{base64.b64encode(b'n' * 32).decode()}"
    assert 'name="phone"' in text(client.get(f"/q/{other.token}"))
