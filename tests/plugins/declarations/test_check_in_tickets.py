"""A form is one visit: sent twice, for another person, changed on the way, or from another site."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from plugins.declarations import tickets
from plugins.declarations.models import Visit
from tests.factories.qr_venues import CheckpointFactory

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def test_the_same_form_sent_twice_is_one_visit(client, fill, gate):
    data = fill()
    for _time in range(2):
        assert client.post(f"/q/{gate.token}", data).status_code == 303
    assert Visit.objects.count() == 1


def test_the_same_form_sent_again_changes_nothing(client, fill, gate):
    data = fill()
    client.post(f"/q/{gate.token}", data)
    client.post(f"/q/{gate.token}", data | {"name": "Kẻ Khác"})
    assert Visit.objects.get().name == "Trần Thị Bình"


@pytest.mark.parametrize(
    "changes",
    [{"name": "Trần Văn Con"}, {"phone": "0987 654 321"}, {"id_number": "001090123456"}],
)
def test_the_same_form_sent_for_another_person_comes_back_filled(client, fill, gate, changes):
    data = fill()
    client.post(f"/q/{gate.token}", data)
    response = client.post(f"/q/{gate.token}", data | changes)
    page = text(response)
    assert response.status_code == 200
    assert "đã được gửi cho một người khác" in page
    for field in ("name", "phone"):
        assert f'value="{(data | changes)[field]}"' in page
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
    assert client.post(f"/q/{gate.token}", data | changes | {"ticket": ticket}).status_code == 303
    assert Visit.objects.count() == 2


def test_the_same_person_written_otherwise_is_still_the_same(client, fill, gate):
    data = fill()
    client.post(f"/q/{gate.token}", data)
    again = data | {"name": "tran thi  binh", "phone": "+84912345678"}
    assert client.post(f"/q/{gate.token}", again).status_code == 303
    assert Visit.objects.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_same_form_sent_twice_at_once_is_one_visit(gate, visitor):
    ticket = tickets.issue(gate.token, timezone.now())
    barrier = threading.Barrier(4)
    answers = []

    def send():
        barrier.wait()
        try:
            answers.append(Client().post(f"/q/{gate.token}", visitor | {"ticket": ticket}))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [303] * 4
    assert Visit.objects.count() == 1


@pytest.mark.parametrize(
    "ticket", ["", "nonsense", "K7M29QXP:00", "a:b:c", "\x00", "K7M29QXP:" + "0" * 32 + ":x"]
)
def test_a_changed_ticket_gives_a_fresh_form_with_what_was_typed(client, fill, gate, ticket):
    response = client.post(f"/q/{gate.token}", fill(ticket=ticket))
    page = text(response)
    assert response.status_code == 200
    assert "Hãy bấm nút lần nữa" in page
    assert 'value="Trần Thị Bình"' in page
    assert not Visit.objects.exists()


def test_a_ticket_of_another_check_point_is_not_taken(client, fill, gate):
    other = CheckpointFactory()
    client.post(f"/q/{gate.token}", fill(token=other.token))
    assert not Visit.objects.exists()


def test_a_form_that_was_open_for_too_long_is_handed_out_anew(client, gate, visitor):
    old = tickets.issue(gate.token, timezone.now() - tickets.LONGEST_OPEN - timedelta(minutes=1))
    page = text(client.post(f"/q/{gate.token}", visitor | {"ticket": old}))
    assert "Hãy bấm nút lần nữa" in page
    assert old not in page


def test_the_form_handed_out_anew_works(client, fill, gate):
    page = text(client.post(f"/q/{gate.token}", fill(ticket="nonsense")))
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
    client.post(f"/q/{gate.token}", fill() | {"ticket": ticket})
    assert Visit.objects.count() == 1


def test_a_forged_form_is_refused_and_what_was_typed_stays(gate, fill):
    forger = Client(enforce_csrf_checks=True)
    response = forger.post(f"/q/{gate.token}", fill())
    assert response.status_code == 403
    assert 'value="Trần Thị Bình"' in text(response)
    assert not Visit.objects.exists()


def test_with_the_cookie_of_the_form_it_is_taken(gate, visitor):
    browser = Client(enforce_csrf_checks=True)
    page = text(browser.get(f"/q/{gate.token}"))
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', page))
    assert browser.post(f"/q/{gate.token}", visitor | hidden).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_REFERER": "https://evil.example/form"},
        {"HTTP_ORIGIN": "null"},
    ],
)
def test_a_form_on_another_site_checks_nobody_in(gate, fill, headers):
    victim = Client(enforce_csrf_checks=True)
    victim.get(f"/q/{gate.token}")  # has the cookie
    response = victim.post(f"/q/{gate.token}", fill(), secure=True, **headers)
    assert response.status_code == 403
    assert not Visit.objects.exists()


@pytest.mark.parametrize("page", ["leave", "forget"])
def test_a_form_on_another_site_neither_leaves_nor_forgets(gate, check_in, client, page):
    check_in(remember="1")
    victim = Client(enforce_csrf_checks=True)
    victim.cookies = client.cookies
    visit = Visit.objects.get()
    response = victim.post(f"/q/{gate.token}/{page}/", {"visit": visit.pk.hex})
    assert response.status_code == 403
    assert "me" not in response.cookies
    visit.refresh_from_db()
    assert visit.checked_out is None


def test_a_form_replayed_hours_later_makes_no_visit(client, fill, gate, monkeypatch):
    data = fill()
    client.post(f"/q/{gate.token}", data)
    Visit.objects.all().delete()
    later = timezone.now() + tickets.LONGEST_OPEN + timedelta(minutes=1)
    monkeypatch.setattr("plugins.declarations.check_in_page.timezone.now", lambda: later)
    client.post(f"/q/{gate.token}", data)
    assert not Visit.objects.exists()
