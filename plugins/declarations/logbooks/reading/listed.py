"""A sheet as a book lists it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListedSheet:
    """``is_table`` unless it is a chart or holds macros; ``part`` is where an archive has it."""

    name: str
    hidden: bool
    is_table: bool
    part: str = ""
