"""Devices whose clocks are wrong."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plugins.declarations.admin import moved_to_day, visits_of_day
from plugins.declarations.models import Visit
from plugins.declarations.visit_ids import scan_id
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.gates import later, ms

AN = {"name": "Nguyễn Văn An", "phone": "0912345678"}


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


SLOW = timedelta(hours=3)  # the device's clock is behind


def test_a_clock_put_right_before_sending_moves_nothing_and_is_marked(send, now):
    received = later(now, hours=1)
    send(
        "in",
        at=now - SLOW,
        offset=int(SLOW.total_seconds() * 1000),
        received=received,
        device_now=ms(received),
        **AN,
    )
    visit = Visit.objects.get()
    assert (visit.checked_in, visit.device_time) == (now, now - SLOW)


def test_a_clock_that_stays_wrong_is_corrected(send, now):
    received = later(now, hours=1)
    send(
        "in",
        at=now - SLOW,
        offset=int(SLOW.total_seconds() * 1000) + 400,
        received=received,
        device_now=ms(received - SLOW),
        **AN,
    )
    visit = Visit.objects.get()
    assert (visit.checked_in, visit.device_time) == (now, None)


@pytest.mark.parametrize("offset", [True, "1", 1.5, 1 << 60])
def test_an_offset_beyond_reason_is_none(send, now, offset):
    send("in", offset=offset, **AN)
    assert Visit.objects.get().checked_in == now
