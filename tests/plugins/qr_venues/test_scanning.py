"""From a code to its check point."""

from datetime import timedelta

import pytest

from plugins.qr_venues.scanning import scanned_point
from plugins.qr_venues.services import revoke_checkpoint
from tests.factories.qr_venues import CheckpointFactory, VenueFactory

pytestmark = pytest.mark.django_db


def test_a_code_gives_what_a_check_in_needs_in_one_query(django_assert_num_queries):
    checkpoint = CheckpointFactory(venue__category="market", name="Cổng sau")
    with django_assert_num_queries(1):
        point = scanned_point(checkpoint.token)
    assert point.checkpoint_id == checkpoint.pk
    assert point.checkpoint_name == "Cổng sau"
    assert point.venue_name == checkpoint.venue.name
    assert point.area_name == checkpoint.venue.area.name
    assert point.default_stay == timedelta(minutes=60)
    assert point.is_open


def test_a_typed_code_is_found():
    token = CheckpointFactory().token
    assert scanned_point(f" {token[:4].lower()}-{token[4:]} ").token == token


@pytest.mark.parametrize("code", ["", "NOSUCHCD", "x" * 500, "\x00", "💥"])
def test_nothing_is_found_for_nonsense(code):
    assert scanned_point(code) is None


def test_a_revoked_code_is_known_but_closed():
    checkpoint = CheckpointFactory()
    revoke_checkpoint(checkpoint)
    point = scanned_point(checkpoint.token)
    assert point.revoked
    assert not point.is_open


@pytest.mark.parametrize("status", ["pending", "suspended"])
def test_a_venue_that_is_not_approved_is_closed(status):
    checkpoint = CheckpointFactory(venue=VenueFactory(status=status))
    assert not scanned_point(checkpoint.token).is_open
