"""A figure, and how figures are shown and kept."""

import json
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

BUILD = Path(__file__).resolve().parents[2] / "build"


@dataclass(frozen=True)
class Figure:
    """One ratio of two raw figures that were measured in the same run.

    ``unit`` is that of both raw figures; ``size`` says on how much it was measured.
    """

    name: str
    ratio: float
    ours: float
    theirs: float
    unit: str
    size: str


def table(figures: Iterable[Figure]) -> str:
    """The figures as text, a line each."""
    rows = [("figure", "ratio", "ours", "measured against", "unit", "size")]
    rows += [
        (f.name, f"{f.ratio:.2f}", f"{f.ours:,.4g}", f"{f.theirs:,.4g}", f.unit, f.size)
        for f in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def write(figures: Iterable[Figure]) -> Path:
    """Keep the figures, with the machine they were measured on, in build/bench.json."""
    BUILD.mkdir(exist_ok=True)
    path = BUILD / "bench.json"
    machine = {"python": platform.python_version(), "machine": platform.machine()}
    content = {"machine": machine, "figures": [asdict(figure) for figure in figures]}
    path.write_text(json.dumps(content, indent=2) + "\n")
    return path


def p95(seconds: list[float]) -> float:
    """The 95th percentile of some durations, in milliseconds."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000
