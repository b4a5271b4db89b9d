"""What editors made of refused rows outlives a reading anew, with other choices or another year.

The rows of a book are forgotten when it is read again. What was typed is kept in a sealed file
until the book waits for confirmation once more; then it is put back wherever the row is refused
again and says the same as it did.
"""

import json
from collections.abc import Iterator
from functools import reduce
from itertools import groupby, islice
from operator import or_
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q

from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.jobs.rows import sealed_texts, texts_of
from plugins.declarations.logbooks.mending.rereading import RowTexts
from plugins.declarations.logbooks.mending.row_changes import RowChanges
from plugins.declarations.logbooks.models import Logbook, LogbookRow, RowOutcome

AT_ONCE = 200
_EDITED = (
    RowOutcome.REFUSED,
    RowOutcome.MENDED,
    RowOutcome.SET_ASIDE,
    RowOutcome.DUPLICATE,  # that a mended row turned out to be
)
Place = tuple[int, int]  # sheet and row


def keep_edits(logbook: Logbook, files: BookFiles) -> None:
    """Keep what was typed, and which rows were set aside, before the rows are forgotten.

    What a reading that broke off has kept stays: its rows are gone already.
    """
    edited = logbook.rows.filter(outcome__in=_EDITED, decided_by__isnull=False)
    rows = edited.exclude(sealed=None).order_by("decided_by", "sheet", "row")
    lines = [json.dumps(_edit(logbook, row)) for row in rows.iterator(chunk_size=2000)]
    if lines:
        files.put_edits("\n".join(lines).encode())


def put_edits_back(logbook: Logbook, files: BookFiles) -> None:
    """Do again what the editors did. Call inside the transaction that ends the reading."""
    lines = files.edits().splitlines()
    accounts = get_user_model().objects
    for by, edits in groupby(map(json.loads, lines), key=lambda edit: edit["by"]):
        account = accounts.filter(pk=by).first()
        if account is not None:
            while some := list(islice(edits, AT_ONCE)):
                _put_back(logbook, account, some)


def _edit(logbook: Logbook, row: LogbookRow) -> dict[str, Any]:
    texts = texts_of(logbook, row)
    return {
        "by": row.decided_by_id,
        "place": [row.sheet, row.row],
        "aside": row.outcome == RowOutcome.SET_ASIDE,
        "cells": texts.get("cells", []),
        "mended": texts.get("mended"),
        "day": texts.get("mended_day", ""),
    }


def _put_back(logbook: Logbook, account: Any, edits: list[dict[str, Any]]) -> None:
    changes = RowChanges(logbook, account)
    by_place = {(edit["place"][0], edit["place"][1]): edit for edit in edits}
    for row in _refused_again(logbook, by_place):
        edit = by_place[row.sheet, row.row]
        cells, reader = texts_of(logbook, row)["cells"], changes.readers[row.sheet]
        shorter = min(len(cells), len(edit["cells"]))  # other columns may count now
        if cells[:shorter] != edit["cells"][:shorter]:
            continue
        mended = edit["mended"] and [*edit["mended"], *cells[len(edit["mended"]) :]]
        if edit["aside"]:
            if mended:
                row.sealed = _with_mended(logbook, row, mended, edit["day"])
            changes.put_aside(row)
        elif mended:
            changes.change(row, RowTexts(tuple(mended[: reader.width]), edit["day"]))
    changes.write()


def _with_mended(logbook: Logbook, row: LogbookRow, mended: list[str], day: str) -> bytes:
    texts = {"mended": mended, "mended_day": day, "faults": row.faults}
    return sealed_texts(logbook, row, texts_of(logbook, row) | texts)


def _refused_again(logbook: Logbook, places: dict[Place, Any]) -> Iterator[LogbookRow]:
    wanted = reduce(or_, (Q(sheet=sheet, row=row) for sheet, row in places))
    yield from logbook.rows.filter(wanted, outcome=RowOutcome.REFUSED, sealed__isnull=False)
