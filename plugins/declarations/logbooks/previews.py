"""What the page that waits for confirmation shows of a book."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from plugins.declarations.logbooks.jobs.findings import preview_texts
from plugins.declarations.logbooks.messages import ignored_text, left_out_text, repair_message
from plugins.declarations.logbooks.models import Logbook
from plugins.declarations.logbooks.shown import groups, layout_of, sheet_name
from plugins.declarations.logbooks.understanding.columns import Column
from plugins.declarations.logbooks.understanding.layout import BookLayout, SheetLayout
from plugins.declarations.logbooks.understanding.resource import Line, LogbookResource
from plugins.declarations.logbooks.understanding.text import letter


def preview(logbook: Logbook) -> dict[str, Any]:
    """Context of the page that waits for confirmation."""
    layout, texts = layout_of(logbook), preview_texts(logbook)
    if layout is None:
        return {}
    return {
        "sheets": [_sheet(sheet, layout, texts["samples"]) for sheet in layout.sheets],
        "left_out": [(s.name, left_out_text(s.why, list(s.missing))) for s in layout.left_out],
        "first": _first_rows(texts["first"]),
        "repairs": groups(logbook.findings.get("repairs", {}), repair_message),
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
        "year_missing": any(
            key.endswith(":date_year_unknown") for key in logbook.findings.get("faults", {})
        ),
    }


def _sheet(sheet: SheetLayout, book: BookLayout, samples: dict[str, Any]) -> dict[str, Any]:
    texts = samples.get(str(sheet.number), {})
    return {
        "name": sheet.name or _("Table"),
        "header_row": sheet.header_row,
        "facts": _facts(sheet, book),
        "columns": [
            {
                "letter": letter(found.index),
                "heading": found.heading,
                "title": found.column.label,
                "used": found.column not in {Column.OTHER, Column.ORDINAL},
                "samples": texts.get(str(found.index), []),
            }
            for found in sheet.columns
        ],
    }


def _facts(sheet: SheetLayout, book: BookLayout) -> list[str]:
    """In words: how dates are read and where their year comes from."""
    facts = [
        _("Dates: month before day.")
        if sheet.date_order == "mdy"
        else _("Dates: day before month.")
    ]
    if not sheet.has(Column.DATE):
        facts.append(_("The day stands in rows of its own above the visits."))
    if sheet.fill_down:
        facts.append(_("An empty date means the date above it."))
    years = [year for period in book.periods_for(sheet)[:1] for year in period.years]
    if years:
        facts.append(_("Year: %(years)s.") % {"years": ", ".join(map(str, years))})
    return facts


def _first_rows(entries: list[list[Any]]) -> dict[str, Any]:
    """The first visits as they will be written: titles of the columns, and texts."""
    resource = LogbookResource()
    lines = [_line(entry) for entry in entries]
    names = [*resource.OWN]
    if any(
        line.checked_out and line.checked_out.date() != line.checked_in.date() for line in lines
    ):
        names.insert(2, Column.DATE_OUT.value)
    return {
        "titles": [Column(name).label for name in names],
        "rows": [
            (entry[1], resource.export_resource(line, selected_fields=names))
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
