"""Check points and posters in the admin."""

import json

import pytest
import zxingcpp
from django.urls import reverse
from PIL import Image

from plugins.qr_venues.codes import address
from plugins.qr_venues.models import Checkpoint
from plugins.qr_venues.services import revoke_checkpoint
from portal.plugins.switch import forget, set_switch
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.qr_venues import CheckpointFactory, VenueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def gate():
    return CheckpointFactory(venue__name="Chợ Hà Đông")


@pytest.fixture
def editor(client, gate):
    user = UserFactory(role=Role.WARD_EDITOR, areas=[gate.venue.area])
    client.force_login(user)
    return user


def poster(gate, kind):
    return reverse("qr_venues_checkpoint_poster", args=[gate.pk, kind])


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize(
    ("kind", "content_type"),
    [("pdf", "application/pdf"), ("svg", "image/svg+xml"), ("png", "image/png")],
)
def test_a_poster_is_served_under_a_name_in_plain_letters(client, gate, kind, content_type):
    response = client.get(poster(gate, kind))
    assert response["Content-Type"] == content_type
    assert f"cho-ha-dong-cong-chinh-{gate.token.lower()}.{kind}" in response["Content-Disposition"]


@pytest.mark.usefixtures("editor")
def test_the_png_reads_back(client, gate, tmp_path):
    file = tmp_path / "poster.png"
    file.write_bytes(client.get(poster(gate, "png")).content)
    assert zxingcpp.read_barcodes(Image.open(file))[0].text == address(gate.token)


@pytest.mark.usefixtures("editor")
def test_other_kinds_and_revoked_codes_have_no_poster(client, gate):
    assert client.get(poster(gate, "exe")).status_code == 404
    revoke_checkpoint(gate)
    assert client.get(poster(gate, "pdf")).status_code == 404


@pytest.mark.usefixtures("editor")
def test_all_posters_of_a_venue_come_as_one_file(client, gate):
    CheckpointFactory(venue=gate.venue, number=2)
    response = client.get(reverse("qr_venues_venue_posters", args=[gate.venue_id]))
    assert response.content.startswith(b"%PDF")


@pytest.mark.usefixtures("editor")
def test_a_check_point_is_added(client, gate):
    client.post(reverse("qr_venues_add_checkpoint", args=[gate.venue_id]), {"name": " Nhà  để xe "})
    assert gate.venue.checkpoints.get(number=2).name == "Nhà để xe"


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize(("name", "message"), [("", "bắt buộc"), ("x" * 101, "100")])
def test_a_check_point_without_a_usable_name_is_refused(client, gate, name, message):
    address = reverse("qr_venues_add_checkpoint", args=[gate.venue_id])
    page = client.post(address, {"name": name}, follow=True)
    assert message in page.content.decode()
    assert gate.venue.checkpoints.count() == 1


@pytest.mark.usefixtures("editor")
def test_revoking_asks_first(client, gate):
    page = client.get(reverse("qr_venues_revoke_checkpoint", args=[gate.pk]))
    assert gate.name in page.content.decode()
    assert Checkpoint.objects.get().revoked_at is None


@pytest.mark.usefixtures("editor")
def test_a_code_is_revoked_once_also_when_sent_twice(client, gate):
    address = reverse("qr_venues_revoke_checkpoint", args=[gate.pk])
    client.post(address)
    page = client.post(address, follow=True)
    assert "đã bị thu hồi" in page.content.decode()
    assert Checkpoint.objects.filter(revoked_at=None).count() == 1


def addresses(gate):
    return {
        "poster": poster(gate, "pdf"),
        "posters": reverse("qr_venues_venue_posters", args=[gate.venue_id]),
        "revoke": reverse("qr_venues_revoke_checkpoint", args=[gate.pk]),
    }


@pytest.mark.parametrize("name", ["poster", "posters", "revoke"])
def test_another_areas_check_points_are_not_there(client, gate, name):
    client.force_login(UserFactory(role=Role.WARD_EDITOR, areas=[AreaFactory()]))
    assert client.get(addresses(gate)[name]).status_code == 404


def test_another_areas_check_points_are_not_changed(client, gate):
    client.force_login(UserFactory(role=Role.WARD_EDITOR, areas=[AreaFactory()]))
    client.post(addresses(gate)["revoke"])
    client.post(reverse("qr_venues_add_checkpoint", args=[gate.venue_id]), {"name": "Cổng sau"})
    assert list(Checkpoint.objects.values_list("revoked_at", flat=True)) == [None]


def test_those_who_only_look_change_nothing(client, gate):
    client.force_login(UserFactory(role=Role.DEPARTMENT, everywhere=True))
    client.post(addresses(gate)["revoke"])
    client.post(reverse("qr_venues_add_checkpoint", args=[gate.venue_id]), {"name": "Cổng sau"})
    assert list(Checkpoint.objects.values_list("revoked_at", flat=True)) == [None]


@pytest.mark.usefixtures("editor")
def test_areas_are_offered_while_somebody_types(client, gate):
    found = json.loads(client.get(reverse("qr_venues_find_areas"), {"q": "thu"}).content)
    assert found == [{"pk": gate.venue.area_id, "label": gate.venue.area.name}]


@pytest.mark.usefixtures("editor")
def test_venues_are_offered_within_the_jurisdiction(client, gate):
    VenueFactory(name="Chợ Lào Cai")
    found = json.loads(client.get(reverse("qr_venues_find_venues"), {"q": "cho"}).content)
    assert [each["pk"] for each in found] == [gate.venue_id]


def test_venues_are_offered_to_those_who_write_visitors_down(client, gate):
    VenueFactory(name="Chợ Lào Cai")
    client.force_login(UserFactory(role=Role.GATE, areas=[gate.venue.area]))
    found = json.loads(client.get(reverse("qr_venues_find_venues"), {"q": "cho"}).content)
    assert [each["pk"] for each in found] == [gate.venue_id]


def test_who_has_no_form_for_a_venue_is_offered_none(client, gate):
    client.force_login(UserFactory(role=Role.PRIVACY, everywhere=True))
    answer = client.get(reverse("qr_venues_find_venues"), {"q": "cho"})
    assert answer.status_code == 302
    assert answer.url == reverse("wagtailadmin_home")


@pytest.mark.usefixtures("editor")
def test_switched_off_the_pages_are_not_there(client, gate):
    set_switch("qr_venues", on=False)
    try:
        for address_ in addresses(gate).values():
            assert client.get(address_).status_code == 404
    finally:
        forget()


def test_a_passer_by_gets_no_poster(client, gate):
    response = client.get(poster(gate, "pdf"))
    assert response.status_code == 302
    assert "/admin/login/" in response.url
