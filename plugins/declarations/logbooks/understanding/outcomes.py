"""What our own result workbook says of a row, when it comes back.

Rows that were imported, known before or set aside need nothing any more, unless they were changed
(see jobs/corrected.py); those with an error were perhaps mended.
"""

from people.names import fold
from plugins.declarations.logbooks.understanding.text import Cell

# As messages.outcome_text writes them, in both languages, folded.
_SET_ASIDE = ("bo qua", "set aside")
_SETTLED = ("da nhap", "trung", "imported", "duplicate", *_SET_ASIDE)


def is_settled(cell: Cell) -> bool:
    """Whether the first column of the result workbook says that nothing is left to do."""
    return isinstance(cell, str) and fold(cell).startswith(_SETTLED)


def is_set_aside(cell: Cell) -> bool:
    """Whether it says that the row was set aside: one with faults is so still."""
    return isinstance(cell, str) and fold(cell).startswith(_SET_ASIDE)
