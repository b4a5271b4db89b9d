"""What the people found have in common, to narrow a search by. Addresses hold no one's data."""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from areas.models import Area
from plugins.declarations.models import Source
from plugins.qr_venues.models import Venue, VenueCategory
from plugins.tracing.engines.lists import Counts, Facet, Narrow
from portal.text import as_pk

FACETS: tuple[Facet, ...] = ("area", "category", "source", "day")
SHOWN = 8  # values of a facet, the commonest


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet: ``query`` is the address with it, or without it where it is chosen."""

    label: str
    visits: int
    query: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A facet with its values."""

    title: str
    values: list[Value]


def parse(given: QueryDict) -> Narrow:
    """What an address narrows to; what nothing can be is left out."""
    area, category = given.get("area", ""), given.get("category", "")
    source = given.get("source", "")
    try:
        day = date.fromisoformat(given.get("day", ""))
    except ValueError:
        day = None
    return Narrow(
        area=area if area.isascii() and area.isalnum() else "",
        category=category if _is_category(category) else "",
        source=source if source in Source.values else "",
        day=day if day and 2000 <= day.year <= 2100 else None,
        venue=as_pk(given.get("venue")),
    )


def _is_category(code: str) -> bool:
    """Whether there is such a category; what cannot be a code is not asked for."""
    return code.isprintable() and VenueCategory.objects.filter(pk=code[:50]).exists()


def query(narrow: Narrow) -> str:
    """The address of a search that is narrowed so."""
    day = narrow.day.isoformat() if narrow.day else ""
    given = {
        "area": narrow.area,
        "category": narrow.category,
        "source": narrow.source,
        "day": day,
        "venue": narrow.venue,
    }
    return urlencode({name: value for name, value in given.items() if value})


def groups(counts: Counts, narrow: Narrow, venue: Venue | None = None) -> list[Group]:
    """The facets that tell people apart, and those that are chosen; two queries.

    ``venue`` is the one that the search is narrowed to.
    """
    titles = {
        "area": _("Area"),
        "category": _("Category"),
        "source": _("Source"),
        "day": _("Day"),
    }
    found = []
    if venue:
        anywhere = query(replace(narrow, venue=None))
        found.append(Group(_("Venue"), [Value(venue.name, counts.total, anywhere, True)]))
    for facet in FACETS:
        chosen = _chosen(facet, narrow)
        numbers = {chosen: counts.total} if chosen else counts.by.get(facet, {})
        if len(numbers) < 2 and not chosen:
            continue
        best = sorted(numbers.items(), key=lambda item: (-item[1], item[0]))[:SHOWN]
        labels = _labels(facet, [value for value, _number in best])
        values = [
            Value(
                labels.get(value, value),
                number,
                query(_with(narrow, facet, "" if chosen else value)),
                bool(chosen),
            )
            for value, number in best
        ]
        found.append(Group(titles[facet], values))
    return found


def _chosen(facet: Facet, narrow: Narrow) -> str:
    if facet == "day":
        return narrow.day.isoformat() if narrow.day else ""
    return str(getattr(narrow, facet))


def _with(narrow: Narrow, facet: Facet, value: str) -> Narrow:
    if facet == "day":
        return replace(narrow, day=date.fromisoformat(value) if value else None)
    if facet == "area":
        return replace(narrow, area=value)
    if facet == "category":
        return replace(narrow, category=value)
    return replace(narrow, source=value)


def _labels(facet: Facet, values: list[str]) -> dict[str, str]:
    if facet == "area":
        return dict(Area.objects.filter(path__in=values).values_list("path", "name"))
    if facet == "category":
        return {row.pk: str(row) for row in VenueCategory.objects.filter(pk__in=values)}
    if facet == "source":
        return {value: str(Source(value).label) for value in values}
    return {value: date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT") for value in values}
