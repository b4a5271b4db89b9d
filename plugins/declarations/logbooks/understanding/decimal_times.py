"""Times kept as decimal numbers: 7.30 for half past seven, or 0.3125 of a day.

0.15 is a quarter past midnight to one clerk and 3:36 to a program; 7.5 is ten to eight where
7.30 and 7.45 stand beside it, and half past seven where hours are counted. What the other cells
of a sheet's time columns show decides once for all; where they show nothing, nobody guesses.
"""

import re
from collections.abc import Sequence

from plugins.declarations.logbooks.understanding.columns import Column
from plugins.declarations.logbooks.understanding.layout import SheetLayout
from plugins.declarations.logbooks.understanding.text import Cell
from plugins.declarations.logbooks.understanding.times import CLOCK, OF_A_DAY, OPEN, hundredths

_TEXT = re.compile(r"(\d{1,2})[.,](\d{1,2})")


class SeenDecimals:
    """Looks at the time cells of one sheet."""

    def __init__(self, layout: SheetLayout) -> None:
        held = {Column.TIME_IN, Column.TIME_OUT}
        self.at = [found.index for found in layout.columns if found.column in held]
        self.any = self.clock = self.of_a_day = self.contrary = False

    def see(self, row: Sequence[Cell]) -> None:
        """One row below the headings; called for every row of a book."""
        for at in self.at:
            cell = row[at]
            if type(cell) is float:
                self._see_number(cell)
            elif type(cell) is str and 3 <= len(cell) <= 5 and (found := _TEXT.fullmatch(cell)):
                self.any = True
                self.clock = self.clock or (len(found[2]) == 2 and int(found[2]) < 60)

    def _see_number(self, value: float) -> None:
        if not 0 < value <= 24 or value.is_integer():
            return
        self.any = True
        parts = hundredths(value)
        if value < 1:
            self.of_a_day = self.of_a_day or parts is None
        elif parts is not None and parts % 100 > 59:
            self.contrary = True  # 7.75: no clock shows it
        elif parts is not None and parts % 100 not in {25, 50}:
            self.clock = True

    @property
    def kind(self) -> str:
        """CLOCK, OF_A_DAY, OPEN, or "" where no time is a decimal number."""
        if not self.any:
            return ""
        clock = self.clock and not self.contrary
        if clock == self.of_a_day:
            return OPEN
        return CLOCK if clock else OF_A_DAY
