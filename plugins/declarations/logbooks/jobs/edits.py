"""What editors made of rows outlives a reading anew, with other choices or another year.

The rows of a book are forgotten when it is read again. What was typed is kept in a sealed file
until the book waits for confirmation once more; then it is put back wherever the row is refused
again and says the same as it did. What was decided about a possible duplicate holds again where
the row tells of the same visit, and may repeat the same one, as before.
"""

import json
from collections.abc import Iterator
from functools import reduce
from itertools import groupby, islice
from operator import or_
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import F, Q

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
    RowOutcome.DUPLICATE,  # that a mended row turned out to be, or that was decided to be one
    RowOutcome.POSSIBLE,  # decided to be the same: see deciding.services
    RowOutcome.SEPARATE,
)
_CONTENT = slice(2, 7)  # of an entry: name, phone, ID and times
Place = tuple[int, int]  # sheet and row


def keep_edits(logbook: Logbook, files: BookFiles) -> None:
    """Keep what was typed, set aside and decided, before the rows are forgotten.

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
        "entry": texts.get("entry"),
        "same": row.outcome != RowOutcome.SEPARATE,
        "visit": row.visit_id and row.visit_id.hex,
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
    _decide_again(logbook, account, by_place)


def _decide_again(logbook: Logbook, account: Any, by_place: dict[Place, Any]) -> None:
    """Some queries, however many rows there are."""
    waiting = {"outcome": RowOutcome.POSSIBLE, "decided_by": None, "sealed__isnull": False}
    decided: dict[bool, list[int]] = {True: [], False: []}
    for row in logbook.rows.filter(_at(by_place), **waiting):
        edit = by_place[row.sheet, row.row]
        if edit["mended"] or not edit.get("entry") or row.visit_id is None:
            continue
        entry = texts_of(logbook, row)["entry"]
        says_the_same = entry[_CONTENT] == edit["entry"][_CONTENT]
        if says_the_same and row.visit_id.hex == edit["visit"]:
            decided[edit["same"]].append(row.pk)
    rows, others = LogbookRow.objects.order_by(), decided[False]
    rows.filter(pk__in=decided[True]).update(decided_by=account)
    rows.filter(pk__in=others).update(decided_by=account, outcome=RowOutcome.SEPARATE)
    if others:
        Logbook.objects.filter(pk=logbook.pk).update(
            expected_new=F("expected_new") + len(others),
            expected_duplicate=F("expected_duplicate") - len(others),
        )


def _with_mended(logbook: Logbook, row: LogbookRow, mended: list[str], day: str) -> bytes:
    texts = {"mended": mended, "mended_day": day, "faults": row.faults}
    return sealed_texts(logbook, row, texts_of(logbook, row) | texts)


def _refused_again(logbook: Logbook, places: dict[Place, Any]) -> Iterator[LogbookRow]:
    yield from logbook.rows.filter(_at(places), outcome=RowOutcome.REFUSED, sealed__isnull=False)


def _at(places: dict[Place, Any]) -> Q:
    return reduce(or_, (Q(sheet=sheet, row=row) for sheet, row in places))
