"""Making an export, within what its account may see at that moment."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.keys import KEYS_AN_ENTRY, PART, hexes
from audit.models import Action
from plugins.tracing.apps import TracingConfig
from plugins.tracing.errors import NotAllowed
from plugins.tracing.exports import files, services
from plugins.tracing.exports.kinds import Kind
from plugins.tracing.exports.listing import Listing, Order
from plugins.tracing.exports.models import Export, ExportState
from plugins.tracing.exports.named import Named
from plugins.tracing.exports.sources import SOURCES
from plugins.tracing.exports.writing import written
from plugins.tracing.handover.sight import sight_for
from plugins.tracing.periods import Period
from plugins.tracing.reasons import Asker, Reason
from plugins.tracing.recording import put_down

ROWS_A_LOOK = 500  # between two signs of life


class Stopped(Exception):
    """The export was cancelled, or its time is over."""


def make(export: Export) -> None:
    """Write the file, record it, and only then offer it; again from the start after a kill.

    Raises TracingRefused where the account may not have it (any more), EngineUnavailable, OSError
    for faults of the disk; nothing of a file stays then.
    """
    begun = Export.objects.filter(pk=export.pk, state__in=services.WAITING).update(
        state=ExportState.RUNNING, rows=0, heartbeat_at=timezone.now()
    )
    if not begun:
        return
    question = services.question_of(export)
    with translation.override(question["language"]):
        order, reason = _order(export, question)
        services.keep_sight(export, question, order.scope)
        listing = SOURCES[Kind(export.kind)](order)
        out = files.Writer(export.pk)
        try:
            with Named() as named:
                rows = _write(export, listing, out, named)
                _running(export, rows=rows)
                out.keep()
                _offer(export, listing, reason, rows, order.period, named)
        except Stopped:
            files.remove(export.pk)
        finally:
            out.drop()


def _order(export: Export, question: dict[str, Any]) -> tuple[Order, Reason]:
    user = export.asked_by
    if not user.is_active or not user.has_perm(services.PERMISSION):
        raise NotAllowed(_("This account may not search visitor histories."))
    scope = sight_for(user)
    asker = Asker(user, export.reason, export.address)
    order = Order(asker, scope, _period(question), question)
    return order, services.reason_for(asker, Kind(export.kind), question)


def _period(question: dict[str, Any]) -> Period:
    """Moments where they were asked for, else days."""
    if "start" in question:
        return Period(*(datetime.fromisoformat(question[name]) for name in ("start", "end")))
    return Period.of_days(*_days(question))


def _days(question: dict[str, Any]) -> tuple[date | None, date | None]:
    first, last = (
        date.fromisoformat(day) if (day := question.get(name)) else None
        for name in ("first", "last")
    )
    return first, last


def _write(export: Export, listing: Listing, out: files.Writer, named: Named) -> int:
    Export.objects.filter(pk=export.pk).update(rows_of=listing.of)
    most = int(TracingConfig.setting("export_rows"))
    file = written(export.form, cast(Any, out), listing.title, listing.columns)
    count = 0
    for row in _watched(export, listing.rows):
        if count == most:
            listing.complete = False
            break
        file.append(row)
        count += 1
        if len(listing.keys) >= KEYS_AN_ENTRY:
            named.add(listing.keys)
            listing.keys.clear()
    named.add(listing.keys)
    file.finish(_about(export, listing, count))
    return count


def _watched(export: Export, rows: Iterator[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """The rows, with signs of life in between. Raises Stopped."""
    for number, row in enumerate(rows):
        if number % ROWS_A_LOOK == 0:
            _running(export, rows=number)
        yield row


def _running(export: Export, **changes: Any) -> None:
    own = Export.objects.filter(pk=export.pk, state=ExportState.RUNNING)
    if not own.update(heartbeat_at=timezone.now(), **changes):
        raise Stopped


def _offer(
    export: Export, listing: Listing, reason: Reason, rows: int, period: Period, named: Named
) -> None:
    """Put on record who stands on the list, and offer it: both or nothing."""
    about: dict[str, Any] = {"kind": export.kind, "export": export.pk.hex}
    details = {**about, "form": export.form, "complete": listing.complete}
    if listing.partial:
        details["partial"] = True
    asker = Asker(export.asked_by, export.reason, export.address)
    with transaction.atomic():
        _running(
            export,
            state=ExportState.READY,
            rows=rows,
            complete=listing.complete and not listing.partial,
            finished_at=timezone.now(),
            problem="",
        )
        for keys in named.parts(KEYS_AN_ENTRY):
            if "keys" in details:  # the entry of the whole list names the last ones
                more = {**about, "what": PART, "keys": details["keys"]}
                put_down(asker, Action.EXPORT, reason, listing.blind, None, more)
            details["keys"] = hexes(keys)
        put_down(asker, Action.EXPORT, reason, listing.blind, rows, details, period)


def _about(export: Export, listing: Listing, rows: int) -> list[tuple[str, str]]:
    days = _days(services.question_of(export))
    shown = [date_format(day, "SHORT_DATE_FORMAT") if day else "…" for day in days]
    asked = timezone.localtime(export.asked_at)
    user = export.asked_by
    whole = _("complete") if listing.complete else _("cut: there is more than this list holds")
    if listing.partial:
        whole = _("PARTIAL: the search index was too slow, visits may be missing. Ask again.")
    return [
        *listing.about,
        *([(_("Days"), " – ".join(shown))] if any(days) else []),
        (_("Reason"), export.reason),
        (_("Asked for by"), user.get_full_name() or user.get_username()),
        (_("Asked for at"), date_format(asked, "SHORT_DATETIME_FORMAT")),
        (_("Number of rows"), str(rows)),
        (_("This list is"), whole),
    ]
