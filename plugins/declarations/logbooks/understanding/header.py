"""Finds the headings of a sheet and what stands above them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from people.names import fold
from plugins.declarations.logbooks.understanding.columns import JOINED, NEEDED, Column
from plugins.declarations.logbooks.understanding.headings import (
    may_be_cough,
    plainness,
    recognise,
)
from plugins.declarations.logbooks.understanding.layout import HEADER_WITHIN, FoundColumn
from plugins.declarations.logbooks.understanding.text import Cell, as_text, is_blank

Row = Sequence[Cell]
_GOING = re.compile(r"\b(di|khoi hanh|departure)\b")
_BOTH_NAMES = re.compile(r"ho (va )?ten(?!.* ten$).*")
_SETS_OFF = re.compile(r"\b(khoi hanh|xuat ben)\b")
MAX_COLUMNS = 200  # a heading further right belongs to something else


@dataclass(frozen=True, slots=True)
class Header:
    """The headings: their first row counted from 0, how many rows, the columns they name."""

    row: int
    rows: int
    columns: tuple[FoundColumn, ...]

    @property
    def missing(self) -> tuple[Column, ...]:
        """Needed columns that are not there. A date column may hold the times as well."""
        known = {found.column for found in self.columns}
        if Column.DATE in known:
            known.add(Column.TIME_IN)
        return tuple(column for column in NEEDED if column not in known)

    @property
    def score(self) -> int:
        """How much is understood: the number of different wanted columns."""
        return len({found.column for found in self.columns} - {Column.OTHER, Column.OUTCOME})


def find_header(rows: Sequence[Row]) -> Header | None:
    """The best header that begins in the first rows; None if no row says two known things."""
    best: Header | None = None
    for at in range(min(len(rows), HEADER_WITHIN)):
        for header in _headers_at(rows, at):
            if best is None or _rank(header) > _rank(best):
                best = header
    return best if best and best.score >= 2 else None


def header_at(rows: Sequence[Row], number: int) -> Header:
    """The header in the row with this number (from 1), as the editor says; 0: there is none."""
    if not 0 < number <= len(rows):
        return Header(-1, 0, ())
    found = _headers_at(rows, number - 1)
    if found:
        return max(found, key=_rank)
    return Header(number - 1, 1, _columns([_heading(cell) for cell in rows[number - 1]]))


def with_columns(header: Header, chosen: Mapping[int, Column], width: int) -> Header:
    """The header with some columns taken for what the editor says, headings or none.

    Where a column can be there but once, the editor's choice takes it from the one found.
    """
    if not chosen:
        return header
    taken = set(chosen.values()) - JOINED
    columns = {
        found.index: replace(found, column=Column.OTHER) if found.column in taken else found
        for found in header.columns
    }
    for index, column in chosen.items():
        if 0 <= index < width:
            heading = columns[index].heading if index in columns else ""
            columns[index] = FoundColumn(index, heading, column)
    return replace(header, columns=tuple(columns[index] for index in sorted(columns)))


def _rank(header: Header) -> tuple[bool, int]:
    return not header.missing, header.score


def _headers_at(rows: Sequence[Row], at: int) -> list[Header]:
    """The header of this row alone and, where the next one goes on with it, of both."""
    above = [_heading(cell) for cell in rows[at][:MAX_COLUMNS]]
    if sum(map(bool, above)) < 2:
        return []
    headers = [Header(at, 1, _columns(above))]
    if at + 1 < len(rows):
        below = [_heading(cell) for cell in rows[at + 1][:MAX_COLUMNS]]
        if _goes_on(rows[at + 1]) and any(map(recognise, filter(None, below))):
            headers.append(Header(at, 2, _columns(_two_rows(above, below))))
    return headers


def _goes_on(row: Row) -> bool:
    """Whether a row can be the second one of the headings: several words, no note and no data."""
    filled = [cell for cell in row if not is_blank(cell)]
    return len(filled) > 1 and all(
        isinstance(cell, str) and not any(char.isdigit() for char in cell) for cell in filled
    )


def _two_rows(above: list[str], below: list[str]) -> list[str]:
    """Headings of two rows: one above several columns holds for each of them."""
    width = max(len(above), len(below))
    above += [""] * (width - len(above))
    below += [""] * (width - len(below))
    headings, spanning = [], ""
    for over, under in zip(above, below, strict=True):
        spanning = over or (spanning if under else "")
        headings.append(f"{over or spanning} {under}".strip() if under else over)
    return headings


def _heading(cell: Cell) -> str:
    return " ".join(as_text(cell).split()) if isinstance(cell, str) else ""


def _columns(headings: Sequence[str]) -> tuple[FoundColumn, ...]:
    found = [
        FoundColumn(index, heading, recognise(heading) or Column.OTHER)
        for index, heading in enumerate(headings)
        if heading
    ]
    chosen: dict[Column, FoundColumn] = {}
    for each in found:
        first = chosen.get(each.column)
        plainer = first and plainness(each.column, each.heading) > plainness(
            each.column, first.heading
        )
        if first is None or plainer:
            chosen[each.column] = each
    _of_a_journey(chosen)
    family, name = chosen.get(Column.FAMILY_NAME), chosen.get(Column.NAME)
    if family and not _is_family_name(family, name):
        del chosen[Column.FAMILY_NAME]
    taken = {each.index: each for each in chosen.values()}
    return tuple(
        each
        if each.column in JOINED
        else taken.get(each.index, FoundColumn(each.index, each.heading, Column.OTHER))
        for each in found
    )


def _is_family_name(family: FoundColumn, name: FoundColumn | None) -> bool:
    """Whether "Họ" alone is the family name: "Ho" may be the cough, and "Họ tên" holds both."""
    if fold(family.heading) != "ho":
        return True
    if name and _BOTH_NAMES.fullmatch(fold(name.heading)):
        return False
    beside = name is not None and name.index == family.index + 1
    return beside or not may_be_cough(family.heading)


def _of_a_journey(chosen: dict[Column, FoundColumn]) -> None:
    """Passengers leave first and arrive then: the day and time of leaving are when they came in."""
    left = chosen.get(Column.TIME_OUT)
    if left and _SETS_OFF.search(fold(left.heading)):
        came = chosen.pop(Column.TIME_IN, None)
        chosen[Column.TIME_IN] = replace(left, column=Column.TIME_IN)
        del chosen[Column.TIME_OUT]
        if came and came.index > left.index:
            chosen[Column.TIME_OUT] = replace(came, column=Column.TIME_OUT)
        elif came:
            chosen[Column.TIME_IN], chosen[Column.TIME_OUT] = came, left
    away = chosen.get(Column.DATE_OUT)
    if away and Column.DATE not in chosen and _GOING.search(fold(away.heading)):
        chosen[Column.DATE] = replace(chosen.pop(Column.DATE_OUT), column=Column.DATE)
