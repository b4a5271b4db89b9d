"""Day before month or month before day: decided once for a whole column."""

import re

from plugins.declarations.logbooks.understanding.text import Cell, plain

_PAIR = re.compile(
    r"(?<!\d)(\d{1,2})\s*(?:[-/]\s*(\d{1,2})|[.]\s*(\d{1,2})\s*[.]\s*\d)(?!\d*[h:g])"
)
_YEAR_FIRST = re.compile(r"\d{4}\s*[-/.]\s*\d")


class Orders:
    """Counts what the dates of a column prove. Vietnamese books are day first unless proved."""

    def __init__(self) -> None:
        self.day_first = 0
        self.month_first = 0

    def see(self, cell: Cell) -> None:
        """Look at one cell."""
        if not isinstance(cell, str) or _YEAR_FIRST.search(cell):
            return
        if found := _PAIR.search(plain(cell)):
            first, second = int(found[1]), int(found[2] or found[3])
            self.day_first += 12 < first <= 31 and second <= 12
            self.month_first += first <= 12 < second <= 31

    @property
    def order(self) -> str:
        """ "dmy" or "mdy"."""
        return "mdy" if self.month_first and not self.day_first else "dmy"

    @property
    def certain(self) -> bool:
        """Whether some date proves the order and none speaks against it."""
        return bool(self.day_first) != bool(self.month_first)
