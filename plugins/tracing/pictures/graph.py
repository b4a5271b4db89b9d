"""Who met whom and where, as a graph, and what of it is shown. Pure functions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

NOWHERE = 0  # the venue of a meeting whose place is not known, or not to be seen
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Node:
    """A person; ``order`` 0 is F0. ``weight``: whom to show first, greater before smaller."""

    key: UUID
    name: str
    order: int
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Met:
    """One time together, of ``one`` (of a nearer order) and ``other``."""

    one: UUID
    other: UUID
    venue: int
    start: datetime
    end: datetime
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """All the times of two people at one venue; ``minutes`` are whole ones, of all together."""

    one: UUID
    other: UUID
    venue: int
    spans: tuple[Span, ...]
    assumed: bool = False
    known_minutes: int | None = None  # where a case says them, but nothing of the times

    @property
    def minutes(self) -> int:
        """Whole minutes together."""
        if self.known_minutes is not None:
            return self.known_minutes
        return sum((end - start for start, end in self.spans), timedelta()) // timedelta(minutes=1)

    @property
    def first(self) -> datetime:
        """When they first came together."""
        return self.spans[0][0]

    @property
    def last(self) -> datetime:
        """When they last parted."""
        return max(end for _start, end in self.spans)


@dataclass(frozen=True, slots=True)
class Graph:
    """What is shown, of how many; ``complete`` is False where a limit cut the data off.

    ``nodes`` by order, then weight; ``lines`` by time.
    """

    nodes: Sequence[Node]
    lines: Sequence[Line]
    nodes_of: int
    lines_of: int
    complete: bool = True

    @property
    def span(self) -> Span | None:
        """From the first to the last meeting shown; None without any."""
        if not self.lines:
            return None
        return min(line.first for line in self.lines), max(line.last for line in self.lines)


def lines_of(meetings: Iterable[Met]) -> list[Line]:
    """The meetings of the same two at the same venue as one line; by time."""
    spans: dict[tuple[UUID, UUID, int], list[Span]] = defaultdict(list)
    assumed: dict[tuple[UUID, UUID, int], bool] = {}
    for met in meetings:
        which = (met.one, met.other, met.venue)
        spans[which].append((met.start, met.end))
        assumed[which] = assumed.get(which, False) or met.assumed
    lines = [
        Line(*which, tuple(sorted(times)), assumed=assumed[which]) for which, times in spans.items()
    ]
    return sorted(lines, key=_by_time)


def shown(
    nodes: Iterable[Node],
    lines: Sequence[Line],
    most: int,
    most_lines: int,
    *,
    nodes_of: int = 0,
    complete: bool = True,
) -> Graph:
    """At most ``most`` people of the greatest weight, each with those through whom, up to F0.

    F0 is always among them and counts. Of their lines the longest ``most_lines``. ``nodes_of``:
    how many people there are, if there are more than ``nodes``.
    """
    by_key = {node.key: node for node in nodes}
    through = _through(lines, by_key)
    ranked = sorted(by_key.values(), key=lambda n: (n.order > 0, -n.weight, n.order, n.key))
    chosen: dict[UUID, Node] = {}
    for node in ranked:
        chain = [each for each in _chain(node, through) if each.key not in chosen]
        if chain and len(chosen) + len(chain) <= most:
            chosen |= {each.key: each for each in chain}
    between = [line for line in lines if line.one in chosen and line.other in chosen]
    longest = sorted(between, key=lambda line: (-line.minutes, *_by_time(line)))[:most_lines]
    return Graph(
        sorted(chosen.values(), key=lambda n: (n.order, -n.weight, n.name, n.key)),
        sorted(longest, key=_by_time),
        nodes_of=max(nodes_of, len(by_key)),
        lines_of=len(between),
        complete=complete,
    )


def within(lines: Iterable[Line], start: datetime | None, end: datetime | None) -> list[Line]:
    """The lines with their times that lie in the window, at least in part."""
    kept = []
    for line in lines:
        spans = tuple(
            span
            for span in line.spans
            if (end is None or span[0] < end) and (start is None or span[1] > start)
        )
        if spans:
            kept.append(replace(line, spans=spans))
    return kept


def longest(lines: Iterable[Line]) -> dict[UUID, UUID]:
    """By the key of the farther one: with whom of the nearer ones someone was longest."""
    minutes: dict[tuple[UUID, UUID], int] = defaultdict(int)
    for line in lines:
        minutes[line.other, line.one] += line.minutes
    best: dict[UUID, UUID] = {}
    for (other, one), _minutes in sorted(minutes.items(), key=lambda m: (-m[1], m[0])):
        best.setdefault(other, one)
    return best


def _through(lines: Iterable[Line], nodes: dict[UUID, Node]) -> dict[UUID, Node]:
    """By key: the one of a nearer order through whom someone came into the picture."""
    outwards = (
        line
        for line in lines
        if line.one in nodes
        and line.other in nodes
        and nodes[line.one].order < nodes[line.other].order
    )
    return {other: nodes[one] for other, one in longest(outwards).items()}


def _chain(node: Node, through: dict[UUID, Node]) -> list[Node]:
    """The person and those through whom, outwards to inwards; orders fall, so it ends."""
    chain = [node]
    while (nearer := through.get(chain[-1].key)) is not None:
        chain.append(nearer)
    return chain


def _by_time(line: Line) -> tuple[datetime, UUID, UUID, int]:
    return line.first, line.one, line.other, line.venue
