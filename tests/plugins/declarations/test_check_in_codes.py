"""Codes as scanned, typed and worn out."""

import pytest

from plugins.declarations.models import Visit
from plugins.qr_venues.services import revoke_checkpoint
from portal.plugins.switch import forget, set_switch
from tests.factories.qr_venues import CheckpointFactory, VenueFactory

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


@pytest.mark.parametrize(
    "written", ["K7M29QXP", "K7M29QXP/", "k7m29qxp", "K7M2-9QXP", "k7m2-9qxp/"]
)
def test_a_code_works_however_it_is_typed_and_without_a_detour(client, gate, written):
    response = client.get(f"/q/{written}")
    assert response.status_code == 200
    assert "Tạp hoá Bình Minh" in text(response)


def test_an_unknown_code_is_a_page_with_a_field_for_another(client, db):
    response = client.get("/q/NOSUCHCD")
    assert response.status_code == 404
    assert "Không tìm thấy mã này" in text(response)
    assert 'name="code" value="NOSUCHCD"' in text(response)


def test_a_revoked_code_says_so(client, gate):
    revoke_checkpoint(gate)
    response = client.get(f"/q/{gate.token}")
    assert response.status_code == 410
    assert "không còn hiệu lực" in text(response)
    assert 'name="code"' in text(response)


@pytest.mark.parametrize(
    ("status", "code", "message"),
    [("suspended", 410, "đang bị đình chỉ"), ("pending", 404, "đang chờ phường, xã duyệt")],
)
def test_a_venue_that_takes_no_check_ins_says_why(client, status, code, message):
    gate = CheckpointFactory(venue=VenueFactory(status=status))
    response = client.get(f"/q/{gate.token}")
    assert response.status_code == code
    assert message in text(response)


def test_nobody_checks_in_with_a_code_that_was_revoked_meanwhile(client, fill, gate):
    data = fill()
    revoke_checkpoint(gate)
    assert client.post(f"/q/{gate.token}", data).status_code == 410
    assert not Visit.objects.exists()


def test_a_code_can_be_typed(client, gate):
    assert client.get("/q/").status_code == 200
    assert client.get("/q").status_code == 200
    assert client.get("/q/", {"code": " k7m2-9qxp "}).url == f"/q/{gate.token}"


def test_a_whole_address_can_be_pasted(client, gate):
    address = f"https://cong.example.vn/q/{gate.token}/"
    assert client.get("/q/", {"code": address}).url == f"/q/{gate.token}"


@pytest.mark.parametrize("code", ["", "  ", "---"])
def test_no_code_is_a_fault(client, db, code):
    assert "Hãy nhập mã" in text(client.get("/q/", {"code": code}))


@pytest.mark.parametrize("code", ["%00", "a" * 3000, "%F0%9F%92%A5", "..", "%2e%2e%2fetc"])
def test_nonsense_in_the_address_is_an_unknown_code(client, db, code):
    assert client.get(f"/q/{code}").status_code == 404


def test_switched_off_the_pages_are_not_there(client, gate):
    set_switch("declarations", on=False)
    try:
        assert client.get(f"/q/{gate.token}").status_code == 404
    finally:
        forget()
