"""What an editor decides about a book: its columns, its letters, the order of its dates.

Every decision has the book read again from the start. Checks the account's right and jurisdiction.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from plugins.declarations.logbooks import tasks
from plugins.declarations.logbooks.models import Logbook, LogbookStatus, RowOutcome
from plugins.declarations.logbooks.services import check_may_import
from plugins.declarations.logbooks.shown import layout_of
from plugins.declarations.logbooks.understanding.choices import Choices, SheetChoices
from plugins.declarations.logbooks.understanding.shapes import sheet_shapes

OPEN = (LogbookStatus.PREVIEW, LogbookStatus.FAILED)
# Beside the choices in Logbook.choices: the shapes that the sheets had before any choice.
RECOGNISED = "recognised"
_DECIDED = (RowOutcome.POSSIBLE, RowOutcome.SEPARATE, RowOutcome.DUPLICATE)


@transaction.atomic
def choose(logbook: Logbook, choices: Choices, *, by: Any) -> bool:
    """Have the book read again with these choices; False if it is past that.

    Raises PermissionDenied.
    """
    check_may_import(by, logbook.venue)
    before = logbook.choices.get(RECOGNISED)
    if before is None and (layout := layout_of(logbook)):
        before = {str(number): shape for number, shape in sheet_shapes(layout).items()}
    kept = {**choices.to_json(), RECOGNISED: before} if choices != Choices() else {}
    changed = Logbook.objects.filter(pk=logbook.pk, status__in=OPEN, chunks_done=0).update(
        choices=kept,
        status=LogbookStatus.READING,
        heartbeat_at=timezone.now(),
        finished_at=None,
    )
    if changed:
        tasks.read_book.enqueue(str(logbook.pk))
    return bool(changed)


def is_open(logbook: Logbook) -> bool:
    """Whether its choices can still be changed."""
    return logbook.status in OPEN and not logbook.chunks_done


def version(logbook: Logbook) -> str:
    """Tells one reading of a book from another: what a page shows may be read anew meanwhile."""
    return logbook.finished_at.isoformat() if logbook.finished_at else ""


def changed(
    old: Choices, *, text: str, date_order: str, sheets: Mapping[int, SheetChoices]
) -> Choices:
    """Earlier choices with the later ones of some sheets laid over them.

    Another row of headings means other columns: what was chosen for the old ones falls away.
    """
    together = dict(old.sheets)
    for number, new in sheets.items():
        before = together.get(number, SheetChoices())
        columns = new.columns
        if new.header_row == before.header_row:
            columns = {**before.columns, **columns}
        together[number] = replace(new, columns=columns)
    plain = SheetChoices()
    return Choices(text, date_order, {n: each for n, each in together.items() if each != plain})


def decisions_to_lose(logbook: Logbook) -> int:
    """How many possible duplicates an editor decided; one query.

    Read again, those are forgotten whose rows say something else then (see jobs/edits.py).
    """
    decided = logbook.rows.filter(decided_by__isnull=False, outcome__in=_DECIDED)
    return decided.count()
