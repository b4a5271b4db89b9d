"""Connecting systems in the admin."""

import pytest
from django.urls import reverse

from plugins.declarations.api import keys
from plugins.declarations.api.models import ApiClient
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory

CONNECT = "/admin/systems/connect/"
LIST = "/admin/declarations/apiclient/"
GIVEN = {"name": "Bệnh viện", "scopes": ["points:read"], "rate_per_minute": 60, "area_text": ""}


@pytest.fixture
def department(client, db):
    client.force_login(UserFactory(role=Role.DEPARTMENT, everywhere=True))
    return client


def test_a_key_is_shown_once_and_opens_the_interface(department):
    page = department.post(CONNECT, GIVEN)
    made = ApiClient.objects.get()
    (shown,) = [word for word in page.content.decode().split('"') if word.startswith(keys.MARK)]
    assert keys.client_of(shown) == made
    assert page["Cache-Control"].startswith("max-age=0")
    assert shown not in department.get(LIST).content.decode()


def test_faults_are_told_and_nothing_is_made(department):
    page = department.post(CONNECT, GIVEN | {"name": "", "scopes": []}).content.decode()
    assert page.count("Trường này") >= 2
    assert not ApiClient.objects.exists()


def test_a_key_is_revoked_after_a_question(department):
    made = keys.make("Bệnh viện", ["points:read"], None, 60, None)
    address = reverse("declarations_revoke_client", args=[made.client.pk])
    assert "Bệnh viện" in department.get(address).content.decode()
    assert keys.client_of(made.key)
    department.post(address)
    assert keys.client_of(made.key) is None
    assert "đã thu hồi" in department.get(LIST).content.decode().lower()


def test_an_account_of_an_area_connects_systems_of_that_area_only(client, db):
    here, there = AreaFactory(), AreaFactory()
    client.force_login(UserFactory(role=Role.DEPARTMENT, areas=[here]))
    client.post(CONNECT, GIVEN)
    client.post(CONNECT, GIVEN | {"area_text": there.name})
    assert not ApiClient.objects.exists()
    client.post(CONNECT, GIVEN | {"area_text": here.name})
    assert ApiClient.objects.get().area == here


def test_systems_of_other_areas_are_neither_listed_nor_revoked(client, db):
    other = keys.make("Bí mật", ["points:read"], AreaFactory(), 60, None).client
    client.force_login(UserFactory(role=Role.DEPARTMENT, areas=[AreaFactory()]))
    assert "Bí mật" not in client.get(LIST).content.decode()
    address = reverse("declarations_revoke_client", args=[other.pk])
    assert client.post(address).status_code == 404


def test_a_department_of_one_sector_connects_nothing(client, db):
    client.force_login(UserFactory(role=Role.DEPARTMENT, everywhere=True, sectors=["education"]))
    client.post(CONNECT, GIVEN)
    assert not ApiClient.objects.exists()
