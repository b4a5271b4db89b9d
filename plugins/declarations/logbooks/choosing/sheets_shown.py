"""The sheets of a book as the page shows them: those that look alike as one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from plugins.declarations.logbooks.understanding.columns import Column
from plugins.declarations.logbooks.understanding.header import find_header
from plugins.declarations.logbooks.understanding.layout import BookLayout, LeftOut, SheetLayout

# A form with more fields than this is refused by Django and of no use to anybody.
MOST_COLUMNS = 600


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """A column of a sheet; ``taken`` is None where nothing was understood."""

    index: int
    heading: str = ""
    taken: Column | None = None
    samples: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SheetShown:
    """A sheet, or several with the same headings in the same row (``names`` by their numbers).

    ``top``: its first rows, where it was not understood; ``left_out``: why, see LeftOut.
    """

    names: Mapping[int, str]
    understood: bool
    header_row: int | None = None
    columns: tuple[ColumnShown, ...] = ()
    top: Sequence[Sequence[str]] = field(default=())
    left_out: str = ""

    @property
    def number(self) -> int:
        """Of the sheet, or the first of several."""
        return next(iter(self.names))

    @property
    def can_be_chosen(self) -> bool:
        """Whether the editor can say anything of it."""
        return bool(self.understood or self.columns or self.left_out == "by_choice")


def sheets_shown(layout: BookLayout, texts: Mapping[str, Any]) -> list[SheetShown]:
    """What the editor sees of the sheets, in their order. ``texts`` as in jobs.source.Source."""
    samples = texts.get("samples", {})
    understood = _together(_understood(sheet, samples) for sheet in layout.sheets)
    others = [_not_understood(sheet, texts.get("tops", {})) for sheet in layout.left_out]
    return _bounded(sorted([*understood, *others], key=lambda sheet: sheet.number))


def _understood(sheet: SheetLayout, samples: Mapping[str, Any]) -> SheetShown:
    texts = {int(at): shown for at, shown in samples.get(str(sheet.number), {}).items()}
    found = {each.index: each for each in sheet.columns}
    columns = tuple(
        ColumnShown(
            at,
            found[at].heading if at in found else "",
            found[at].column if at in found else Column.OTHER,
            texts.get(at, ()),
        )
        for at in sorted({*found, *(at for at, shown in texts.items() if shown)})
    )
    return SheetShown({sheet.number: sheet.name}, True, sheet.header_row, columns)


def _not_understood(sheet: LeftOut, tops: Mapping[str, Any]) -> SheetShown:
    """With a guess for each column, where some row looks like headings though not enough."""
    top = tops.get(str(sheet.number), []) if sheet.why != "by_choice" else []
    header = find_header(top) if top else None
    guesses = {each.index: each for each in header.columns} if header else {}
    columns = tuple(
        ColumnShown(at, guesses[at].heading, guesses[at].column)
        if at in guesses and guesses[at].column != Column.OTHER
        else ColumnShown(at)
        for at in range(max(map(len, top), default=0))
    )
    row = header.row + 1 if header else None
    return SheetShown({sheet.number: sheet.name}, False, row, columns, top, sheet.why)


def _together(sheets: Iterable[SheetShown]) -> list[SheetShown]:
    """Sheets with the same headings in the same row as one, with the samples of the first."""
    groups: dict[Any, SheetShown] = {}
    for sheet in sheets:
        key = (sheet.header_row, *((c.index, c.heading, c.taken) for c in sheet.columns))
        first = groups.setdefault(key, sheet)
        if first is not sheet:
            groups[key] = replace(first, names={**first.names, **sheet.names})
    return list(groups.values())


def _bounded(sheets: Iterable[SheetShown]) -> list[SheetShown]:
    """Without the columns beyond MOST_COLUMNS of the whole book: they stay as understood. A page
    with the first rows of a hundred sheets would be of no use either.
    """
    shown, left = [], MOST_COLUMNS
    for sheet in sheets:
        columns = sheet.columns[:left]
        left -= len(columns)
        shown.append(replace(sheet, columns=columns, top=sheet.top if columns else ()))
    return shown
