"""Devices whose clocks are wrong."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plugins.declarations.admin import moved_to_day, visits_of_day
from plugins.declarations.gate.clocks import moment
from plugins.declarations.models import Visit
from plugins.declarations.visit_ids import scan_id
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.gates import later, ms

NOW = datetime(2026, 3, 1, 3, tzinfo=UTC)
AN = {"name": "Nguyễn Văn An", "phone": "0912345678"}


def said(at, device_now=NOW):
    return moment(ms(at), ms(device_now), NOW)


def test_a_right_clock_is_believed():
    at = NOW - timedelta(hours=3)
    assert (said(at).at, said(at).device_time) == (at, None)


@pytest.mark.parametrize("off", [timedelta(days=-400), timedelta(hours=-1), timedelta(days=90)])
def test_a_difference_is_taken_off(off):
    at = NOW - timedelta(minutes=20)
    found = said(at + off, NOW + off)
    assert (found.at, found.device_time) == (at, None)


@pytest.mark.parametrize("at", [NOW + timedelta(minutes=3), NOW - timedelta(days=8)])
def test_what_cannot_be_is_recorded_now_and_marked(at):
    assert (said(at).at, said(at).device_time) == (NOW, at)


@pytest.mark.parametrize("milliseconds", [0, 2**53 - 1])
def test_no_clock_is_too_wrong(milliseconds):
    assert moment(milliseconds, ms(NOW), NOW).at == NOW


def test_an_ancient_device_is_marked_on_the_visit(send, now):
    ancient = now - timedelta(days=3000)
    send("in", at=ancient, entry_id=scan_id(ancient), received=now, device_now=ms(now), **AN)
    visit = Visit.objects.get()
    assert visit.checked_in == now
    assert abs(visit.device_time - ancient) < timedelta(milliseconds=1)


def test_a_visit_with_an_id_of_another_day_is_still_in_the_days_list(send, now):
    wrong = now - timedelta(days=400)
    send("in", at=wrong, received=now, device_now=ms(later(wrong, minutes=1)), **AN)
    visit = Visit.objects.get()
    day = timezone.localtime(visit.checked_in).date()
    found = [*visits_of_day(Visit.objects.all(), day), *moved_to_day(Visit.objects.all(), day)]
    assert found == [visit]


def test_the_register_marks_a_clock_that_could_not_be_right(client, send, link, now):
    send("in", at=now - timedelta(days=3000), received=now, device_now=ms(now), **AN)
    client.force_login(UserFactory(role=Role.WARD_EDITOR, areas=[link.venue.area]))
    shown = client.get(reverse("declarations_visit_modeladmin_index")).content.decode()
    assert "đồng hồ sai" in shown
