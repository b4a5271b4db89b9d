"""A contact graph with its words and addresses, as the pages, the picture and the table show it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from plugins.qr_venues.models import Venue
from plugins.tracing.exports.listing import Column
from plugins.tracing.pictures.downloads import above
from plugins.tracing.pictures.graph import NOWHERE, Graph, Line, Node
from plugins.tracing.pictures.layout import RADIUS, WIDTHS, draw
from plugins.tracing.pictures.words import cut, days

NAME, VENUE_NAME = 21, 26  # characters that have room


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    number: int
    line: Line
    one: Node
    other: Node
    venue: str
    spans: str  # the times for the slider, in minutes since 1970: "27090240-27090300 …"


def venues_of(graph: Graph) -> dict[int, Venue]:
    """By key; one query."""
    ids = {line.venue for line in graph.lines if line.venue != NOWHERE}
    return Venue.objects.only("name", "code").in_bulk(ids)


def rows(graph: Graph, venues: dict[int, Venue]) -> list[Row]:
    """What the picture shows, line by line, by time."""
    nodes = {node.key: node for node in graph.nodes}
    return [
        Row(
            number,
            line,
            nodes[line.one],
            nodes[line.other],
            _name(venues.get(line.venue)),
            " ".join(f"{_minute(start)}-{_minute(end)}" for start, end in line.spans),
        )
        for number, line in enumerate(graph.lines)
    ]


def alone(graph: Graph) -> list[Node]:
    """Those in the picture without a line."""
    joined = {key for line in graph.lines for key in (line.one, line.other)}
    return [node for node in graph.nodes if node.key not in joined]


def svg(graph: Graph, places: dict[int, Venue], about: Sequence[str], *, links: bool) -> dict:
    """What the template of the picture takes; ``about``: lines of text for the file, if any."""
    drawing = draw(graph)
    top, lines_above = above(about)
    people = [
        {
            "spot": spot,
            "label": cut(spot.node.name, NAME),
            "name": spot.node.name,
            "order": spot.node.order,
            "href": _person(spot.node.key) if links else "",
            "lines": _numbers(spot.lines),
        }
        for spot in drawing.people
        if spot.node is not None
    ]
    venues = [
        {
            "spot": spot,
            "label": cut(_name(places.get(spot.venue or NOWHERE)), VENUE_NAME),
            "name": _name(places.get(spot.venue or NOWHERE)),
            "days": days([graph.lines[number] for number in spot.lines]),
            "href": _hours(places[spot.venue], graph, spot.lines)
            if links and spot.venue in places
            else "",
            "lines": _numbers(spot.lines),
        }
        for spot in drawing.venues
    ]
    return {
        "drawing": drawing,
        "width": max(drawing.width, 640 if about else 0),
        "height": drawing.height + top,
        "top": top,
        "about": lines_above,
        "radius": RADIUS,
        "people": people,
        "venues": venues,
        "strokes": [(stroke, _numbers(stroke.lines)) for stroke in drawing.strokes],
        "orders": sorted({node.order for node in graph.nodes}),
        "widths": WIDTHS,
    }


def columns() -> list[Column]:
    """Of the table as a file."""
    return [
        Column(_("Order")),
        Column(_("Name")),
        Column(_("Met, order")),
        Column(_("Met")),
        Column(_("Venue")),
        Column(_("First together")),
        Column(_("Last together")),
        Column(_("Meetings")),
        Column(_("Minutes together")),
        Column(_("End assumed")),
    ]


def cells(shown: Iterable[Row], without: Iterable[Node]) -> list[list[Any]]:
    """The table as a file; people without lines at its end."""
    made: list[list[Any]] = [
        [
            f"F{row.one.order}",
            row.one.name,
            f"F{row.other.order}",
            row.other.name,
            row.venue,
            timezone.localtime(row.line.first),
            timezone.localtime(row.line.last),
            len(row.line.spans),
            row.line.minutes,
            _("yes") if row.line.assumed else "",
        ]
        for row in shown
    ]
    return made + [[f"F{node.order}", node.name, *[""] * 8] for node in without]


def _person(key: UUID) -> str:
    return reverse("tracing_person", args=[key])


def _name(venue: Venue | None) -> str:
    return venue.name if venue else _("Place not shown")


def _hours(venue: Venue, graph: Graph, numbers: Iterable[int]) -> str:
    own = [graph.lines[number] for number in numbers]
    first = timezone.localtime(min(line.first for line in own)).date()
    last = timezone.localtime(max(line.last for line in own)).date()
    query = {
        "venue": venue.pk,
        "venue_text": venue.code,
        "first": f"{first:%d/%m/%Y}",
        "last": f"{last:%d/%m/%Y}",
    }
    return f"{reverse('tracing_hours')}?{urlencode(query)}"


def _numbers(numbers: Iterable[int]) -> str:
    return " ".join(map(str, numbers))


def _minute(at: Any) -> int:
    return int(at.timestamp() // 60)
