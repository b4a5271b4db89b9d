"""Keys, scopes, rates, and the one shape of every refusal."""

import pytest
from django.test import Client

from audit.models import AuditEntry
from plugins.declarations.api import keys, scopes
from tests.factories.accounts import UserFactory


def code_of(response):
    assert response["Content-Type"] == "application/problem+json"
    shape = response.json()
    assert shape["status"] == response.status_code
    assert shape["type"] == f"urn:cong:problem:{shape['code']}"
    assert shape["title"]
    assert shape["detail"]
    return response.status_code, shape["code"]


def test_a_key_is_needed(db, door):
    response = Client().get(f"/api/v1/points/{door.token}")
    assert code_of(response) == (401, "key_missing")
    assert response["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("change", ["0", "x", "é", ""])
def test_another_key_opens_nothing(system, door, change):
    system.key = system.key[:-1] + change if change else "cong_"
    original = system.client.key_digest
    response = system.get(f"points/{door.token}")
    if response.status_code == 200:  # one digit in sixteen is the right one
        assert original == keys._digest(system.key[len(keys.MARK) + 8 :])
    else:
        assert code_of(response) == (401, "key_unknown")


def test_a_revoked_key_opens_nothing(system, door):
    keys.revoke(system.client, None)
    assert code_of(system.get(f"points/{door.token}")) == (401, "key_unknown")


def test_making_and_revoking_a_key_are_on_the_record(db):
    official = UserFactory()
    made = keys.make("Bệnh viện", [scopes.POINTS_READ], None, 60, official)
    keys.revoke(made.client, official)
    entries = AuditEntry.objects.order_by("pk")
    assert [entry.details["deed"] for entry in entries] == ["made", "revoked"]
    assert made.key not in str(list(entries.values()))
    assert made.key not in str(vars(made.client))


def test_a_key_does_what_its_scopes_say(connect, door, sent):
    reader = connect(scopes=[scopes.POINTS_READ])
    assert reader.get(f"points/{door.token}").status_code == 200
    assert code_of(reader.post("visits", sent())) == (403, "not_allowed")


def test_a_key_has_its_rate(connect, door):
    slow = connect(rate=2)
    statuses = [slow.get(f"points/{door.token}") for _ in range(3)]
    assert [each.status_code for each in statuses[:2]] == [200, 200]
    assert code_of(statuses[2]) == (429, "too_many")
    assert 1 <= int(statuses[2]["Retry-After"]) <= 60


def test_guessing_keys_is_counted_against_the_network(system, door, settings):
    settings.PLUGIN_SETTINGS = {"declarations": {"rate_network_per_minute": 1}}
    system.key = keys.MARK + "0" * 48
    answers = [code_of(system.get(f"points/{door.token}"))[1] for _ in range(2)]
    assert answers == ["key_unknown", "too_many"]


@pytest.mark.parametrize(
    ("path", "body", "content_type", "expected"),
    [
        ("visits", "{", "application/json", (400, "malformed")),
        ("visits", "[]", "application/json", (422, "invalid")),
        ("visits/batch", "[]", "application/json", (400, "malformed")),
        ("visits/batch", "[" * 100_000, "application/json", (400, "malformed")),
        ("visits/batch", b"\xff", "application/json", (400, "malformed")),
        ("visits", "{}", "text/plain", (415, "media_type")),
        ("visits", "x" * 1_000_001, "application/json", (413, "too_large")),
        ("visits/batch", "{}", "application/json", (422, "invalid")),
        ("nowhere", "{}", "application/json", (404, "not_found")),
    ],
)
def test_what_cannot_be_read_is_refused(system, path, body, content_type, expected):
    response = Client().post(
        f"/api/v1/{path}",
        body,
        content_type=content_type,
        headers={"Authorization": f"Bearer {system.key}"},
    )
    assert code_of(response) == expected


def test_another_method_is_refused(system):
    response = system.get("visits")
    assert code_of(response) == (405, "method")
    assert response["Allow"] == "POST"


def test_the_day_of_the_last_use_costs_one_statement_a_day(system, door, django_assert_num_queries):
    system.get(f"points/{door.token}")
    with django_assert_num_queries(2):
        system.get(f"points/{door.token}")
    system.client.refresh_from_db()
    assert system.client.last_used


def test_a_check_point_is_looked_up_however_its_code_is_typed(system, door):
    typed = f"{door.token[:4]}-{door.token[4:]}".lower()
    shown = system.get(f"points/{typed}").json()
    assert shown["venue"] == door.venue.name
    assert shown["open"] is True
    assert code_of(system.get("points/ZZZZZZZZ")) == (404, "point_unknown")


def test_the_description_asks_no_other_host(db):
    page = Client().get("/api/v1/docs").content.decode()
    assert "//" not in page.replace("https://cong.example.vn", "").replace("</", "")
