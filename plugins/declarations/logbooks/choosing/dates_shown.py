"""In words: how the dates of a book are read."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from plugins.declarations.logbooks.understanding.columns import Column
from plugins.declarations.logbooks.understanding.dates import (
    YEAR_FIRST,
    DateContext,
    parse_date,
)
from plugins.declarations.logbooks.understanding.layout import BookLayout, SheetLayout
from plugins.declarations.logbooks.understanding.moments import parse_moment

EXAMPLES = 3
ORDERS = ("dmy", "mdy")


def order_text(order: str) -> str:
    """The order of day and month in words."""
    if order == YEAR_FIRST:
        return _("Year before month and day")
    return _("Month before day") if order == "mdy" else _("Day before month")


def examples(layout: BookLayout, order: str) -> list[tuple[str, str]]:
    """Dates of the book that can be read both ways, as written, and what they are in this order."""
    found = []
    for sheet in layout.sheets:
        for written in sheet.order_examples:
            if sheet.order_asked and (read := _read(written, order, sheet, layout)):
                found.append((written, read))
    return found[:EXAMPLES]


def orders(layout: BookLayout) -> list[tuple[str, str]]:
    """The choices: as the book shows, unless it does not; and both orders, with examples."""
    options = [] if layout.asks_order else [("", _("As the book shows"))]
    for order in ORDERS:
        shown = "; ".join(f"{written} = {read}" for written, read in examples(layout, order))
        text = order_text(order)
        options.append((order, f"{text}: {shown}" if shown else text))
    return options


def date_facts(sheet: SheetLayout, book: BookLayout, samples: Mapping[str, Any]) -> list[str]:
    """In which order the dates of a sheet are read, where the day and its year come from."""
    facts = [f"{order_text(sheet.date_order)}."]
    if example := _example(sheet, book, samples):
        facts.append(_("“%(written)s” is read as %(day)s.") % example)
    if sheet.swapped_cells:
        facts.append(_("The spreadsheet program had taken days for months; this was put right."))
    if sheet.title_day:
        facts.append(_("The day stands in the title or in the sheet's name."))
    elif not sheet.has(Column.DATE) and not _with_the_time(sheet, book, samples):
        facts.append(_("The day stands in rows of its own above the visits."))
    if sheet.fill_down:
        facts.append(_("An empty date means the date above it."))
    years = [year for period in book.periods_for(sheet)[:1] for year in period.years]
    if years:
        facts.append(_("Year: %(years)s.") % {"years": ", ".join(map(str, years))})
    return facts


def _example(
    sheet: SheetLayout, book: BookLayout, samples: Mapping[str, Any]
) -> dict[str, str] | None:
    """A date as it is written in the book, and the day that it is read as."""
    at = sheet.index_of(Column.DATE)
    texts = list(sheet.order_examples)
    # Dates that the program holds as such are shown day first, whatever the order of texts.
    if at is not None and sheet.date_order == "dmy" and not sheet.swapped_cells:
        texts += samples.get(str(sheet.number), {}).get(str(at), [])
    for written in texts:
        if read := _read(written, sheet.date_order, sheet, book):
            return {"written": written, "day": read}
    return None


def _with_the_time(sheet: SheetLayout, book: BookLayout, samples: Mapping[str, Any]) -> bool:
    """Whether the column of times holds the days as well."""
    at = sheet.index_of(Column.TIME_IN)
    texts = samples.get(str(sheet.number), {}).get(str(at), [])
    context = DateContext(sheet.date_order, book.periods_for(sheet))
    return any(parse_moment(text, context, of_day=False).day for text in texts)


def _read(written: str, order: str, sheet: SheetLayout, book: BookLayout) -> str:
    """The day in words; "" where the text is no day in this order."""
    day = parse_date(written, DateContext(order, book.periods_for(sheet))).day
    return date_format(day, pgettext("day-in-words", "j F Y")) if day else ""
