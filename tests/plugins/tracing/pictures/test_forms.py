"""Days of a picture where not both are given."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from plugins.tracing.pictures.forms import whole

FIRST = date(2021, 7, 5)


def test_without_days_the_usual_ones_up_to_today() -> None:
    today = timezone.localdate()
    assert whole(None, None, 7, 31) == (today - timedelta(days=6), today)


def test_up_to_a_last_day_the_usual_ones() -> None:
    assert whole(None, FIRST, 7, 31) == (date(2021, 6, 29), FIRST)


def test_from_a_first_day_to_today() -> None:
    today = timezone.localdate()
    assert whole(today - timedelta(days=20), None, 7, 31)[1] == today


def test_from_a_day_long_ago_as_far_as_may_be() -> None:
    assert whole(FIRST, None, 7, 31) == (FIRST, date(2021, 8, 4))


def test_too_many_days_are_refused() -> None:
    assert whole(FIRST, date(2021, 8, 4), 7, 31)[1] == date(2021, 8, 4)
    with pytest.raises(ValidationError):
        whole(FIRST, date(2021, 8, 5), 7, 31)
