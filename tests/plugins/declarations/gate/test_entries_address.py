"""The address that takes batches."""

import json

import pytest

from plugins.declarations.gate import views
from plugins.declarations.gate.links import revoke_link
from plugins.declarations.models import Visit
from plugins.declarations.visit_ids import scan_id
from tests.factories.gates import PIN, entry, ms

AN = {"name": "Nguyễn Văn An", "phone": "0912345678"}


@pytest.fixture
def post(client, link, now):
    """post([entries…]) as the page's script does, after the PIN; origin= and type= may differ."""
    client.post(f"/truc-cong/{link.token}/", {"pin": PIN})

    def send(entries, *, to="entries", origin="http://testserver", type="application/json", **more):
        body = json.dumps({"now": ms(now), "entries": entries} | more)
        address = f"/truc-cong/{link.token}/{to}/"
        return client.post(address, body, content_type=type, headers={"Origin": origin})

    return send


def test_a_batch_is_answered_entry_by_entry(post, link, now):
    answer = post([entry(link, "in", now, **AN)]).json()
    assert [result["outcome"] for result in answer["results"]] == ["in"]
    assert answer["counts"] == {"came": 1, "went": 0, "inside": 1, "capacity": None}


def test_no_other_site_can_post(post, link, now):
    response = post([entry(link, "in", now, **AN)], origin="https://elsewhere.example")
    assert response.status_code == 403
    assert not Visit.objects.exists()


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_what_a_form_of_another_site_could_send_is_refused(post, link, now, kind):
    assert post([entry(link, "in", now, **AN)], type=kind).status_code == 403


def test_without_the_pin_nothing_is_taken(client, post, link, now):
    client.cookies.clear()
    assert post([entry(link, "in", now, **AN)]).status_code == 401


def test_a_revoked_link_takes_nothing(post, link, now):
    revoke_link(link, by=None)
    assert post([entry(link, "in", now, **AN)]).status_code == 410


def test_more_than_a_hundred_are_refused_whole(post, link, now):
    assert post([entry(link, "in", now, **AN)] * 101).status_code == 400
    assert not Visit.objects.exists()


@pytest.mark.parametrize("entries", [None, "x", [1], [{}], {"a": 1}])
def test_what_is_no_batch(post, entries):
    assert post(entries).status_code == 400


def test_a_message_nested_beyond_reason_is_no_batch(client, post, link):
    body = "[" * 100_000
    address = f"/truc-cong/{link.token}/entries/"
    origin = {"Origin": "http://testserver"}
    response = client.post(address, body, content_type="application/json", headers=origin)
    assert response.status_code == 400


@pytest.mark.parametrize("device_now", [None, "1", 1.5, True])
def test_a_batch_without_the_devices_time(post, device_now):
    assert post([], now=device_now).status_code == 400


def test_too_many_requests_are_told_when_to_come_again(post, monkeypatch):
    monkeypatch.setattr(views, "REQUESTS_PER_MINUTE", 2)
    answers = [post([]) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60


def test_a_refused_entry_opens_with_the_pin(post, link, now):
    kept = entry(link, "in", now, name="Lê Thị Cúc", phone="0912", offset=7)
    answer = post([], to="reopen", entry=kept, pin=PIN).json()
    assert (answer["name"], answer["phone"], answer["deed"]) == ("Lê Thị Cúc", "0912", "in")
    assert (answer["at"], answer["offset"]) == (ms(now), 7)


def test_a_refused_entry_stays_shut_without_it(post, link, now):
    response = post([], to="reopen", entry=entry(link, "in", now, **AN), pin="000000")
    assert response.status_code == 403
    assert "Nguyễn" not in response.content.decode()


def test_another_venues_entry_stays_shut(post, link, now):
    kept = entry(link, "in", now, venue=0, **AN)
    assert post([], to="reopen", entry=kept, pin=PIN).status_code == 422


def test_a_whole_request_has_few_queries(post, link, now, django_assert_max_num_queries):
    batch = [
        entry(link, "in", now, entry_id=scan_id(now), name="Lê Thị Cúc", phone=f"09{i:08d}")
        for i in range(60)
    ]
    with django_assert_max_num_queries(16):
        post(batch)
    assert Visit.objects.count() == 60
