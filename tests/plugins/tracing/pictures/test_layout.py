"""Where the parts of a contact graph stand."""

from datetime import timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from plugins.tracing.pictures.graph import Graph, Met, Node, lines_of, shown
from plugins.tracing.pictures.layout import PERSON_ROW, VENUE_ROW, Drawing, draw
from tests.plugins.tracing.clock import at

EIGHT = at("2021-07-05 08:00")


def make(orders: list[int], links: list[tuple[int, int, int]], minutes: int = 60) -> Graph:
    """F0 and people of these orders; ``links``: nearer one, farther one, venue."""
    nodes = [
        Node(UUID(int=n), f"Người {n}", order, 100 - n) for n, order in enumerate([0, *orders])
    ]
    meetings = [
        Met(nodes[a].key, nodes[b].key, venue, EIGHT, EIGHT + timedelta(minutes=minutes))
        for a, b, venue in links
    ]
    return shown(nodes, lines_of(meetings), 200, 600)


def of(drawing: Drawing, number: int) -> tuple[int, int]:
    spot = next(s for s in drawing.people if s.node and s.node.key.int == number)
    return spot.x, spot.y


def test_orders_are_columns_with_venues_between() -> None:
    drawing = draw(make([1, 2], [(0, 1, 7), (1, 2, 8)]))
    left = [of(drawing, 0)[0], of(drawing, 1)[0], of(drawing, 2)[0]]
    venues = sorted(spot.x for spot in drawing.venues)
    assert left[0] < venues[0] < left[1] < venues[1] < left[2]
    assert [(head.order, head.people) for head in drawing.headings] == [(0, 1), (1, 1), (2, 1)]


def test_a_venue_of_two_columns_stands_in_both() -> None:
    drawing = draw(make([1, 2], [(0, 1, 7), (1, 2, 7)]))
    assert [spot.venue for spot in drawing.venues] == [7, 7]


def test_people_of_one_venue_stand_together() -> None:
    links = [(0, n, 7 + n % 2) for n in range(1, 9)]
    drawing = draw(make([1] * 8, links))
    down = sorted(range(1, 9), key=lambda n: of(drawing, n)[1])
    assert [n % 2 for n in down] in ([0] * 4 + [1] * 4, [1] * 4 + [0] * 4)


def test_a_stroke_begins_and_ends_at_its_things() -> None:
    drawing = draw(make([1], [(0, 1, 7)]))
    first, second = sorted(drawing.strokes, key=lambda stroke: stroke.x1)
    (venue,) = drawing.venues
    assert (first.y1, first.y2) == (of(drawing, 0)[1], venue.y)
    assert (second.y1, second.y2, second.x2) == (venue.y, of(drawing, 1)[1], of(drawing, 1)[0])


def test_longer_together_is_thicker() -> None:
    widths = [draw(make([1], [(0, 1, 7)], m)).strokes[0].width for m in (14, 15, 60, 240)]
    assert widths == [1, 2, 3, 4]


def test_f0_alone_is_a_picture() -> None:
    drawing = draw(make([], []))
    assert (len(drawing.people), drawing.strokes) == (1, [])


links_ = st.lists(
    st.tuples(st.integers(0, 3), st.integers(4, 12), st.integers(1, 5)), min_size=1, max_size=30
)


@given(links_)
def test_nothing_lies_on_anything_and_all_is_within_the_picture(
    links: list[tuple[int, int, int]],
) -> None:
    orders = [1, 1, 1, *[2] * 9]  # numbers 1 to 3 are F1, 4 to 12 are F2
    drawing = draw(make(orders, [*[(0, n, 9) for n in (1, 2, 3)], *links]))
    for spots, row in ((drawing.people, PERSON_ROW), (drawing.venues, VENUE_ROW)):
        for x in {spot.x for spot in spots}:
            column = sorted(spot.y for spot in spots if spot.x == x)
            assert all(b - a >= row for a, b in pairwise(column))
            assert column[0] - row // 2 >= 0
            assert column[-1] + row // 2 <= drawing.height


@given(links_)
def test_the_same_graph_gives_the_same_picture(links: list[tuple[int, int, int]]) -> None:
    orders = [1, 1, 1, *[2] * 9]
    assert draw(make(orders, links)) == draw(make(orders, links[::-1]))
