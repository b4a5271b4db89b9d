"""Keeping, and showing, the rows of a book that did not become visits."""

import json
from collections.abc import Iterable
from typing import Any

from people.sealing import seal, unseal
from plugins.declarations.bulk import BulkTable
from plugins.declarations.logbooks.models import Logbook, LogbookRow, RowOutcome
from plugins.declarations.logbooks.understanding.entries import Refused
from plugins.declarations.services import NewVisit

_COLUMNS = ("logbook_id", "sheet", "row", "outcome", "faults", "sealed", "visit_id")
_TABLE = BulkTable(LogbookRow, _COLUMNS)


def keep_refused(logbook: Logbook, rows: Iterable[Refused]) -> None:
    """Keep refused rows with their cells sealed; one statement."""
    _TABLE.insert(
        [
            (
                logbook.pk,
                row.sheet,
                row.row,
                RowOutcome.REFUSED.value,
                json.dumps([[fault.column.value, fault.code] for fault in row.faults]),
                seal(
                    {"cells": row.cells, "day": row.day},
                    context=_context(logbook, row.sheet, row.row),
                ),
                None,
            )
            for row in rows
        ]
    )


def keep_duplicates(logbook: Logbook, visits: Iterable[NewVisit]) -> None:
    """Keep which rows repeat which visits; one statement."""
    outcome = RowOutcome.DUPLICATE.value
    _TABLE.insert(
        [
            (logbook.pk, visit.logbook_sheet, visit.logbook_row, outcome, "[]", None, visit.id)
            for visit in visits
        ]
    )


def cells_of(logbook: Logbook, row: LogbookRow) -> list[str]:
    """The texts of a refused row; empty for a duplicate."""
    return list(texts_of(logbook, row).get("cells", []))


def texts_of(logbook: Logbook, row: LogbookRow) -> dict[str, Any]:
    """What is sealed with a row; empty where nothing is.

    Keys: "cells" as in the book and "day", as Refused has them; "mended", what an editor made of
    the cells, with "mended_day"; "entry" (Entry.to_list) where that can become a visit.
    """
    if row.sealed is None:
        return {}
    return unseal(row.sealed, context=_context(logbook, row.sheet, row.row))


def sealed_texts(logbook: Logbook, row: LogbookRow, texts: dict[str, Any]) -> bytes:
    """What `texts_of` opens."""
    return seal(texts, context=_context(logbook, row.sheet, row.row))


def _context(logbook: Logbook, sheet: int, row: int) -> bytes:
    return b"logbook-row:" + logbook.pk.bytes + f":{sheet}:{row}".encode()
