"""What our own result workbook says of a row, when it comes back.

Rows that were imported, known before or set aside need nothing any more; those with an error were
perhaps mended.
"""

from people.names import fold
from plugins.declarations.logbooks.understanding.text import Cell

# As messages.outcome_text writes them, in both languages, folded.
_SETTLED = ("da nhap", "trung", "bo qua", "imported", "duplicate", "set aside")


def is_settled(cell: Cell) -> bool:
    """Whether the first column of the result workbook says that nothing is left to do."""
    return isinstance(cell, str) and fold(cell).startswith(_SETTLED)
