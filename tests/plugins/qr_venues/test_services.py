"""Registering venues, and what becomes of their codes."""

import pytest
from django.db import IntegrityError

from audit.models import AuditEntry
from plugins.qr_venues import services
from plugins.qr_venues.codes import ALPHABET
from plugins.qr_venues.models import Checkpoint, Venue, VenueStatus
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.qr_venues import CheckpointFactory, VenueFactory, shipped_category

pytestmark = pytest.mark.django_db


def register(**kwargs):
    given = {"name": "Chợ Hà Đông", "category": shipped_category("market"), "area": AreaFactory()}
    return services.register_venue(**given | kwargs)


def test_a_venue_gets_a_code_that_can_be_read_out():
    assert set(register().code) <= set(ALPHABET)


def test_without_names_there_is_one_check_point():
    assert [c.name for c in register().checkpoints.all()] == ["Cổng chính"]


def test_check_points_are_numbered_in_the_order_given():
    venue = register(checkpoint_names=["Cổng chính", "Nhà để xe"])
    found = venue.checkpoints.order_by("number").values_list("number", "name")
    assert list(found) == [(1, "Cổng chính"), (2, "Nhà để xe")]


def test_a_code_that_is_taken_is_made_anew(monkeypatch):
    taken = register().code
    made = iter([taken, taken, "NEWCDE"])
    monkeypatch.setattr(services, "new_venue_code", lambda: next(made))
    assert register(name="Chợ Văn Quán").code == "NEWCDE"


def test_another_fault_of_the_database_is_not_hidden():
    with pytest.raises(IntegrityError):
        register(address=None)


def test_an_account_registers_within_its_areas_only():
    area = AreaFactory()
    editor = UserFactory(role=Role.WARD_EDITOR, areas=[area])
    assert register(area=area, by=editor).created_by == editor
    with pytest.raises(services.OutsideJurisdiction):
        register(area=AreaFactory(), by=editor)


def test_an_account_registers_within_its_sectors_only():
    editor = UserFactory(everywhere=True, sectors=["education"])
    with pytest.raises(services.OutsideJurisdiction):
        register(by=editor)


def test_one_more_check_point_gets_the_next_number():
    venue = register()
    services.revoke_checkpoint(services.add_checkpoint(venue, "Cổng sau"))
    assert services.add_checkpoint(venue, "Nhà để xe").number == 3


def test_a_check_point_is_not_added_to_another_areas_venue():
    with pytest.raises(services.OutsideJurisdiction):
        services.add_checkpoint(VenueFactory(), "Cổng sau", by=UserFactory(areas=[AreaFactory()]))


def test_a_revoked_code_is_followed_by_a_new_one_at_the_same_check_point():
    old = CheckpointFactory(name="Cổng sau", number=2)
    new = services.revoke_checkpoint(old)
    old.refresh_from_db()
    assert old.revoked_at is not None
    assert (new.venue, new.number, new.name, new.revoked_at) == (old.venue, 2, "Cổng sau", None)
    assert new.token != old.token


def test_a_code_is_revoked_once():
    checkpoint = CheckpointFactory()
    services.revoke_checkpoint(checkpoint)
    with pytest.raises(services.AlreadyRevoked):
        services.revoke_checkpoint(checkpoint)
    assert Checkpoint.objects.filter(revoked_at=None).count() == 1


def test_another_areas_code_is_not_revoked():
    checkpoint = CheckpointFactory()
    with pytest.raises(services.OutsideJurisdiction):
        services.revoke_checkpoint(checkpoint, by=UserFactory(areas=[AreaFactory()]))
    checkpoint.refresh_from_db()
    assert checkpoint.revoked_at is None


def test_who_revoked_a_code_goes_on_the_record():
    checkpoint = CheckpointFactory()
    editor = UserFactory(areas=[checkpoint.venue.area])
    services.revoke_checkpoint(checkpoint, by=editor)
    entry = AuditEntry.objects.get()
    assert (entry.account_name, entry.question) == (
        editor.username,
        f"code {checkpoint.token} revoked",
    )


def test_a_venue_cannot_be_moved_out_of_or_into_another_jurisdiction():
    mine, other = AreaFactory(), AreaFactory()
    editor = UserFactory(areas=[mine])
    leaving = VenueFactory(area=mine)
    leaving.area = other
    with pytest.raises(services.OutsideJurisdiction):
        services.change_venue(leaving, by=editor)
    taken = VenueFactory(area=other)
    taken.area = mine
    with pytest.raises(services.OutsideJurisdiction):
        services.change_venue(taken, by=editor)
    assert Venue.objects.get(pk=taken.pk).area == other


def test_a_new_status_goes_on_the_record():
    venue = VenueFactory()
    venue.status = VenueStatus.SUSPENDED
    services.change_venue(venue, by=UserFactory(areas=[venue.area]))
    assert AuditEntry.objects.get().details == {"from": "approved", "to": "suspended"}
