"""Very many forms from one place are told to wait; nothing is lost, a market is not locked out."""

import pytest

from plugins.declarations.models import Visit
from tests.factories.qr_venues import CheckpointFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rates(settings):
    """rates(rate_token_per_minute=…) sets what is allowed."""

    def allow(**limits):
        settings.PLUGIN_SETTINGS = {"declarations": limits}

    return allow


def text(response):
    return response.content.decode()


def test_a_bot_with_one_code_is_told_when_to_come_back(client, check_in, rates):
    rates(rate_token_per_minute=2)
    assert [check_in().status_code for _ in range(2)] == [303, 303]
    response = check_in()
    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 60
    assert Visit.objects.count() == 2


def test_who_waits_finds_everything_as_typed_and_the_form_is_good(client, fill, gate, rates):
    rates(rate_token_per_minute=1)
    client.post(f"/q/{gate.token}", fill())
    data = fill(name="Lê Văn Chờ", **{"with": "p2-", "p2-name": "Lê Thị Chờ"})
    page = text(client.post(f"/q/{gate.token}", data))
    assert "rất nhiều người khai báo" in page
    for typed in ("Lê Văn Chờ", "Lê Thị Chờ", "0912 345 678"):
        assert f'value="{typed}"' in page
    assert f'value="{data["ticket"]}"' in page
    rates(rate_token_per_minute=9)
    assert client.post(f"/q/{gate.token}", data).status_code == 303


def test_one_network_is_told_too_whatever_the_codes(client, fill, rates):
    rates(rate_network_per_minute=2)
    codes = [CheckpointFactory().token for _ in range(3)]
    sent = [client.post(f"/q/{code}", fill(token=code)).status_code for code in codes]
    assert sent == [303, 303, 429]


def test_another_network_goes_on(client, fill, gate, rates):
    rates(rate_network_per_minute=1)
    client.post(f"/q/{gate.token}", fill())
    other = client.post(f"/q/{gate.token}", fill(), REMOTE_ADDR="198.51.100.7")
    assert other.status_code == 303


def test_a_markets_shared_address_is_not_locked_out(client, fill, gate, rates):
    rates(
        rate_network_per_minute=1,
        shared_networks=["203.0.113.0/24"],
        rate_shared_network_per_minute=5,
    )
    sent = [
        client.post(f"/q/{gate.token}", fill(), REMOTE_ADDR=f"203.0.113.{n}").status_code
        for n in range(6)
    ]
    assert sent == [303] * 5 + [429]


def test_looking_at_the_form_costs_nothing(client, gate, rates):
    rates(rate_network_per_minute=1, rate_token_per_minute=1)
    assert [client.get(f"/q/{gate.token}").status_code for _ in range(3)] == [200] * 3
