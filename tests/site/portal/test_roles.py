"""Roles are given once, so that what an administrator takes away stays away."""

import pytest
from django.contrib.auth.models import Group, Permission

from portal.models import PluginState
from portal.roles import Role, give_once
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "may", "may_not"),
    [
        (Role.WARD_EDITOR, "declarations.import_visits", "tracing.trace_visits"),
        (Role.TRACING, "tracing.trace_visits", "declarations.import_visits"),
        (Role.GATE, "declarations.add_visit", "qr_venues.change_venue"),
        (Role.DEPARTMENT, "qr_venues.view_venue", "tracing.trace_visits"),
        (Role.PRIVACY, "audit.view_auditentry", "tracing.trace_visits"),
        (Role.TRACING, "tracing.decide_handovers", "audit.view_auditentry"),
    ],
)
def test_a_role_may_do_its_work_and_no_more(role, may, may_not):
    user = UserFactory(role=role)
    assert user.has_perm(may)
    assert not user.has_perm(may_not)


def test_a_permission_taken_away_is_not_given_again():
    group = Group.objects.get(name=Role.WARD_EDITOR)
    group.permissions.remove(Permission.objects.get(codename="import_visits"))
    give_once()
    assert not group.permissions.filter(codename="import_visits").exists()


def test_a_plugin_that_comes_later_gets_its_part():
    PluginState.objects.filter(label="tracing").delete()
    group = Group.objects.get(name=Role.TRACING)
    group.permissions.remove(Permission.objects.get(codename="trace_visits"))
    give_once()
    assert group.permissions.filter(codename="trace_visits").exists()


def test_an_update_gives_its_new_permissions_and_leaves_alone_what_was_taken_away():
    editors = Group.objects.get(name=Role.WARD_EDITOR)
    state = PluginState.objects.get(label="declarations")
    state.given.remove(f"{Role.WARD_EDITOR}: declarations.change_visit")  # as before the update
    state.save()
    editors.permissions.remove(
        *editors.permissions.filter(codename__in=["change_visit", "add_visit"])
    )

    give_once()

    names = set(editors.permissions.values_list("codename", flat=True))
    assert "change_visit" in names
    assert "add_visit" not in names
