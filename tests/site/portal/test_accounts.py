"""Accounts named on the command line."""

import pytest
from django.core.management.base import CommandError

from portal.accounts import account_for
from portal.roles import Role
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_an_account_with_the_permission_is_given():
    user = UserFactory(role=Role.WARD_EDITOR)
    assert account_for(user.username, "qr_venues.view_venue") == user


@pytest.mark.parametrize(
    ("fields", "said"),
    [({}, "không có quyền"), ({"is_active": False}, "đã bị khóa")],
)
def test_others_are_refused_in_words(fields, said):
    user = UserFactory(role=Role.GATE, **fields)
    with pytest.raises(CommandError, match=said):
        account_for(user.username, "qr_venues.view_venue")


def test_an_unknown_name_is_said():
    with pytest.raises(CommandError, match="Không có tài khoản"):
        account_for("nobody")
