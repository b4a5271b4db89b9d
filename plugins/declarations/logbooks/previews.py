"""What the page that waits for confirmation shows of a book."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from plugins.declarations.apps import DeclarationsConfig
from plugins.declarations.logbooks.choosing.dates_shown import date_facts, orders
from plugins.declarations.logbooks.choosing.forms import ChoicesForm
from plugins.declarations.logbooks.choosing.mappings import ADD, mappings_for
from plugins.declarations.logbooks.choosing.questions import (
    OLD_ENCODINGS,
    converted_from,
    open_questions,
    remembered,
)
from plugins.declarations.logbooks.choosing.services import decisions_to_lose, is_open, version
from plugins.declarations.logbooks.choosing.sheets_shown import sheets_shown
from plugins.declarations.logbooks.jobs.findings import preview_texts
from plugins.declarations.logbooks.jobs.rows import cells_of
from plugins.declarations.logbooks.messages import (
    fault_text,
    ignored_text,
    left_out_text,
    repair_message,
    text_label,
)
from plugins.declarations.logbooks.models import Logbook, RowOutcome
from plugins.declarations.logbooks.shown import groups, layout_of, sheet_name
from plugins.declarations.logbooks.titles import other_venue
from plugins.declarations.logbooks.understanding.choices import Choices, SheetChoices
from plugins.declarations.logbooks.understanding.columns import Column
from plugins.declarations.logbooks.understanding.layout import BookLayout
from plugins.declarations.logbooks.understanding.resource import Line, LogbookResource
from plugins.declarations.logbooks.understanding.text import letter

NAMES_SHOWN = 8  # of sheets that look alike
REFUSED_SHOWN = 20  # rows with faults while the book is read


def choices_form(logbook: Logbook, data: Mapping[str, Any] | None = None) -> ChoicesForm | None:
    """The form that changes how the book is read; None where there is nothing to change."""
    layout = layout_of(logbook)
    if layout is None or not is_open(logbook):
        return None
    return ChoicesForm(
        data,
        layout=layout,
        sheets=sheets_shown(layout, preview_texts(logbook)),
        choices=Choices.from_json(logbook.choices),
        order=remembered(logbook.venue_id).date_order if layout.asks_order else "",
        orders=orders(layout),
    )


def reading_choices(
    logbook: Logbook, form: ChoicesForm | None = None, *, account: Any
) -> dict[str, Any]:
    """Context of the part that shows how the book was read, and lets it be changed.

    ``form`` is the one that was sent, if it had faults; ``account`` looks at it.
    """
    form = form or choices_form(logbook)
    layout, texts = layout_of(logbook), preview_texts(logbook)
    if form is None or layout is None:
        return {}
    known = remembered(logbook.venue_id)
    code = converted_from(logbook.layout)
    facts = {s.number: date_facts(s, layout, texts.get("samples", {})) for s in layout.sheets}
    return {
        "choices_form": form,
        "version": version(logbook),
        "parts": [
            {
                **part,
                "name": _name(part["sheet"].names),
                "facts": facts.get(part["sheet"].number, []),
                "why": _why(part["sheet"], layout),
                "top": list(enumerate(part["sheet"].top, start=1)),
            }
            for part in form.parts()
        ],
        "understood": bool(layout.sheets),
        "may_save": bool(form.earlier.sheets) and account.has_perm(ADD),
        "mappings": mappings_for(logbook, account=account),
        "other_venue": other_venue(logbook, texts.get("titles", []), account=account),
        "decided": _decided(form.earlier, layout),
        "decisions_to_lose": decisions_to_lose(logbook),
        "open_questions": open_questions(logbook, known=known),
        "converted": text_label(code) if code else "",
        "is_text_file": code in OLD_ENCODINGS.values(),
        "text_certain": layout.text_certain,
        "text_remembered": bool(code) and known.text == code,
        "conversions": texts.get("conversions", []),
        "asks_order": layout.asks_order,
        "order_remembered": bool(known.date_order) and not form.earlier.date_order,
    }


def preview(logbook: Logbook) -> dict[str, Any]:
    """Context of the page that waits for confirmation, besides reading_choices."""
    layout, texts = layout_of(logbook), preview_texts(logbook)
    if layout is None:
        return {}
    return {
        "first": _first_rows(texts["first"], layout),
        "repairs": _repairs(logbook, layout, texts.get("repaired", {})),
        "ignored": [
            (ignored_text(why), count) for why, count in logbook.findings.get("ignored", {}).items()
        ],
        "ignored_rows": [
            {
                "sheet": sheet_name(layout, sheet),
                "row": row,
                "why": ignored_text(why),
                "text": text,
            }
            for sheet, row, why, text in texts["ignored"]
            if why not in {"day", "heading"}
        ],
        "over": logbook.findings.get("over", 0),
        "retention_days": DeclarationsConfig.setting("retention_days"),
        "year_missing": any(
            key.endswith(":date_year_unknown") for key in logbook.findings.get("faults", {})
        ),
    }


def _name(names: Mapping[int, str]) -> str:
    """The name of a sheet, or of several that look alike."""
    if len(names) == 1:
        return next(iter(names.values())) or _("Table")
    shown = ", ".join([*names.values()][:NAMES_SHOWN]) + (", …" if len(names) > NAMES_SHOWN else "")
    return _("%(n)s sheets alike: %(names)s") % {"n": len(names), "names": shown}


def _why(sheet: Any, layout: BookLayout) -> str:
    """Why a sheet is left out; "" where it is read."""
    found = next((each for each in layout.left_out if each.number == sheet.number), None)
    return left_out_text(found.why, list(found.missing)) if found else ""


def _decided(choices: Choices, layout: BookLayout) -> list[str]:
    """The editor's choices so far, in words."""
    both: list[Any] = [*layout.sheets, *layout.left_out]
    names = {each.number: each.name or _("Table") for each in both}
    headings = {(s.number, c.index): c.heading for s in layout.sheets for c in s.columns}
    said = []
    if choices.text:
        said.append(_("Letters: %(what)s") % {"what": text_label(choices.text)})
    for number, sheet in sorted(choices.sheets.items()):
        said += _of_sheet(number, sheet, names.get(number, str(number)), headings)
    return said


def _of_sheet(
    number: int, sheet: SheetChoices, name: str, headings: Mapping[tuple[int, int], str]
) -> list[str]:
    said = []
    if sheet.left_out:
        said.append(_("left out"))
    elif sheet.header_row is not None:
        row = {"row": sheet.header_row}
        said.append(_("headings in row %(row)s") % row if sheet.header_row else _("no headings"))
    for index, column in sorted(sheet.columns.items()):
        heading = headings.get((number, index), "")
        place = f"{letter(index)} “{heading}”" if heading else letter(index)
        what = {"column": place, "taken": column.label}
        said.append(_("column %(column)s taken as %(taken)s") % what)
    return [f"{name}: {each}" for each in said]


def _repairs(
    logbook: Logbook, layout: BookLayout, repaired: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Kinds of repairs, each with its first cells: the row, as in the book, as recorded."""
    several = len(layout.sheets) > 1
    return [
        {
            "group": group,
            "cells": [
                {
                    "sheet": sheet_name(layout, entry[0]) if several else "",
                    "row": entry[1],
                    "before": before,
                    "after": _recorded(group.key.partition(":")[0], entry),
                }
                for before, entry in repaired.get(group.key, [])
            ],
        }
        for group in groups(logbook.findings.get("repairs", {}), repair_message)
    ]


def _recorded(column: str, entry: list[Any]) -> str:
    """What is recorded of a column of an entry, as it is shown; "" where nothing is."""
    line = _line(entry)
    if column == Column.TIME_OUT and line.checked_out:
        form = "%H:%M %d/%m/%Y" if line.leaves_later else "%H:%M"
        return line.checked_out.strftime(form)
    resource = LogbookResource()
    field = resource.fields.get(column)
    return str(field.export(line)) if field else ""


def _first_rows(entries: list[list[Any]], layout: BookLayout) -> dict[str, Any]:
    """The first visits as they will be written: titles of the columns, and texts."""
    several = len(layout.sheets) > 1
    resource = LogbookResource()
    lines = [_line(entry) for entry in entries]
    names = [*resource.OWN]
    if any(line.leaves_later for line in lines):
        names.insert(2, Column.DATE_OUT.value)
    return {
        "titles": [Column(name).label for name in names],
        "rows": [
            {
                "sheet": sheet_name(layout, entry[0]) if several else "",
                "number": entry[1],
                "cells": resource.export_resource(line, selected_fields=names),
            }
            for entry, line in zip(entries, lines, strict=True)
        ],
    }


def _line(entry: list[Any]) -> Line:
    _sheet, _row, name, phone, id_number, came, left, details, _repairs = entry
    zone = timezone.get_current_timezone()
    return Line(
        datetime.fromtimestamp(came, zone),
        datetime.fromtimestamp(left, zone) if left is not None else None,
        name,
        phone,
        id_number,
        details.get("address", ""),
        details.get("notes", ""),
    )


def first_refused(logbook: Logbook) -> list[dict[str, Any]]:
    """The first rows with faults, while the book is still read; one query."""
    layout = layout_of(logbook)
    if layout is None:
        return []
    several = len(layout.sheets) > 1
    return [
        {
            "sheet": sheet_name(layout, row.sheet) if several else "",
            "row": row.row,
            "faults": [(Column(column).label, fault_text(code)) for column, code in row.faults],
            "cells": " · ".join(filter(None, cells_of(logbook, row))),
        }
        for row in logbook.rows.filter(outcome=RowOutcome.REFUSED)[:REFUSED_SHOWN]
    ]
