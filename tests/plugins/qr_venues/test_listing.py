"""Finding venues by name and code."""

import pytest

from plugins.qr_venues.listing import matching, venues_for, with_live_checkpoints
from plugins.qr_venues.models import Venue
from plugins.qr_venues.services import revoke_checkpoint
from tests.factories.accounts import UserFactory
from tests.factories.qr_venues import CheckpointFactory, VenueFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["cho ha dong", "CHỢ HÀ ĐÔNG", "đông chợ", "ha đong"])
def test_names_are_found_with_accents_or_none(words):
    venue = VenueFactory(name="Chợ Hà Đông")
    VenueFactory(name="Chợ Văn Quán")
    assert list(matching(Venue.objects.all(), words)) == [venue]


def test_a_changed_name_is_found():
    venue = VenueFactory(name="Chợ Hà Đông")
    venue.name = "Chợ Đồng Mai"
    venue.save()
    assert list(matching(Venue.objects.all(), "dong mai")) == [venue]


def test_a_code_is_found_in_any_case():
    venue = VenueFactory()
    VenueFactory()
    assert list(matching(Venue.objects.all(), venue.code.lower())) == [venue]


@pytest.mark.parametrize("words", ["", "  ", "---"])
def test_no_words_leave_all(words):
    VenueFactory.create_batch(2)
    assert matching(Venue.objects.all(), words).count() == 2


def test_an_account_finds_within_its_jurisdiction():
    mine, _other = VenueFactory(), VenueFactory()
    assert list(venues_for(UserFactory(areas=[mine.area]))) == [mine]


def test_live_check_points_come_in_one_more_query(django_assert_num_queries):
    for checkpoint in CheckpointFactory.create_batch(3):
        revoke_checkpoint(checkpoint)
    with django_assert_num_queries(2):
        venues = list(with_live_checkpoints(Venue.objects.all()))
        assert [len(venue.live) for venue in venues] == [1, 1, 1]
