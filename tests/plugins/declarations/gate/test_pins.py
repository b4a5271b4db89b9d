"""The PIN: what opens a gate, and what ends that."""

from datetime import timedelta

import pytest

from plugins.declarations.gate import pins, views
from plugins.declarations.gate.links import change_pin, make_link, revoke_link
from plugins.declarations.gate.pins import MOST_TRIES, Answer, try_pin
from tests.factories.accounts import SuperuserFactory
from tests.factories.gates import PIN, GateLinkFactory
from tests.factories.qr_venues import VenueFactory


@pytest.fixture
def address(link):
    return f"/truc-cong/{link.token}/"


@pytest.fixture
def device(client, address):
    """A browser in which the PIN was typed."""
    client.post(address, {"pin": PIN})
    return client


def test_the_page_asks_for_the_pin_first(client, address):
    response = client.get(address)
    assert b'name="pin"' in response.content
    assert "X-Gate-Page" not in response


def test_with_the_pin_it_opens(device, address):
    response = device.get(address)
    assert response["X-Gate-Page"] == "1"
    assert response["Cache-Control"].startswith("max-age=0")


def test_a_wrong_pin_opens_nothing(client, address):
    response = client.post(address, {"pin": "000000"})
    assert "không đúng" in response.content.decode()
    assert b'name="pin"' in client.get(address).content


def test_wrong_pins_lock_the_gate_for_a_while(link, now):
    answers = [try_pin(link, "000000", now) for _ in range(MOST_TRIES)]
    assert answers == [Answer.WRONG] * (MOST_TRIES - 1) + [Answer.LOCKED]
    assert try_pin(link, PIN, now + timedelta(minutes=14)) is Answer.LOCKED
    assert try_pin(link, PIN, now + timedelta(minutes=16)) is Answer.RIGHT


def test_a_process_that_dies_over_the_last_try_locks_nobody_out_for_good(link, now, monkeypatch):
    def die(*_args):
        raise SystemExit

    for _ in range(MOST_TRIES - 1):
        try_pin(link, "000000", now)
    with monkeypatch.context() as dying:
        dying.setattr(pins, "check_password", die)
        with pytest.raises(SystemExit):
            try_pin(link, "000000", now)
    assert try_pin(link, PIN, now) is Answer.LOCKED
    assert try_pin(link, PIN, now + timedelta(minutes=16)) is Answer.RIGHT


def test_the_right_pin_forgets_wrong_ones(link, now):
    for _ in range(3):
        for _ in range(MOST_TRIES - 1):
            try_pin(link, "000000", now)
        assert try_pin(link, PIN, now) is Answer.RIGHT


def test_a_locked_gate_says_so(client, address):
    for _ in range(MOST_TRIES):
        response = client.post(address, {"pin": "000000"})
    assert response.status_code == 429
    assert "15 phút" in response.content.decode()


def test_a_device_that_is_in_stays_in_while_others_guess(device, address, link, now):
    for _ in range(MOST_TRIES):
        try_pin(link, "000000", now)
    assert device.get(address)["X-Gate-Page"] == "1"


def test_a_new_pin_ends_every_device(device, address, link):
    assert change_pin(link, by=None, generation=1)
    assert b'name="pin"' in device.get(address).content


def test_a_revoked_link_is_gone(device, address, link):
    revoke_link(link, by=None)
    assert device.get(address).status_code == 410


def test_an_unknown_link_is_not_found(client, db):
    assert client.get("/truc-cong/ABCDEFGH/").status_code == 404


def test_a_cookie_of_another_gate_opens_nothing(device, address, link):
    other, _pin = make_link(VenueFactory(), "Cổng khác", by=SuperuserFactory())
    device.cookies[f"gate-{other.pk}"] = device.cookies[f"gate-{link.pk}"].value
    assert b'name="pin"' in device.get(f"/truc-cong/{other.token}/").content


def test_only_the_gate_may_run_webassembly(device, address):
    assert "'wasm-unsafe-eval'" in device.get(address)["Content-Security-Policy"]
    assert "wasm" not in device.get("/q/")["Content-Security-Policy"]


def test_it_can_be_installed(device, address):
    manifest = device.get(f"{address}app.webmanifest").json()
    assert (manifest["start_url"], manifest["scope"]) == (address, address)
    worker = device.get(f"{address}worker.js")
    assert worker["Content-Type"].startswith("text/javascript")


def test_the_page_is_there_in_english(device, address):
    assert "Last entries" in device.get(f"/en{address}").content.decode()


def test_a_network_that_tries_many_gates_has_to_wait(client, link, monkeypatch):
    monkeypatch.setattr(views, "PINS_PER_MINUTE", 2)
    for _ in range(3):
        other = GateLinkFactory(venue=link.venue)
        response = client.post(f"/truc-cong/{other.token}/", {"pin": "000000"})
    assert response.status_code == 429
    assert int(response["Retry-After"]) >= 1
