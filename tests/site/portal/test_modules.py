"""The modules page."""

import pytest
from django.urls import reverse

from audit.models import AuditEntry
from portal.plugins import switch
from portal.plugins.switch import is_on
from portal.roles import Role
from tests.factories.accounts import SuperuserFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_switch():
    switch.forget()
    yield
    switch.forget()


def test_it_lists_every_loaded_plugin(client):
    client.force_login(SuperuserFactory())
    page = client.get(reverse("portal_modules")).content.decode()
    assert all(
        name in page for name in ("Địa điểm và mã QR", "Lượt vào ra và khai báo", "Truy vết")
    )


def test_it_switches_a_plugin_off_and_records_it(client):
    client.force_login(SuperuserFactory(username="chi-lan"))
    client.post(reverse("portal_modules_switch", args=["tracing"]), {"on": "0"})
    assert not is_on("tracing")
    entry = AuditEntry.objects.get()
    assert (entry.account_name, entry.details) == ("chi-lan", {"module": "tracing", "on": False})


def test_an_unknown_plugin_answers_404(client):
    client.force_login(SuperuserFactory())
    answer = client.post(reverse("portal_modules_switch", args=["nowhere"]), {"on": "0"})
    assert answer.status_code == 404


def test_looking_alone_switches_nothing(client):
    client.force_login(SuperuserFactory())
    assert client.get(reverse("portal_modules_switch", args=["tracing"])).status_code == 405


def test_a_ward_editor_may_not_switch(client):
    client.force_login(UserFactory(role=Role.WARD_EDITOR))
    client.post(reverse("portal_modules_switch", args=["tracing"]), {"on": "0"})
    assert is_on("tracing")


def test_it_is_refused_to_others_without_a_loop(client):
    client.force_login(UserFactory(role=Role.GATE))
    assert client.get(reverse("portal_modules")).status_code in (302, 403)
    assert client.get(reverse("portal_modules"), follow=True).status_code in (200, 403)
