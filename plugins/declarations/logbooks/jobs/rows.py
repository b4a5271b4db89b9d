"""Keeping, and showing, the rows of a book that did not become visits."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from people.sealing import seal, unseal
from plugins.declarations.bulk import BulkTable
from plugins.declarations.logbooks.deciding.duplicates import Sorted
from plugins.declarations.logbooks.jobs.visits import Batch
from plugins.declarations.logbooks.models import Logbook, LogbookRow, RowOutcome
from plugins.declarations.logbooks.understanding.entries import Refused

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


def keep_duplicates(logbook: Logbook, batch: Batch, visits: Mapping[int, str]) -> None:
    """Keep which rows of a chunk repeat which visits, by their places in it; one statement."""
    outcome, rows = RowOutcome.DUPLICATE.value, batch.rows
    _TABLE.insert(
        [
            (logbook.pk, rows[n].sheet, rows[n].row, outcome, "[]", None, UUID(visit))
            for n, visit in visits.items()
        ]
    )


def keep_possible(logbook: Logbook, batch: Batch, found: Sorted) -> None:
    """Keep which rows of a chunk may repeat which visits, with their entries; one statement."""
    outcome, kept = RowOutcome.POSSIBLE.value, []
    for n, (visit, occurrence) in found.possible.items():
        sheet, number = batch.rows[n].sheet, batch.rows[n].row
        texts = {"entry": batch.entries[n], "occurrence": occurrence}
        sealed = seal(texts, context=_context(logbook, sheet, number))
        kept.append((logbook.pk, sheet, number, outcome, "[]", sealed, UUID(visit)))
    _TABLE.insert(kept)


def cells_of(logbook: Logbook, row: LogbookRow) -> list[str]:
    """The texts of a refused row; empty for a duplicate."""
    return list(texts_of(logbook, row).get("cells", []))


def texts_of(logbook: Logbook, row: LogbookRow) -> dict[str, Any]:
    """What is sealed with a row; empty where nothing is.

    Keys: "cells" as in the book and "day", as Refused has them; "mended", what an editor made of
    the cells, with "mended_day"; "entry" (Entry.to_list) where that can become a visit, and
    "occurrence" (see visit_ids.paper_hex) where it is possibly a duplicate.
    """
    if row.sealed is None:
        return {}
    return unseal(row.sealed, context=_context(logbook, row.sheet, row.row))


def sealed_texts(logbook: Logbook, row: LogbookRow, texts: dict[str, Any]) -> bytes:
    """What `texts_of` opens."""
    return seal(texts, context=_context(logbook, row.sheet, row.row))


def _context(logbook: Logbook, sheet: int, row: int) -> bytes:
    return b"logbook-row:" + logbook.pk.bytes + f":{sheet}:{row}".encode()
