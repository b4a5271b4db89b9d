"""The form in which an editor changes how a book is read: columns, headings, letters, dates.

Its fields: ``text``, ``date_order`` and, for sheet 1, ``s1_out`` (left out), ``s1_row`` (of the
headings), ``s1_c0``, ``s1_c1``, … (what a column is taken as). Sheets that look alike share the
fields of the first, but each can be left out.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plugins.declarations.logbooks.choosing.questions import AS_IT_STANDS
from plugins.declarations.logbooks.choosing.services import changed
from plugins.declarations.logbooks.choosing.sheets_shown import SheetShown
from plugins.declarations.logbooks.messages import text_label
from plugins.declarations.logbooks.understanding.choices import Choices, SheetChoices
from plugins.declarations.logbooks.understanding.columns import JOINED, NEEDED, Column
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
        key = f"s{sheet.number}"
        if not sheet.can_be_chosen:
            return
        for number, name in sheet.names.items():
            self.fields[f"s{number}_out"] = forms.BooleanField(
                label=name if len(sheet.names) > 1 else _("Leave this sheet out"),
                initial=sheet.left_out == "by_choice",
                required=False,
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
        outs = [f"s{n}_out" for sheet in self.sheets if sheet.can_be_chosen for n in sheet.names]
        for sheet in self.sheets:
            if not all(cleaned.get(f"s{number}_out") for number in sheet.names):
                self._check(sheet, cleaned)
        if outs and all(map(cleaned.get, outs)):
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
                "sheet": sheet.names[sheet.number],
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
            number: self._sheet(sheet, number)
            for sheet in self.sheets
            if sheet.can_be_chosen
            for number in sheet.names
        }
        return changed(self.earlier, text=text, date_order=given["date_order"], sheets=sheets)

    def _sheet(self, sheet: SheetShown, number: int) -> SheetChoices:
        key, before = f"s{sheet.number}", self.earlier.of(number)
        if self.cleaned_data[f"s{number}_out"]:
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
                "outs": [self[f"s{n}_out"] for n in sheet.names if sheet.can_be_chosen],
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
