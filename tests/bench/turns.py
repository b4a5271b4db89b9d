"""Two ways to the same answer, asked in turn: what else the machine does falls on both alike."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from tests.bench.report import Figure, p95

Ask = Callable[[int], Any]


def in_turn(ours: Ask, theirs: Ask, questions: int) -> tuple[float, float]:
    """p95 of both in milliseconds over ``questions`` questions, which are told by their number."""
    for i in range(max(1, questions // 10)):  # warms both up
        ours(i)
        theirs(i)
    seconds: Sequence[list[float]] = ([], [])
    for i in range(questions):
        for ask, taken in zip((ours, theirs), seconds, strict=True):
            begun = time.perf_counter()
            ask(i)
            taken.append(time.perf_counter() - begun)
    return p95(seconds[0]), p95(seconds[1])


def figure(name: str, size: str, ours: Ask, theirs: Ask, questions: int) -> Figure:
    """The one over the other."""
    mine, other = in_turn(ours, theirs, questions)
    return Figure(name, mine / other, mine, other, "ms p95", size)
