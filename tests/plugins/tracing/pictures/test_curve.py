"""The epidemic curve as bars."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from plugins.tracing.pictures.curve import HEIGHT, TOP, Curve, curve

FIRST = date(2021, 7, 5)  # a Monday


def make(counts: dict[tuple[int, str], int], days: int = 10) -> Curve:
    """``counts`` by number of day and area."""
    by_day = {(FIRST + timedelta(days=n), area): number for (n, area), number in counts.items()}
    labels = {area: area for _day, area in by_day}
    return curve(by_day, FIRST, FIRST + timedelta(days=days - 1), "Khác", labels)


def test_a_bar_for_each_day() -> None:
    made = make({(0, "A"): 2, (9, "A"): 1})
    assert [bar.total for bar in made.bars] == [2, *[0] * 8, 1]


def test_areas_lie_on_each_other_the_most_frequent_lowest() -> None:
    made = make({(0, "A"): 1, (0, "B"): 3})
    low, high = made.bars[0].pieces
    assert (made.names, low.number, high.number) == (["B", "A"], 3, 1)
    assert high.y + high.height == low.y
    assert low.y + low.height == TOP + HEIGHT


def test_areas_beyond_five_are_one() -> None:
    made = make({(0, f"P{n}"): 10 - n for n in range(7)})
    assert made.names == ["P0", "P1", "P2", "P3", "P4", "Khác"]
    assert made.totals[-1] == 4 + 5


def test_long_times_are_counted_by_week() -> None:
    made = make({(0, "A"): 1, (6, "A"): 1, (7, "A"): 1}, days=70)
    assert made.by_week
    assert [bar.total for bar in made.bars[:3]] == [2, 1, 0]
    assert made.bars[-1].last == FIRST + timedelta(days=69)


def test_a_week_cut_by_the_first_day_counts_from_it() -> None:
    wednesday = FIRST + timedelta(days=2)
    made = curve(
        {(wednesday, "A"): 4}, wednesday, wednesday + timedelta(days=100), "Khác", {"A": "A"}
    )
    assert (made.bars[0].first, made.bars[0].total) == (wednesday, 4)


def test_nothing_is_no_bar() -> None:
    assert make({}).total == 0


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 199), st.sampled_from("ABCDEFGH")), st.integers(1, 5000)
    ),
    st.integers(200, 300),
)
def test_all_are_counted_once_and_no_bar_leaves_its_ground(
    counts: dict[tuple[int, str], int], days: int
) -> None:
    made = make(counts, days)
    assert sum(bar.total for bar in made.bars) == made.total == sum(counts.values())
    assert all(TOP <= piece.y <= TOP + HEIGHT for bar in made.bars for piece in bar.pieces)
    assert 2 <= len(made.ticks) <= 6
