"""When something happened, by clocks that may be wrong."""

from datetime import UTC, datetime, timedelta

import pytest

from plugins.declarations.clocks import from_milliseconds, moment

NOW = datetime(2026, 3, 1, 3, tzinfo=UTC)


def said(at, device_now=NOW):
    return moment(at, device_now, NOW)


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
    assert moment(from_milliseconds(milliseconds), NOW, NOW).at == NOW
