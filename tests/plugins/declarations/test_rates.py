"""How often someone may ask."""

import pytest
from django.test import RequestFactory

from plugins.declarations import rates
from plugins.declarations.rates import Rate, network_of, of_network, seconds_to_wait


@pytest.fixture(autouse=True)
def fresh():
    rates.forget()
    yield
    rates.forget()


def test_there_is_room_until_the_rate_is_used_up():
    rate = Rate("test", "a", 3)
    assert [seconds_to_wait(rate) for _ in range(3)] == [0, 0, 0]
    assert 1 <= seconds_to_wait(rate) <= 60


def test_keys_are_counted_apart():
    assert seconds_to_wait(Rate("test", "a", 1)) == 0
    assert seconds_to_wait(Rate("test", "b", 1)) == 0


def test_who_is_sent_away_by_one_rate_uses_up_no_other():
    narrow, wide = Rate("narrow", "a", 1), Rate("wide", "a", 2)
    assert seconds_to_wait(narrow, wide) == 0
    assert seconds_to_wait(narrow, wide) > 0
    assert seconds_to_wait(wide) == 0


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_an_address_counts_as_its_subscriber(address, network):
    assert network_of(address) == (network, False)


def test_a_shared_network_counts_as_a_whole():
    assert network_of("203.0.113.7", ("203.0.113.0/24",)) == ("203.0.113.0/24", True)


def test_a_market_behind_one_address_is_not_locked_out(settings):
    settings.PLUGIN_SETTINGS = {
        "declarations": {"rate_network_per_minute": 2, "shared_networks": ["203.0.113.7/32"]}
    }
    market = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7")
    other = RequestFactory().get("/", REMOTE_ADDR="203.0.113.8")
    assert [seconds_to_wait(of_network(market, "q")) for _ in range(50)] == [0] * 50
    assert [seconds_to_wait(of_network(other, "q")) > 0 for _ in range(3)] == [False, False, True]
