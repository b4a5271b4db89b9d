"""The form in which an editor changes how a book is read: columns, headings, letters, dates.

Its fields: ``text``, ``date_order`` and, for sheet 1, ``s1_row`` (of the headings), ``s1_out``
(left out), ``s1_c0``, ``s1_c1``, … (what a column is taken as).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plugins.declarations.logbooks.choosing import changed
from plugins.declarations.logbooks.messages import text_label
from plugins.declarations.logbooks.questions import AS_IT_STANDS
from plugins.declarations.logbooks.understanding.choices import Choices, SheetChoices
from plugins.declarations.logbooks.understanding.columns import JOINED, NEEDED, Column
from plugins.declarations.logbooks.understanding.header import find_header
from plugins.declarations.logbooks.understanding.layout import HEADER_WITHIN, BookLayout
from plugins.declarations.logbooks.understanding.text import letter

FORM_ID = "cong-choices"  # fields may stand outside of the form's element
TEXT_CODES = ("tcvn3", "vni", "cp1258", "utf8", AS_IT_STANDS)
_SEVERAL = JOINED | {Column.OTHER, Column.ORDINAL}
_OFFERED = (
    *(Column.NAME, Column.FAMILY_NAME, Column.PHONE, Column.ID, Column.DATE, Column.TIME_IN),
    *(Column.TIME_OUT, Column.DATE_OUT, Column.ADDRESS, Column.BIRTH, Column.NOTES),
    *(Column.ORDINAL, Column.OTHER),
)
ChoicesOf = list[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """A column of a sheet in the form; ``taken`` is None where nothing was understood."""

    index: int
    heading: str = ""
    taken: Column | None = None
    samples: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SheetShown:
    """A sheet in the form. ``top``: its first rows, where it was not understood."""

    number: int
    name: str
    understood: bool
    header_row: int | None = None
    columns: tuple[ColumnShown, ...] = ()
    top: Sequence[Sequence[str]] = field(default=())
    left_out: str = ""  # why, see LeftOut


def sheets_shown(layout: BookLayout, texts: Mapping[str, Any]) -> list[SheetShown]:
    """What the editor sees of each sheet, in their order."""
    understood = [_understood(sheet, texts.get("samples", {})) for sheet in layout.sheets]
    others = [_not_understood(sheet, texts.get("tops", {})) for sheet in layout.left_out]
    return sorted(understood + others, key=lambda sheet: sheet.number)


def _understood(sheet: Any, samples: Mapping[str, Any]) -> SheetShown:
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
    return SheetShown(sheet.number, sheet.name, True, sheet.header_row, columns)


def _not_understood(sheet: Any, tops: Mapping[str, Any]) -> SheetShown:
    """With a guess for each column, where some row looks like headings though not enough."""
    top = tops.get(str(sheet.number), []) if sheet.why != "by_choice" else []
    header = find_header(top) if top else None
    guesses = {each.index: each for each in header.columns} if header else {}
    width = max(map(len, top), default=0)
    columns = tuple(
        ColumnShown(at, guesses[at].heading, guesses[at].column)
        if at in guesses and guesses[at].column != Column.OTHER
        else ColumnShown(at)
        for at in range(width)
    )
    row = header.row + 1 if header else None
    return SheetShown(sheet.number, sheet.name, False, row, columns, top, sheet.why)


class ChoicesForm(forms.Form):
    """Changes are what differs from what the page showed; the rest stays as it was chosen."""

    def __init__(
        self,
        *args: Any,
        layout: BookLayout,
        sheets: Sequence[SheetShown],
        choices: Choices,
        order: str = "",
        orders: ChoicesOf | None = None,
        **kwargs: Any,
    ) -> None:
        """``orders``: the ways of reading dates to choose from, ``order`` the one preselected."""
        super().__init__(*args, **kwargs)
        self.earlier, self.sheets = choices, sheets
        self.fields["text"] = forms.ChoiceField(
            label=_("Letters of the book"),
            choices=[(code, text_label(code)) for code in TEXT_CODES],
            initial=choices.text or layout.text or AS_IT_STANDS,
            required=False,
            widget=forms.RadioSelect(attrs={"form": FORM_ID}),
        )
        self.fields["date_order"] = forms.ChoiceField(
            label=_("Order of day and month"),
            choices=orders or [],
            initial=choices.date_order or order,
            required=False,
            widget=forms.RadioSelect(attrs={"form": FORM_ID}),
        )
        for sheet in sheets:
            self._add(sheet)

    def _add(self, sheet: SheetShown) -> None:
        key, by_choice = f"s{sheet.number}", sheet.left_out == "by_choice"
        if sheet.understood or sheet.columns or by_choice:
            self.fields[f"{key}_out"] = forms.BooleanField(
                label=_("Leave this sheet out"), initial=by_choice, required=False
            )
        if sheet.understood or sheet.columns:
            self.fields[f"{key}_row"] = forms.IntegerField(
                label=_("Headings in row"),
                help_text=_("0: the sheet has no headings."),
                initial=sheet.header_row,
                min_value=0,
                max_value=HEADER_WITHIN,
                required=sheet.understood,
            )
        for column in sheet.columns:
            self.fields[f"{key}_c{column.index}"] = forms.ChoiceField(
                label=_("Column %(letter)s taken as") % {"letter": letter(column.index)},
                choices=_options(column.taken),
                initial=column.taken or "",
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Each sheet that is read has what a visit needs, and nothing twice."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for sheet in self.sheets:
            if not cleaned.get(f"s{sheet.number}_out"):
                self._check(sheet, cleaned)
        readable = [sheet for sheet in self.sheets if f"s{sheet.number}_out" in self.fields]
        if readable and all(cleaned.get(f"s{sheet.number}_out") for sheet in readable):
            self.add_error(None, _("Every sheet is left out. Leave at least one in."))
        return cleaned

    def _check(self, sheet: SheetShown, cleaned: dict[str, Any]) -> None:
        taken = {
            column.index: cleaned.get(f"s{sheet.number}_c{column.index}") or ""
            for column in sheet.columns
        }
        counts = Counter(filter(None, taken.values()))
        for index, value in taken.items():
            if value and counts[value] > 1 and value not in _SEVERAL:
                others = [letter(at) for at, same in taken.items() if same == value]
                text = _("Taken twice as %(column)s: columns %(letters)s. Choose one of them.") % {
                    "column": Column(value).label,
                    "letters": ", ".join(others),
                }
                self.add_error(f"s{sheet.number}_c{index}", text)
        same_row = cleaned.get(f"s{sheet.number}_row") == sheet.header_row
        if sheet.understood and same_row and (missing := _missing(set(taken.values()))):
            text = _("The sheet “%(sheet)s” needs a column for: %(columns)s.") % {
                "sheet": sheet.name,
                "columns": ", ".join(str(column.label) for column in missing),
            }
            self.add_error(None, text)

    def choices(self) -> Choices:
        """The valid form's choices for the book."""
        given = self.cleaned_data
        text = self.earlier.text
        if given["text"] and "text" in self.changed_data:
            text = given["text"]
        sheets = {
            sheet.number: self._sheet(sheet)
            for sheet in self.sheets
            if f"s{sheet.number}_out" in self.fields
        }
        return changed(self.earlier, text=text, date_order=given["date_order"], sheets=sheets)

    def _sheet(self, sheet: SheetShown) -> SheetChoices:
        key, before = f"s{sheet.number}", self.earlier.of(sheet.number)
        if self.cleaned_data[f"{key}_out"]:
            return SheetChoices(before.header_row, {}, left_out=True)
        row = before.header_row
        if f"{key}_row" in self.changed_data:
            row = self.cleaned_data[f"{key}_row"]
        columns = {
            column.index: Column(taken)
            for column in sheet.columns
            if (taken := self.cleaned_data[f"{key}_c{column.index}"])
            and f"{key}_c{column.index}" in self.changed_data
        }
        return SheetChoices(row, columns)

    def parts(self) -> Iterator[dict[str, Any]]:
        """For the page: each sheet with its fields."""
        for sheet in self.sheets:
            key = f"s{sheet.number}"
            chosen = self.earlier.of(sheet.number)
            yield {
                "sheet": sheet,
                "out": self[f"{key}_out"] if f"{key}_out" in self.fields else None,
                "row": self[f"{key}_row"] if f"{key}_row" in self.fields else None,
                "columns": [
                    {
                        "letter": letter(column.index),
                        "heading": column.heading,
                        "samples": column.samples,
                        "taken": column.taken.label if column.taken else "",
                        "used": column.taken not in (None, Column.OTHER, Column.ORDINAL),
                        "changed": column.index in chosen.columns,
                        "field": self[f"{key}_c{column.index}"],
                    }
                    for column in sheet.columns
                ],
            }


def _options(taken: Column | None) -> ChoicesOf:
    offered = _OFFERED if taken is None or taken in _OFFERED else (taken, *_OFFERED)
    options: ChoicesOf = [(column.value, column.label) for column in offered]
    return options if taken is not None else [("", _("Choose…")), *options]


def _missing(taken: set[str]) -> list[Column]:
    """Needed columns that none is taken as; a column of dates may hold the times as well."""
    known = taken | ({Column.TIME_IN} if Column.DATE in taken else set())
    return [column for column in NEEDED if column not in known]
