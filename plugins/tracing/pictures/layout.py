"""Where the parts of a contact graph stand: columns by order, venues between. Pure functions.

The same graph gives the same picture. A column's things are ordered by the middle of what they
are connected with in the column before (the barycentre rule of Sugiyama, Tagawa and Toda, 1981),
which keeps lines from crossing; then each is moved to the height of its neighbours.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from uuid import UUID

from plugins.tracing.pictures.graph import Graph, Line, Node

EDGE, TOP, BOTTOM = 16, 48, 16  # free space at the sides, above (headings) and below
PERSON, VENUE, BETWEEN = 200, 200, 60  # widths of a column and of the space after it
PERSON_ROW, VENUE_ROW = 30, 44
RADIUS = 13
WIDTHS = (15, 60, 240)  # minutes from which a line is drawn thicker
Key = tuple[int, UUID | int]  # column, then who or which venue


@dataclass(frozen=True, slots=True)
class Spot:
    """A person or a venue: where its left edge and its middle are, and the lines that end there."""

    x: int
    y: int
    lines: tuple[int, ...]
    node: Node | None = None
    venue: int | None = None


@dataclass(frozen=True, slots=True)
class Stroke:
    """A drawn piece of lines, from a person to a venue or on from there; ``width`` 1 to 4."""

    x1: int
    y1: int
    x2: int
    y2: int
    width: int
    assumed: bool
    lines: tuple[int, ...]

    @property
    def path(self) -> str:
        """The curve as SVG has it."""
        middle = (self.x1 + self.x2) // 2
        return f"M{self.x1} {self.y1}C{middle} {self.y1} {middle} {self.y2} {self.x2} {self.y2}"


@dataclass(frozen=True, slots=True)
class Heading:
    """Above a column of people."""

    x: int
    order: int
    people: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """All parts with their places, in pixels. Numbers of lines are those of the graph."""

    width: int
    height: int
    headings: list[Heading]
    people: list[Spot]
    venues: list[Spot]
    strokes: list[Stroke]


@dataclass(slots=True)
class _Columns:
    """Things by column: people of order n in 2n, the venues before them in 2n − 1."""

    nodes: dict[UUID, Node]
    things: dict[int, list[Key]] = field(default_factory=lambda: defaultdict(list))
    left: dict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))
    right: dict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))
    lines: dict[Key, list[int]] = field(default_factory=lambda: defaultdict(list))
    pieces: dict[tuple[Key, Key], list[int]] = field(default_factory=lambda: defaultdict(list))

    def person(self, key: UUID) -> Key:
        return 2 * self.nodes[key].order, key


def draw(graph: Graph) -> Drawing:
    """The places of all parts."""
    columns = _columns(graph)
    for number in sorted(columns.things):
        _sort(columns, number)
    heights = _heights(columns)
    spots = [_spot(columns, key, y) for key, y in heights.items()]
    last = max(columns.things, default=0)
    bottom = max((y + _row(key[0]) // 2 for key, y in heights.items()), default=TOP)
    return Drawing(
        _x(last) + PERSON + EDGE,
        bottom + BOTTOM,
        [
            Heading(_x(number), number // 2, len(things))
            for number, things in sorted(columns.things.items())
            if number % 2 == 0
        ],
        [spot for spot in spots if spot.node is not None],
        [spot for spot in spots if spot.node is None],
        [_stroke(graph.lines, heights, ends, of) for ends, of in columns.pieces.items()],
    )


def _spot(columns: _Columns, key: Key, y: int) -> Spot:
    column, what = key
    lines = tuple(columns.lines[key])
    if isinstance(what, UUID):
        return Spot(_x(column), y, lines, node=columns.nodes[what])
    return Spot(_x(column), y, lines, venue=what)


def _columns(graph: Graph) -> _Columns:
    columns = _Columns({node.key: node for node in graph.nodes})
    for node in graph.nodes:
        columns.things[2 * node.order].append(columns.person(node.key))
    for number, line in enumerate(graph.lines):
        one, other = columns.person(line.one), columns.person(line.other)
        venue: Key = (other[0] - 1, line.venue)
        if venue not in columns.lines:
            columns.things[venue[0]].append(venue)
        for key in (one, venue, other):
            columns.lines[key].append(number)
        for left, right in ((one, venue), (venue, other)):
            if not columns.pieces[left, right]:
                columns.right[left].append(right)
                columns.left[right].append(left)
            columns.pieces[left, right].append(number)
    return columns


def _sort(columns: _Columns, number: int) -> None:
    """Order a column by what stands left of it; what is connected with nothing comes last."""
    place = {
        key: at for before in range(number) for at, key in enumerate(columns.things.get(before, ()))
    }
    given = {key: at for at, key in enumerate(columns.things[number])}

    def rank(key: Key) -> tuple[bool, float, int]:
        known = [place[left] for left in columns.left[key] if left in place]
        return not known and number > 0, fmean(known) if known else 0.0, given[key]

    columns.things[number].sort(key=rank)


def _heights(columns: _Columns) -> dict[Key, int]:
    """The middle of each thing. The longest column is packed, the others follow it."""
    if not columns.things:
        return {}
    total = {number: len(own) * _row(number) for number, own in columns.things.items()}
    longest = max(total, key=lambda number: (total[number], number))
    heights = _packed(columns.things[longest], lambda _key: 0)
    for number in sorted((n for n in total if n < longest), reverse=True):
        heights |= _packed(columns.things[number], _middle(columns.right, heights))
    for number in sorted(n for n in total if n > longest):
        heights |= _packed(columns.things[number], _middle(columns.left, heights))
    return heights


def _middle(beside: dict[Key, list[Key]], heights: dict[Key, int]) -> Callable[[Key], int]:
    def wanted(key: Key) -> int:
        known = [heights[each] for each in beside[key] if each in heights]
        return round(fmean(known)) if known else max(heights.values(), default=0)

    return wanted


def _packed(keys: Sequence[Key], wanted: Callable[[Key], int]) -> dict[Key, int]:
    """Each at the height it wants, or as near below as those above it leave room."""
    heights: dict[Key, int] = {}
    free = TOP
    for key in sorted(keys, key=wanted):
        row = _row(key[0])
        heights[key] = max(wanted(key), free + row // 2)
        free = heights[key] + row // 2
    return heights


def _stroke(
    lines: Sequence[Line], heights: dict[Key, int], ends: tuple[Key, Key], of: Iterable[int]
) -> Stroke:
    left, right = ends
    own = tuple(of)
    minutes = sum(lines[number].minutes for number in own)
    from_venue = left[0] % 2
    return Stroke(
        _x(left[0]) + (VENUE if from_venue else PERSON),
        heights[left],
        _x(right[0]),
        heights[right],
        1 + sum(minutes >= bound for bound in WIDTHS),
        all(lines[number].assumed for number in own),
        own,
    )


def _x(column: int) -> int:
    people, venues = (column + 1) // 2, column // 2
    return EDGE + people * (PERSON + BETWEEN) + venues * (VENUE + BETWEEN)


def _row(column: int) -> int:
    return VENUE_ROW if column % 2 else PERSON_ROW
