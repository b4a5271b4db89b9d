"""Counts of visits at a venue, hour by hour, as Elasticsearch is asked for them. Pure functions."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from elasticsearch_dsl import Search

from plugins.tracing.engines.lists import HOUR, SECOND, hours_of
from plugins.tracing.periods import Period


def present(search: Search, period: Period) -> dict[str, Any]:
    """The hours of the period with the stays that reach into them.

    In the index both ends are part of a stay, and an end without fractions is the whole of its
    second. So hours are taken from one second after they begin to the first second of the next
    one: who left just as the hour began is not in it then, but who came in that first second of
    the next one is, and is counted apart to be taken off.
    """
    hours = hours_of(period)
    search = search.extra(size=0)
    search.aggs.bucket(
        "there",
        "date_histogram",
        field="stay",
        calendar_interval="hour",
        offset="1s",
        time_zone=settings.TIME_ZONE,
        min_doc_count=1,
        hard_bounds={"min": _stamp(hours[0]), "max": _stamp(hours[-1] + HOUR)},
    )
    starts = [hour + HOUR for hour in hours]
    ranges = [{"from": _stamp(at), "to": _stamp(at + SECOND)} for at in starts]
    search.aggs.bucket(
        "next", "date_range", field="checked_in", format="epoch_millis", ranges=ranges
    )
    return dict(search.to_dict())


def present_in(answer: dict[str, Any], period: Period) -> dict[datetime, int]:
    """What the answer to ``present`` says."""
    found = answer["aggregations"]
    later = {_at(bucket["from"]): bucket["doc_count"] for bucket in found["next"]["buckets"]}
    there = {
        _at(bucket["key"]) - SECOND: bucket["doc_count"] for bucket in found["there"]["buckets"]
    }
    counts = {hour: there.get(hour, 0) - later[hour + HOUR] for hour in hours_of(period)}
    return {hour: number for hour, number in counts.items() if number}


def _stamp(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def _at(stamp: float) -> datetime:
    return datetime.fromtimestamp(stamp / 1000, timezone.get_current_timezone())
