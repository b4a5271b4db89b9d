"""What the epidemic curve counts: cases opened, or positive tests, by day and area."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from areas.models import Area
from plugins.tracing.casework.models import CaseEvent, TestResult
from plugins.tracing.models import Case, CaseMember
from plugins.tracing.periods import Period

Counts = dict[tuple[date, str], int]
MOST_POSITIVE = 50_000  # persons read


def opened(cases: QuerySet[Case], period: Period) -> Counts:
    """Cases by local day of opening and path of their area; one query."""
    rows = (
        cases.filter(opened_at__gte=period.start, opened_at__lt=period.end)
        .order_by()
        .annotate(day=TruncDate("opened_at"))
        .values_list("day", "area__path")
        .annotate(number=Count("pk"))
    )
    return {(day, area): number for day, area, number in rows}


def positive(members: QuerySet[CaseMember], period: Period) -> Counts:
    """Persons by the local day on which a positive test was recorded, each once; one query.

    For the F0 of a case that is the day on which the person became one. A person in several
    cases counts on the first day. By the area of the person, or else of the case.
    """
    told = CaseEvent.objects.filter(
        Q(what="member", details__result__1=TestResult.POSITIVE) | Q(what="followed"),
        member=OuterRef("pk"),
    )
    latest = told.order_by().values("member").annotate(at=Max("at")).values("at")
    found = (
        members.filter(result=TestResult.POSITIVE)
        .annotate(when=Coalesce(Subquery(latest), "added_at"))
        .filter(when__gte=period.start, when__lt=period.end)
        .order_by("when", "pk")
        .values_list("key", "when", "area__path", "case__area__path")
    )
    return once(found[:MOST_POSITIVE].iterator(chunk_size=2000))


def once(rows: Iterable[tuple[UUID, datetime, Any, str]]) -> Counts:
    """Each key on its first day. Rows by time, with the paths of the person's area (or None) and
    of the case's.
    """
    seen: set[UUID] = set()
    counts: Counter[tuple[date, str]] = Counter()
    for key, at, own, of_case in rows:
        if key not in seen:
            seen.add(key)
            counts[timezone.localtime(at).date(), own or of_case] += 1
    return dict(counts)


def labels(counts: Counts) -> dict[str, str]:
    """The names of the areas counted, by path; where two are alike, with the unit above.

    At most two queries.
    """
    names = _names({path for _day, path in counts})
    often = Counter(names.values())
    doubled = [path for path, name in names.items() if often[name] > 1]
    above = {path: path[: -Area.steplen] for path in doubled if len(path) > Area.steplen}
    units = _names(set(above.values()))
    return names | {
        path: f"{names[path]}, {units[unit]}" for path, unit in above.items() if unit in units
    }


def _names(paths: set[str]) -> dict[str, str]:
    if not paths:
        return {}
    return dict(Area.objects.filter(path__in=paths).values_list("path", "name"))
