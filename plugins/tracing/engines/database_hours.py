"""The database engine's counts of visits at a venue, hour by hour."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, DateTimeField, ExpressionWrapper, F, QuerySet
from django.db.models.functions import TruncHour

from plugins.declarations.models import Visit
from plugins.tracing.engines.lists import SECOND, hours_of
from plugins.tracing.periods import Period

# Who leaves at ten is not there in the hour from ten on.
_LAST = ExpressionWrapper(F("stay_end") - SECOND, output_field=DateTimeField())


def present(visits: Sequence[QuerySet[Visit]], period: Period) -> dict[datetime, int]:
    """How many of the visits lasted into each hour of the period; one query for each set.

    The database adds up visits of the same first and last hour, so that few rows come back
    however many people were there.
    """
    hours = hours_of(period)
    came: Counter[datetime] = Counter()
    left: Counter[datetime] = Counter()
    for some in visits:
        spans = some.values_list(TruncHour("checked_in"), TruncHour(_LAST))
        for first, last, number in spans.annotate(n=Count("pk")):
            if first <= last:
                came[max(first, hours[0])] += number
                left[last] += number
    found, there = {}, 0
    for hour in hours:
        there += came[hour]
        if there:
            found[hour] = there
        there -= left[hour]
    return found
