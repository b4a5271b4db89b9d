"""Demo accounts: for development only."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from areas.services import load_areas
from portal import demo_accounts
from portal.checks import no_demo_accounts
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_they_are_made_once():
    load_areas()
    assert demo_accounts.create() == 6
    assert demo_accounts.create() == 0
    assert demo_accounts.existing() == ["admin", "department", "gate", "privacy", "tracing", "ward"]


def test_each_can_log_in_with_the_printed_password(client):
    load_areas()
    demo_accounts.create()
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    for line in out.getvalue().splitlines():
        username, password = line.split()[:2]
        assert client.login(username=username, password=password)


def test_outside_development_they_stop_the_start(settings):
    load_areas()
    demo_accounts.create()
    settings.DEMO_ACCOUNTS_ALLOWED = False
    (error,) = no_demo_accounts()
    assert "admin" in error.msg
    assert "demo_accounts --delete" in error.hint


def test_outside_development_they_cannot_be_made(settings):
    settings.DEMO_ACCOUNTS_ALLOWED = False
    with pytest.raises(CommandError):
        call_command("demo_accounts", "--create")


def test_deleting_them_lets_production_start(settings):
    load_areas()
    demo_accounts.create()
    settings.DEMO_ACCOUNTS_ALLOWED = False
    call_command("demo_accounts", "--delete", stdout=StringIO())
    assert no_demo_accounts() == []


def test_a_demo_account_with_another_address_is_still_one(settings):
    load_areas()
    demo_accounts.create()
    get_user_model().objects.filter(username="admin").update(email="admin@hanoi.example")
    settings.DEMO_ACCOUNTS_ALLOWED = False
    assert "admin" in no_demo_accounts()[0].msg
    assert demo_accounts.delete() == 6


def test_an_account_of_that_name_with_its_own_password_is_none():
    UserFactory(username="admin", email="admin@hanoi.example")
    assert demo_accounts.existing() == []
