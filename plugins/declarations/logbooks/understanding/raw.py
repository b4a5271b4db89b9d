"""A sheet as it stands in the file, before anything is understood."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from plugins.declarations.logbooks.understanding.text import Cell


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet as a reader opens it. ``rows`` can be called again for another pass.

    ``merged_down`` gives, for a column, the numbers of rows merged with the one above.
    """

    number: int
    name: str
    hidden: bool
    rows: Callable[[], Iterable[Sequence[Cell]]]
    merged_down: Callable[[int], frozenset[int]]
