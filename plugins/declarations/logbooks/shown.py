"""What the book's page shows, put together from the database and the sealed previews."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plugins.declarations.logbooks.messages import fault_text
from plugins.declarations.logbooks.models import Logbook, LogbookStatus, RowOutcome
from plugins.declarations.logbooks.understanding.columns import Column
from plugins.declarations.logbooks.understanding.layout import BookLayout

NUMBERS_SHOWN = 12  # row numbers beside a group of faults


@dataclass(frozen=True, slots=True)
class Group:
    """A kind of fault or repair, and how many there are; ``where`` names some rows."""

    column: str
    text: str
    count: int
    where: str = ""
    key: str = ""  # "column:code"


def awaits_result(logbook: Logbook) -> bool:
    """Whether the result workbook is still being made."""
    done = logbook.status == LogbookStatus.DONE
    return done and not (logbook.result_ready or logbook.forgotten or logbook.problem)


def layout_of(logbook: Logbook) -> BookLayout | None:
    """What was understood; None before it is."""
    return BookLayout.from_json(logbook.layout) if logbook.layout else None


def fault_groups(logbook: Logbook) -> list[Group]:
    """Kinds of faults, the commonest first, each with the numbers of its first rows."""
    rows = logbook.rows.filter(outcome=RowOutcome.REFUSED).values_list("sheet", "row", "faults")
    layout = layout_of(logbook)
    several = layout is not None and len(layout.sheets) > 1
    where: dict[str, list[str]] = {}
    for sheet, row, faults in rows[:2000]:
        for column, code in faults:
            numbers = where.setdefault(f"{column}:{code}", [])
            if len(numbers) < NUMBERS_SHOWN:
                name = sheet_name(layout, sheet) if several and layout else ""
                numbers.append(f"{name}!{row}" if name else str(row))
    return groups(logbook.findings.get("faults", {}), fault_text, where)


def counts(logbook: Logbook) -> list[tuple[str, int, str]]:
    """Label, number and kind of each count that together make up the rows read."""
    waiting = logbook.status == LogbookStatus.PREVIEW
    new = logbook.expected_new if waiting else logbook.created
    duplicate = logbook.expected_duplicate if waiting else logbook.duplicate
    found = [
        (_("Rows read"), logbook.read, "read"),
        (_("New visits") if waiting else _("Recorded"), new, "new"),
        (_("Duplicates"), duplicate, "duplicate"),
        (_("With faults"), logbook.refused, "refused"),
    ]
    if logbook.status in (LogbookStatus.CANCELLED, LogbookStatus.FAILED) and logbook.left:
        found.append((_("Not imported"), logbook.left, "left"))
    if logbook.set_aside:
        found.append((_("Set aside"), logbook.set_aside, "aside"))
    return found


def progress(logbook: Logbook) -> dict[str, Any]:
    """How far the import is: done, total, per cent, rows a second and time left.

    The rate is that of the worker at work now, which may have taken over from another.
    """
    done = logbook.created + logbook.duplicate
    total = logbook.read - logbook.refused - logbook.set_aside
    began, before = logbook.started_at or logbook.uploaded_at, 0
    if pace := logbook.findings.get("pace"):  # see jobs.pace.mark_start
        began, before = datetime.fromisoformat(pace["at"]), pace["from"]
    seconds = ((logbook.heartbeat_at or timezone.now()) - began).total_seconds()
    rate = (done - before) / seconds if done > before and seconds > 0 else 0
    return {
        "done": done,
        "total": total,
        "percent": 100 * done // total if total else 0,
        "rate": round(rate),
        "left": duration(timedelta(seconds=logbook.left / rate)) if rate else "",
    }


def duration(span: timedelta) -> str:
    """A span of time to be waited: seconds below a minute, else minutes."""
    seconds = max(1, round(span.total_seconds()))
    if seconds < 60:
        return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}
    minutes = round(seconds / 60)
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def groups(
    counts: dict[str, int], text_of: Any, where: dict[str, list[str]] | None = None
) -> list[Group]:
    """Counts by "column:code" with their texts, the largest first."""
    return [
        Group(
            str(Column(key.partition(":")[0]).label),
            text_of(key.partition(":")[2]),
            count,
            _listed(where.get(key, ()), count) if where else "",
            key,
        )
        for key, count in sorted(counts.items(), key=lambda pair: -pair[1])
    ]


def _listed(numbers: Iterable[str], count: int) -> str:
    shown = list(numbers)
    return ", ".join(shown) + (", …" if count > len(shown) else "")


def sheet_name(layout: BookLayout, number: int) -> str:
    """The name of a sheet by its number, or the number."""
    return next((s.name for s in layout.sheets if s.number == number), str(number))
