"""The example row of our own template, which clerks leave in the book or type over."""

from collections.abc import Mapping
from typing import Any

from plugins.declarations.logbooks.understanding.columns import Column

EXAMPLE = "Ví dụ"  # begins its notes
NAME, PHONE, ID = "Nguyễn Văn A", "+84912345678", "001090123456"


def is_example(values: Mapping[Column, Any]) -> bool:
    """Whether a row is the example still: with its notes, and its person in full."""
    notes = values.get(Column.NOTES) or ""
    return (
        notes.startswith(EXAMPLE)
        and values.get(Column.NAME) == NAME
        and values.get(Column.PHONE) in (None, PHONE)
        and values.get(Column.ID) in (None, ID)
    )
