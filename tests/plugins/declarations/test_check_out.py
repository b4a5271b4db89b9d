"""Leaving: by scanning again or with one tap."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from plugins.declarations.models import Visit
from plugins.qr_venues.services import revoke_checkpoint
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import CheckpointFactory

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def leave(client, gate, *visits):
    return client.post(f"/q/{gate.token}/leave/", {"visit": [v.pk.hex for v in visits]})


@pytest.fixture
def visit(check_in):
    """The visit that the client made."""
    check_in()
    return Visit.objects.get()


def test_one_tap_on_the_done_page_checks_out(client, gate, visit):
    page = text(client.get(f"/q/{gate.token}/done/"))
    assert f'action="/q/{gate.token}/leave/"' in page
    assert f'value="{visit.pk.hex}"' in page
    response = leave(client, gate, visit)
    assert (response.status_code, response.url) == (303, f"/q/{gate.token}/left/")
    visit.refresh_from_db()
    assert visit.checked_out == visit.stay_end
    assert visit.checked_in <= visit.checked_out <= timezone.now()


def test_the_page_after_leaving_shows_place_and_time(client, gate, visit):
    leave(client, gate, visit)
    page = text(client.get(f"/q/{gate.token}/left/"))
    visit.refresh_from_db()
    assert "Đã khai báo ra" in page
    assert f"{timezone.localtime(visit.checked_out):%H:%M}" in page


def test_scanning_again_offers_leaving_first_and_coming_in_second(client, gate, visit):
    page = text(client.get(f"/q/{gate.token}"))
    assert page.index("Khai báo ra</button>") < page.index("Khai báo vào lần nữa")
    assert 'name="phone"' not in page


def test_another_door_of_the_same_venue_offers_leaving_too(client, gate, visit):
    back = CheckpointFactory(venue=gate.venue, number=2)
    page = text(client.get(f"/q/{back.token}"))
    assert f'action="/q/{back.token}/leave/"' in page
    leave(client, back, visit)
    visit.refresh_from_db()
    assert visit.checked_out


def test_another_venue_offers_the_form(client, gate, visit):
    assert 'name="phone"' in text(client.get(f"/q/{CheckpointFactory().token}"))


def test_after_leaving_the_form_is_offered_again(client, gate, visit):
    leave(client, gate, visit)
    assert 'name="phone"' in text(client.get(f"/q/{gate.token}"))


def test_a_second_tap_keeps_the_first_time(client, gate, visit):
    leave(client, gate, visit)
    visit.refresh_from_db()
    first = visit.checked_out
    assert leave(client, gate, visit).status_code == 303
    visit.refresh_from_db()
    assert visit.checked_out == first


def test_a_family_leaves_with_one_tap(client, gate, check_in, django_assert_max_num_queries):
    for name in ("Trần Thị Bình", "Nguyễn Văn An", "Nguyễn Thị Út"):
        check_in(name=name)
    visits = list(Visit.objects.all())
    page = text(client.get(f"/q/{gate.token}"))
    assert page.count("checked>") == 3
    with django_assert_max_num_queries(2):
        leave(client, gate, *visits)
    assert Visit.objects.filter(checked_out=None).count() == 0
    assert text(client.get(f"/q/{gate.token}/left/")).count("<li>Nguyễn") == 2


def test_some_of_a_family_leave(client, gate, check_in):
    check_in()
    check_in(name="Nguyễn Văn An")
    leave(client, gate, Visit.objects.get(name="Nguyễn Văn An"))
    assert Visit.objects.get(checked_out=None).name == "Trần Thị Bình"
    assert "Còn 1 người" in text(client.get(f"/q/{gate.token}/left/"))


def test_nobody_checks_out_somebody_else(gate, visit):
    leave(Client(), gate, visit)
    visit.refresh_from_db()
    assert visit.checked_out is None


def test_nobody_checks_out_of_another_venue(client, visit):
    leave(client, CheckpointFactory(), visit)
    visit.refresh_from_db()
    assert visit.checked_out is None


def test_a_changed_cookie_shows_nobodys_visit(client, gate, visit):
    client.cookies["visits"] = client.cookies["visits"].value.replace(visit.pk.hex, "0" * 32)
    assert 'name="phone"' in text(client.get(f"/q/{gate.token}"))


def test_the_cookie_holds_ids_only_and_no_script_reads_it(client, visit):
    cookie = client.cookies["visits"]
    assert cookie.value.startswith(visit.pk.hex)
    assert "B\u00ecnh" not in cookie.value
    assert cookie["httponly"]
    assert cookie["max-age"] == 24 * 3600


def test_over_https_the_cookie_stays_there(gate, visitor):
    client = Client()
    page = text(client.get(f"/q/{gate.token}", secure=True))
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
    client.post(f"/q/{gate.token}", visitor | {"ticket": ticket}, secure=True)
    assert client.cookies["visits"]["secure"]


def test_after_a_day_a_visit_is_forgotten(client, gate, visit, monkeypatch):
    later = timezone.now() + timedelta(hours=25)
    monkeypatch.setattr("plugins.declarations.own_visits.timezone.now", lambda: later)
    assert 'name="phone"' in text(client.get(f"/q/{gate.token}"))


def test_those_inside_can_leave_when_the_code_is_revoked(client, gate, visit):
    revoke_checkpoint(gate)
    page = text(client.get(f"/q/{gate.token}"))
    assert "Khai báo ra</button>" in page
    assert "?another" not in page
    leave(client, gate, visit)
    visit.refresh_from_db()
    assert visit.checked_out


@pytest.mark.parametrize("page", ["done", "left"])
def test_pages_about_a_visit_lead_others_to_the_form(client, gate, page):
    VisitFactory(checkpoint=gate)
    assert client.get(f"/q/{gate.token}/{page}/").url == f"/q/{gate.token}"


@pytest.mark.parametrize("sent", [{}, {"visit": "nonsense"}, {"visit": "0" * 32}])
def test_leaving_without_a_visit_leads_to_the_form(client, gate, sent):
    response = client.post(f"/q/{gate.token}/leave/", sent)
    assert (response.status_code, response.url) == (303, f"/q/{gate.token}")


def test_following_a_link_changes_nothing(client, gate, visit):
    assert client.get(f"/q/{gate.token}/leave/").status_code == 405
    visit.refresh_from_db()
    assert visit.checked_out is None
