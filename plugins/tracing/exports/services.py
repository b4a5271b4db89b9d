"""Asking for exports, cancelling them, and what an account may still ask for today."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from areas.scope import Scope
from people.sealing import SealError, seal, unseal
from plugins.tracing.apps import TracingConfig
from plugins.tracing.casework import access
from plugins.tracing.errors import BadQuestion, NotAllowed, TracingRefused
from plugins.tracing.exports import files
from plugins.tracing.exports.kinds import Form, Kind
from plugins.tracing.exports.models import Export, ExportState
from plugins.tracing.handover.sight import sight_for, words_of
from plugins.tracing.models import CaseStatus
from plugins.tracing.reasons import Asker, Reason, check_reason
from plugins.tracing.services import PERMISSION

WAITING = (ExportState.QUEUED, ExportState.RUNNING)


class QuotaUsed(TracingRefused):
    """The account has had its exports for today."""


def exports_of(user: Any) -> QuerySet[Export]:
    """The account's own; nobody sees another's."""
    return Export.objects.filter(asked_by=user)


def left_today(user: Any) -> int | None:
    """How many exports the account may still ask for today; None without a limit. One query.

    What stopped by a fault, or was cancelled, does not count.
    """
    limit = int(TracingConfig.setting("exports_per_day"))
    if not limit:
        return None
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time()))
    counted = exports_of(user).filter(asked_at__gte=midnight).exclude(state=ExportState.FAILED)
    return max(0, limit - counted.exclude(problem="cancelled").count())


def ask(asker: Asker, kind: Kind, form: Form, question: dict[str, Any]) -> Export:
    """Have a list made in the background.

    ``question`` has what the kind's source needs, and "first" and "last" as ISO days or None, or
    "start" and "end" as ISO moments.
    Raises NotAllowed, NoReason or QuotaUsed.
    """
    from plugins.tracing.exports import tasks

    if not asker.user.has_perm(PERMISSION):
        raise NotAllowed(_("This account may not search visitor histories."))
    reason = reason_for(asker, kind, question)
    if left_today(asker.user) == 0:
        limit = TracingConfig.setting("exports_per_day")
        raise QuotaUsed(
            _("You have had %(n)s exports today, which is the limit. Go on tomorrow.")
            % {"n": limit}
        )
    export = Export(
        kind=kind,
        form=form,
        reason=reason.text,
        asked_by=asker.user,
        address=asker.address,
    )
    export.question = seal(
        {"language": translation.get_language() or "vi", **question}, context=_context(export)
    )
    with transaction.atomic():
        export.save(force_insert=True)
        tasks.make_export.enqueue(str(export.pk))
    return export


def reason_for(asker: Asker, kind: Kind, question: dict[str, Any]) -> Reason:
    """Why the list may be made: a case's call list has its case, an area that helps with it too.

    Everything else must have a reason that will do; raises NoReason.
    """
    if kind == Kind.CASE:
        seen = access.cases_for(asker.user).filter(pk=question["case"], status=CaseStatus.OPEN)
        if (case := seen.first()) is not None:
            return Reason(case.number, case.number)
    return check_reason(asker.reason, sight_for(asker.user))


def keep_sight(export: Export, question: dict[str, Any], scope: Scope) -> None:
    """With what was asked: what the account sees while the list is made."""
    kept = {**question, "sight": words_of(scope)}
    running = Export.objects.filter(pk=export.pk, state=ExportState.RUNNING)
    running.update(question=seal(kept, context=_context(export)))


def check_sight(export: Export, asker: Asker) -> None:
    """Before it is handed out: the account has its reason still, and sees all that it saw.

    Raises NotAllowed, NoReason or BadQuestion.
    """
    question = question_of(export)
    reason_for(asker, Kind(export.kind), question)
    scope = sight_for(asker.user)
    if not scope.everything and not set(question.get("sight", ["?"])) <= set(words_of(scope)):
        raise NotAllowed(_("You may not see all that is on this list any more. Ask for it again."))


def question_of(export: Export) -> dict[str, Any]:
    """What was asked. Raises BadQuestion when that is no longer kept."""
    try:
        return unseal(export.question, context=_context(export))
    except SealError as fault:
        raise BadQuestion(_("What was asked is no longer kept. Ask for it anew.")) from fault


def ask_again(export: Export, asker: Asker) -> Export:
    """The same once more, after a fault or when the file is gone. Raises as `ask`, BadQuestion."""
    question = question_of(export)
    again = Asker(asker.user, export.reason, asker.address)
    return ask(again, Kind(export.kind), Form(export.form), question)


def cancel(export: Export) -> bool:
    """Stop an export that waits or runs; False if it is over already."""
    return _end(export, WAITING, "cancelled")


def taken(export: Export) -> None:
    """The file was handed out whole: it is not kept any longer."""
    _end(export, (ExportState.READY,), "taken")


def drop_old(now: datetime) -> int:
    """Delete exports whose time is over, with what they asked; returns how many."""
    until = now - timedelta(hours=float(TracingConfig.setting("export_hours")))
    old = Export.objects.filter(asked_at__lt=until).exclude(question=b"")
    dropped = 0
    for export in old.only("pk", "state").iterator(chunk_size=500):
        problem = "" if export.state in (ExportState.FAILED, ExportState.GONE) else "expired"
        changes = {"problem": problem} if problem else {}
        Export.objects.filter(pk=export.pk).update(question=b"", state=ExportState.GONE, **changes)
        files.remove(export.pk)
        dropped += 1
    return dropped


def _end(export: Export, states: tuple[ExportState, ...], problem: str) -> bool:
    done = Export.objects.filter(pk=export.pk, state__in=states).update(
        state=ExportState.GONE, problem=problem
    )
    if done:
        files.remove(export.pk)
    return bool(done)


def _context(export: Export) -> bytes:
    return b"export-question:" + export.pk.bytes
