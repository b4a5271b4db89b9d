"""Keeping, and showing, the rows of a book that did not become visits."""

from collections.abc import Iterable, Sequence
from typing import Any

from people.sealing import seal, unseal
from plugins.declarations.logbooks.models import Logbook, LogbookRow, RowOutcome
from plugins.declarations.logbooks.understanding.entries import Refused
from plugins.declarations.services import NewVisit

_BATCH = 1000


def keep_refused(logbook: Logbook, rows: Sequence[Refused]) -> None:
    """Keep refused rows with their cells sealed."""
    _keep(
        LogbookRow(
            logbook=logbook,
            sheet=row.sheet,
            row=row.row,
            outcome=RowOutcome.REFUSED,
            faults=[[fault.column.value, fault.code] for fault in row.faults],
            sealed=seal({"cells": row.cells}, context=_context(logbook, row.sheet, row.row)),
        )
        for row in rows
    )


def keep_duplicates(logbook: Logbook, visits: Iterable[NewVisit]) -> None:
    """Keep which rows repeat which visits."""
    _keep(
        LogbookRow(
            logbook=logbook,
            sheet=visit.logbook_sheet,
            row=visit.logbook_row,
            outcome=RowOutcome.DUPLICATE,
            visit_id=visit.id,
        )
        for visit in visits
    )


def cells_of(logbook: Logbook, row: LogbookRow) -> list[str]:
    """The texts of a refused row; empty for a duplicate."""
    if row.sealed is None:
        return []
    data: dict[str, Any] = unseal(row.sealed, context=_context(logbook, row.sheet, row.row))
    return list(data["cells"])


def _keep(rows: Iterable[LogbookRow]) -> None:
    LogbookRow.objects.bulk_create(rows, batch_size=_BATCH)


def _context(logbook: Logbook, sheet: int, row: int) -> bytes:
    return b"logbook-row:" + logbook.pk.bytes + f":{sheet}:{row}".encode()
