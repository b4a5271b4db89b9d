"""The runtime switch: pages, menu entries and tasks go, data stays."""

import pytest
from django.urls import reverse

from plugins.declarations.models import Visit
from portal.plugins import switch
from portal.plugins.switch import PluginOff, is_on, refuse_when_off, set_switch
from tests.factories.accounts import SuperuserFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import CheckpointFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_switch():
    switch.forget()
    yield
    switch.forget()


def test_a_plugin_is_on_unless_switched_off():
    assert is_on("declarations")


def test_the_question_costs_one_query_for_a_while(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert all(is_on("declarations") for _ in range(50))


def test_a_page_answers_404_while_off(client):
    address = f"/q/{CheckpointFactory().token}"
    assert client.get(address).status_code == 200
    set_switch("declarations", on=False)
    assert client.get(address).status_code == 404


def test_a_page_is_back_when_on_again(client):
    address = f"/q/{CheckpointFactory().token}"
    set_switch("declarations", on=False)
    set_switch("declarations", on=True)
    assert client.get(address).status_code == 200


def test_a_register_and_its_menu_entry_vanish_while_off(client):
    client.force_login(SuperuserFactory())
    address = reverse("declarations_visit_modeladmin_index")
    assert client.get(address).status_code == 200
    set_switch("declarations", on=False)
    assert client.get(address).status_code == 404
    assert address not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_a_task_does_not_start_while_off():
    set_switch("declarations", on=False)
    with pytest.raises(PluginOff):
        refuse_when_off("declarations")


def test_data_stays_while_off():
    visit = VisitFactory()
    set_switch("declarations", on=False)
    assert Visit.objects.filter(pk=visit.pk).exists()


def test_another_process_sees_the_change_within_seconds(monkeypatch):
    assert is_on("tracing")
    # As another process would: the row changes, this process' copy stays until it is too old.
    from portal.models import PluginState

    PluginState.objects.update_or_create(label="tracing", defaults={"on": False})
    assert is_on("tracing")
    later = switch.time.monotonic() + switch.SECONDS_CACHED
    monkeypatch.setattr(switch.time, "monotonic", lambda: later)
    assert not is_on("tracing")
