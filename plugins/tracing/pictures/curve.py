"""The epidemic curve: how many a day, by area, as bars on each other. Pure functions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MOST_BARS = 62  # days; longer times are counted by week
SERIES = 5  # areas with a colour of their own; the others are one more
LEFT, TOP, BOTTOM, RIGHT = 48, 16, 44, 16
WIDTH, HEIGHT = 1040, 320  # of the bars' ground, in pixels
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Piece:
    """Those of one area on a bar; ``series`` is the place of the area in the legend."""

    series: int
    number: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A day, or a week from its Monday on; ``label``: whether its day stands below it."""

    first: date
    last: date
    x: int
    width: int
    pieces: list[Piece]
    label: bool

    @property
    def total(self) -> int:
        """Of all areas."""
        return sum(piece.number for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Curve:
    """``names`` of the series in order, the most frequent first; ``ticks`` as number and height."""

    names: list[str]
    totals: list[int]
    bars: list[Bar]
    ticks: list[tuple[int, int]]
    by_week: bool
    width: int = LEFT + WIDTH + RIGHT
    height: int = TOP + HEIGHT + BOTTOM

    @property
    def total(self) -> int:
        """All together."""
        return sum(self.totals)


def curve(
    counts: Mapping[tuple[date, str], int],
    first: date,
    last: date,
    others: str,
    labels: Mapping[str, str],
) -> Curve:
    """Bars from first to last day; ``counts`` by day and path of the area, ``labels`` by path.

    ``others`` is the name of the rest.
    """
    by_week = (last - first).days >= MOST_BARS
    begins = _begins(first, last, by_week)
    by_area: Counter[str] = Counter()
    for (_day, area), number in counts.items():
        by_area[area] += number
    ranked = sorted(by_area, key=lambda area: (-by_area[area], labels[area], area))
    shown, rest = ranked[:SERIES], ranked[SERIES:]
    series = {area: number for number, area in enumerate(shown)} | dict.fromkeys(rest, SERIES)
    names, totals = [labels[area] for area in shown], [by_area[area] for area in shown]
    if rest:
        names, totals = [*names, others], [*totals, sum(by_area[area] for area in rest)]
    cells: Counter[tuple[date, int]] = Counter()
    for (day, area), number in counts.items():
        begin = day - timedelta(days=day.weekday()) if by_week else day
        cells[max(begin, first), series[area]] += number
    most = max((sum(cells[b, s] for s in range(len(names))) for b in begins), default=0)
    top, ticks = _ticks(most)
    return Curve(names, totals, _bars(begins, last, cells, len(names), top), ticks, by_week)


def _begins(first: date, last: date, by_week: bool) -> list[date]:
    if not by_week:
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]
    monday = first - timedelta(days=first.weekday())
    weeks = (last - monday).days // 7 + 1
    return [max(first, monday + timedelta(weeks=n)) for n in range(weeks)]


def _bars(
    begins: Sequence[date], last: date, cells: Mapping[tuple[date, int], int], series: int, top: int
) -> list[Bar]:
    step = WIDTH / len(begins)
    every = -(-len(begins) // 16)  # room for so many days below
    bars = []
    for number, begin in enumerate(begins):
        after = begins[number + 1] if number + 1 < len(begins) else last + timedelta(days=1)
        pieces, sum_ = [], 0
        for which in range(series):
            if n := cells.get((begin, which), 0):
                low, high = _y(sum_, top), _y(sum_ + n, top)
                pieces.append(Piece(which, n, high, low - high))
                sum_ += n
        x = LEFT + round(number * step)
        width = max(2, round(step) - (2 if step > 8 else 1))
        label = number % every == 0
        bars.append(Bar(begin, after - timedelta(days=1), x, width, pieces, label))
    return bars


def _ticks(most: int) -> tuple[int, list[tuple[int, int]]]:
    """The number at the top, and at most six lines with round numbers."""
    step, power = 1, 1
    while step * 5 < most:
        step = next((s * power for s in _STEPS if s * power * 5 >= most), step)
        power *= 10
    top = max(step, -(-most // step) * step)
    return top, [(number, _y(number, top)) for number in range(0, top + 1, step)]


def _y(number: int, top: int) -> int:
    return TOP + HEIGHT - round(HEIGHT * number / top)
