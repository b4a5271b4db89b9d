"""Which people and lines of a contact graph are shown."""

from datetime import timedelta
from uuid import UUID

import pytest

from plugins.tracing.pictures.graph import Graph, Line, Met, Node, lines_of, shown, within
from tests.plugins.tracing.clock import at

EIGHT = at("2021-07-05 08:00")
F0 = Node(UUID(int=0), "Lê An", 0)


def person(number: int, order: int, weight: float) -> Node:
    return Node(UUID(int=number), f"Người {number}", order, weight)


def met(one: Node, other: Node, minutes: int = 60, venue: int = 1, start: int = 0) -> Met:
    begin = EIGHT + timedelta(minutes=start)
    return Met(one.key, other.key, venue, begin, begin + timedelta(minutes=minutes))


def graph(nodes: list[Node], meetings: list[Met], most: int = 10, most_lines: int = 10) -> Graph:
    return shown(nodes, lines_of(meetings), most, most_lines)


def test_times_of_the_same_two_at_a_venue_are_one_line() -> None:
    near = person(1, 1, 50)
    (line,) = lines_of([met(F0, near, 30, start=100), met(F0, near, 60)])
    assert (line.minutes, len(line.spans), line.first) == (90, 2, EIGHT)


def test_the_same_two_at_two_venues_are_two_lines() -> None:
    near = person(1, 1, 50)
    assert len(lines_of([met(F0, near), met(F0, near, venue=2)])) == 2


def test_those_of_the_greatest_weight_are_shown_and_how_many_there_are() -> None:
    near = [person(n, 1, n) for n in range(1, 6)]
    found = graph([F0, *near], [met(F0, each) for each in near], most=3)
    assert [node.weight for node in found.nodes] == [0, 5, 4]
    assert (found.nodes_of, found.lines_of) == (6, 2)


def test_who_is_shown_has_those_through_whom() -> None:
    weak, strong, other = person(1, 1, 1), person(2, 2, 99), person(3, 1, 50)
    found = graph(
        [F0, weak, strong, other], [met(F0, weak), met(weak, strong), met(F0, other)], most=3
    )
    assert {node.key for node in found.nodes} == {F0.key, weak.key, strong.key}


def test_of_several_through_whom_the_one_longest_together_is_taken() -> None:
    short, long, far = person(1, 1, 1), person(2, 1, 1), person(3, 2, 99)
    meetings = [met(F0, short), met(F0, long), met(short, far, 10), met(long, far, 20)]
    found = graph([F0, short, long, far], meetings, most=3)
    assert {node.key for node in found.nodes} == {F0.key, long.key, far.key}


def test_of_too_many_lines_the_longest_are_shown_and_how_many_there_are() -> None:
    near = [person(n, 1, n) for n in range(1, 4)]
    meetings = [met(F0, each, minutes=10 * each.key.int) for each in near]
    found = graph([F0, *near], meetings, most_lines=2)
    assert sorted(line.minutes for line in found.lines) == [20, 30]
    assert found.lines_of == 3


def test_the_order_in_which_things_come_changes_nothing() -> None:
    near = [person(n, 1, 7) for n in range(1, 9)]
    meetings = [met(F0, each) for each in near]
    one = graph([F0, *near], meetings, most=5)
    assert graph([*near[::-1], F0], meetings[::-1], most=5) == one


@pytest.mark.parametrize(
    ("start", "end", "left"),
    [(0, 60, 1), (60, None, 1), (None, 60, 1), (None, None, 2), (60, 100, 0)],
)
def test_a_window_keeps_the_times_within(start: int | None, end: int | None, left: int) -> None:
    near = person(1, 1, 1)
    lines = lines_of([met(F0, near, 60), met(F0, near, 30, start=100)])
    bounds = [EIGHT + timedelta(minutes=m) if m is not None else None for m in (start, end)]
    assert sum(len(line.spans) for line in within(lines, *bounds)) == left


def test_a_graph_without_lines_has_no_time() -> None:
    assert graph([F0], []).span is None


def test_a_line_of_a_case_without_times_says_the_minutes_known() -> None:
    line = Line(F0.key, UUID(int=1), 0, ((EIGHT, EIGHT),), known_minutes=45)
    assert line.minutes == 45
