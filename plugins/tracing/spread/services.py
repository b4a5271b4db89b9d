"""Asking for a run, and cancelling it. Both, and every end, stand in the record of look-ups.

All functions raise NotAllowed, NoReason or BadQuestion.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from areas.scope import scope_for
from audit.keys import KEYS_AN_ENTRY, PART, hexes
from audit.models import Action
from audit.services import record
from plugins.tracing import services
from plugins.tracing.batches import batches
from plugins.tracing.errors import BadQuestion, NotAllowed
from plugins.tracing.links.known import reached
from plugins.tracing.models import Case
from plugins.tracing.reasons import Asker, Reason, check_reason
from plugins.tracing.recording import put_down
from plugins.tracing.spread.limits import FURTHEST, Limits
from plugins.tracing.spread.models import Spread, SpreadState
from plugins.tracing.spread.tasks import work_out

AT_ONCE = 3  # runs of one account that are not over
GOING = (SpreadState.QUEUED, SpreadState.RUNNING)


def start(asker: Asker, key: UUID, name: str, limits: Limits) -> Spread:
    """Have the contacts of the person with this key worked out in the background."""
    if not asker.user.has_perm(services.PERMISSION):
        raise NotAllowed(_("This account may not search visitor histories."))
    reason = check_reason(asker.reason, scope_for(asker.user))
    if not 1 <= limits.orders <= FURTHEST or not 0 <= limits.margin <= services.LONGEST_MARGIN:
        raise BadQuestion(_("Choose 1 to %(most)s orders.") % {"most": FURTHEST})
    if runs_of(asker.user).filter(state__in=GOING).count() >= AT_ONCE:
        raise BadQuestion(_("%(most)s of your runs are not over yet. Wait, or cancel one.") % {
            "most": AT_ONCE
        })  # fmt: skip
    with transaction.atomic():
        run = Spread.objects.create(
            case=Case.objects.filter(number=reason.case).first() if reason.case else None,
            key=key,
            name=name,
            reason=reason.text,
            asked_by=asker.user,
            address=asker.address,
            first_day=limits.first,
            last_day=limits.last,
            orders=limits.orders,
            margin=limits.margin,
            least_minutes=limits.least_minutes,
            categories=list(limits.categories),
        )
        record_step(run, "started", None)
        transaction.on_commit(lambda: work_out.enqueue(str(run.pk)))
    return run


def runs_of(user: Any) -> QuerySet[Spread]:
    """What the account asked for, newest first."""
    return Spread.objects.filter(asked_by=user)


def cancel(run: Spread) -> bool:
    """End a run; what it found stays. False if it was over already."""
    with transaction.atomic():
        ended = {"state": SpreadState.CANCELLED, "finished_at": timezone.now()}
        if not Spread.objects.filter(pk=run.pk, state__in=GOING).update(**ended):
            return False
        record_step(run, "cancelled", run.contacts.count())
    return True


def record_step(run: Spread, what: str, results: int | None) -> None:
    """The entry of a step; the question is the blind key of the person.

    Whom the run has found so far is named, if there are many in further entries.
    """
    found = run.contacts.order_by().values_list("keys", flat=True).iterator(chunk_size=2000)
    named = batches((key for keys in found for key in keys), KEYS_AN_ENTRY)
    _record(run, what, results, next(named, []))
    for keys in named:
        _record(run, PART, None, keys)


def record_shown(run: Spread, asker: Asker, reason: Reason, keys: Iterable[UUID]) -> None:
    """That these of whom a run had found were looked at, a page of them."""
    shown = list(keys)
    details = {"what": "run", "spread": str(run.pk), "keys": hexes(shown)}
    put_down(asker, Action.CONTACTS, reason, f"key:{run.key.hex}", len(shown), details)


def _record(run: Spread, what: str, results: int | None, keys: list[str]) -> None:
    details: dict[str, Any] = {"what": what, "spread": str(run.pk), "order": run.orders}
    if run.case_id:
        details["case"] = run.reason
    for name, day in (("from", run.first_day), ("to", run.last_day)):
        if day:
            details[name] = day.isoformat()
    if named := reached([*map(UUID, keys), run.key]) - {run.key}:
        details["keys"] = hexes(named)
    record(
        run.asked_by,
        Action.CONTACTS,
        reason=run.reason,
        question=f"key:{run.key.hex}",
        results=results,
        address=run.address,
        details=details,
    )
