"""Where ward editors make gate links, and gate staff find them."""

import re

import pytest
from django.urls import reverse

from audit.models import AuditEntry
from plugins.declarations.gate.pins import Answer, try_pin
from plugins.declarations.models import GateLink
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.gates import GateLinkFactory
from tests.factories.qr_venues import CheckpointFactory, VenueFactory


@pytest.fixture
def venue(db):
    return CheckpointFactory(venue=VenueFactory(name="Chợ Hà Đông")).venue


@pytest.fixture
def editor(client, venue):
    """A ward editor of the venue's area, logged in."""
    client.force_login(UserFactory(role=Role.WARD_EDITOR, areas=[venue.area]))
    return client


@pytest.fixture
def page(venue):
    return reverse("declarations_venue_gates", args=[venue.pk])


def filled(editor, page, **more):
    token = re.search(r'name="token" value="([^"]+)"', editor.get(page).content.decode())[1]
    return {"name": "Cổng Đông", "token": token} | more


def pin_in(response):
    return re.search(r"cong-made__pin\">(\d{6})<", response.content.decode())[1]


def test_a_link_is_made_and_its_pin_shown(editor, venue, page, now):
    response = editor.post(page, filled(editor, page, checkpoint=venue.checkpoints.get().pk))
    link = GateLink.objects.get()
    assert (link.venue, link.checkpoint, link.name) == (venue, venue.checkpoints.get(), "Cổng Đông")
    assert try_pin(link, pin_in(response), now) is Answer.RIGHT
    assert f"/truc-cong/{link.token}/" in response.content.decode()


def test_the_pin_is_not_shown_again(editor, page):
    pin = pin_in(editor.post(page, filled(editor, page)))
    assert pin not in editor.get(page).content.decode()


def test_the_form_sent_twice_makes_one_link(editor, page):
    data = filled(editor, page)
    editor.post(page, data)
    assert editor.post(page, data).status_code == 302
    assert GateLink.objects.count() == 1


def test_a_link_without_a_name_is_told(editor, page):
    editor.post(page, filled(editor, page, name=" \u200b "))
    assert not GateLink.objects.exists()


def test_a_check_point_of_another_venue_is_refused(editor, page):
    editor.post(page, filled(editor, page, checkpoint=CheckpointFactory().pk))
    assert not GateLink.objects.exists()


def test_a_new_pin_replaces_the_old_one(editor, venue, now):
    link = GateLinkFactory(venue=venue)
    address = reverse("declarations_change_gate_pin", args=[link.pk])
    pin = pin_in(editor.post(address, {"generation": 1}))
    link.refresh_from_db()
    assert link.generation == 2
    assert try_pin(link, pin, now) is Answer.RIGHT


def test_the_form_for_a_new_pin_sent_twice_changes_it_once(editor, venue):
    link = GateLinkFactory(venue=venue)
    address = reverse("declarations_change_gate_pin", args=[link.pk])
    editor.post(address, {"generation": 1})
    assert editor.post(address, {"generation": 1}).status_code == 302
    link.refresh_from_db()
    assert link.generation == 2


def test_a_link_is_revoked_after_asking(editor, venue):
    link = GateLinkFactory(venue=venue)
    address = reverse("declarations_revoke_gate", args=[link.pk])
    editor.get(address)
    link.refresh_from_db()
    assert link.revoked_at is None
    editor.post(address)
    link.refresh_from_db()
    assert link.revoked_at


def test_making_and_revoking_go_on_the_record(editor, page):
    editor.post(page, filled(editor, page))
    editor.post(reverse("declarations_revoke_gate", args=[GateLink.objects.get().pk]))
    said = AuditEntry.objects.order_by("pk").values_list("details__what", flat=True)
    assert list(said) == ["made", "revoked"]


@pytest.mark.parametrize("name", ["declarations_change_gate_pin", "declarations_revoke_gate"])
def test_links_of_other_wards_are_not_found(editor, name):
    address = reverse(name, args=[GateLinkFactory().pk])
    assert editor.post(address, {"generation": 1}).status_code == 404


def test_another_wards_venue_is_not_found(editor):
    address = reverse("declarations_venue_gates", args=[VenueFactory().pk])
    assert editor.get(address).status_code == 404


def test_the_venues_page_offers_its_gates(editor, venue, page):
    shown = editor.get(reverse("qr_venues_venue_modeladmin_inspect", args=[venue.pk]))
    assert f'href="{page}"' in shown.content.decode()


def test_gate_staff_find_the_gates_of_their_area(client, venue):
    link, other = GateLinkFactory(venue=venue), GateLinkFactory()
    client.force_login(UserFactory(role=Role.GATE, areas=[venue.area]))
    shown = client.get(reverse("declarations_gates")).content.decode()
    assert link.token in shown
    assert other.token not in shown


def test_gate_staff_make_no_links(client, venue, page):
    client.force_login(UserFactory(role=Role.GATE, areas=[venue.area]))
    assert client.get(page).status_code == 302


def test_the_staff_form_leads_to_the_gates(client, venue):
    client.force_login(UserFactory(role=Role.GATE, areas=[venue.area]))
    shown = client.get(reverse("declarations_record_visitor")).content.decode()
    assert reverse("declarations_gates") in shown


def test_the_list_of_gates_has_few_queries(client, venue, django_assert_max_num_queries):
    for _ in range(8):
        GateLinkFactory(venue=venue)
    client.force_login(UserFactory(role=Role.GATE, areas=[venue.area]))
    client.get(reverse("declarations_gates"))
    with django_assert_max_num_queries(20):
        client.get(reverse("declarations_gates"))
