"""Asking other areas for a person's visits there, and answering. Every step is recorded.

The only module that writes HandOver. All functions raise NotAllowed, NoReason or BadQuestion.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from areas.scope import scope_for
from audit.models import Action
from audit.services import record
from plugins.declarations.retention import expired_before
from plugins.tracing.apps import TracingConfig
from plugins.tracing.engines import Engine, answer
from plugins.tracing.errors import BadQuestion, NotAllowed
from plugins.tracing.finding import visits_of_person
from plugins.tracing.handover.models import HandOver, HandOverState
from plugins.tracing.handover.sight import sight_for
from plugins.tracing.models import Case
from plugins.tracing.periods import ALWAYS
from plugins.tracing.persons import people_in
from plugins.tracing.reasons import Asker, check_reason
from plugins.tracing.recording import also_named

TRACE, DECIDE = "tracing.trace_visits", "tracing.decide_handovers"
MOST_DAYS = 30


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A person's visits in an area that the account does not see; ``asked``: its request there."""

    area: Area
    above: str
    visits: int
    asked: HandOver | None


def elsewhere(user: Any, keys: Collection[UUID], counts: dict[str, int]) -> list[Elsewhere]:
    """The areas of ``counts`` (an engine's, by path), most visits first.

    Two queries, none where there are no areas.
    """
    if not counts:
        return []
    paths = {
        path[:end] for path in counts for end in range(Area.steplen, len(path) + 1, Area.steplen)
    }
    areas = {area.path: area for area in Area.objects.filter(path__in=paths)}
    asked: dict[int, HandOver] = {}
    for row in _open(user).order_by("asked_at"):
        if not set(row.keys).isdisjoint(map(str, keys)):
            asked[row.area_id] = row
    found = [
        Elsewhere(area, _above(area, areas), visits, asked.get(area.pk))
        for path, visits in counts.items()
        if (area := areas.get(path))
    ]
    return sorted(found, key=lambda each: (-each.visits, each.area.path))


def ask(asker: Asker, key: UUID, area: Area) -> HandOver:
    """Ask the officials of the area for the visits there, and below, of the person of this key."""
    if not asker.user.has_perm(TRACE):
        raise NotAllowed(_("This account may not search visitor histories."))
    sight = sight_for(asker.user)
    reason = check_reason(asker.reason, scope_for(asker.user))

    def look(engine: Engine) -> tuple[str, set[UUID], int]:
        seen = people_in(visits_of_person(engine, [key], sight, ALWAYS).items)
        keys = {key}.union(*(person.keys for person in seen))
        counts = engine.visits_elsewhere(keys, sight, ALWAYS)
        there = (visits for path, visits in counts.items() if path.startswith(area.path))
        return (seen[0].name if seen else ""), keys, sum(there)

    (name, keys, visits), answered = answer(look)
    if answered.partial:  # it would be a request for a part of the person
        raise BadQuestion(_("The search index is too slow just now. Try again in a minute."))
    if not visits:  # which tells something as well
        _put_down(asker, reason.text, key, 0, {"what": "none", "area": area.pk})
        raise BadQuestion(_("There are no visits of this person in %(area)s.") % {"area": area})
    texts = sorted(str(each) for each in keys)
    forget_old(timezone.now())
    with transaction.atomic():
        for known in _open(asker.user).filter(area=area):
            if not set(known.keys).isdisjoint(texts):
                raise BadQuestion(_("You have asked %(area)s already.") % {"area": area})
        made = HandOver.objects.create(
            case=Case.objects.filter(number=reason.case).first() if reason.case else None,
            keys=texts,
            key=key,
            name=name,
            area=area,
            visits=visits,
            reason=reason.text,
            asked_by=asker.user,
        )
        _record(made, asker, "asked")
    return made


def requests_to(user: Any) -> QuerySet[HandOver]:
    """Requests to the areas that the account answers for, whole areas, not sectors in them."""
    rows = HandOver.objects.select_related("area", "asked_by", "decided_by")
    if not (user.is_active and user.has_perm(DECIDE)):
        return rows.none()
    return rows.filter(scope_for(user).q("area")).exclude(asked_by=user)


def requests_by(user: Any) -> QuerySet[HandOver]:
    """What the account asked for."""
    return HandOver.objects.select_related("area", "asked_by", "decided_by").filter(asked_by=user)


def waiting(user: Any) -> int:
    """How many requests wait for the account's answer."""
    return requests_to(user).filter(state=HandOverState.ASKED).count()


def grant(pk: int, asker: Asker, days: int) -> HandOver:
    """Hand the visits over for some days (1 to MOST_DAYS, else BadQuestion)."""
    if not 1 <= days <= MOST_DAYS:
        raise BadQuestion(_("Choose 1 to %(most)s days.") % {"most": MOST_DAYS})
    until = timezone.now() + timedelta(days=days)
    return _decide(pk, asker, HandOverState.ASKED, HandOverState.GRANTED, until=until)


def refuse(pk: int, asker: Asker) -> HandOver:
    """Hand nothing over."""
    return _decide(pk, asker, HandOverState.ASKED, HandOverState.REFUSED)


def revoke(pk: int, asker: Asker) -> HandOver:
    """End a hand-over before its time; from the next question on the visits are hidden again."""
    return _decide(pk, asker, HandOverState.GRANTED, HandOverState.REVOKED)


def withdraw(pk: int, asker: Asker) -> HandOver:
    """The asker needs it no longer, answered or not."""
    rows = requests_by(asker.user).filter(pk=pk)
    return _change(rows, asker, (HandOverState.ASKED, HandOverState.GRANTED), HandOverState.REVOKED)


def forget_old(now: datetime) -> int:
    """Delete requests from before the visits that are still kept; returns how many.

    A hand-over that holds stays until it ends. What was decided stays in the record, blind.
    """
    return old_requests(now).delete()[0]


def old_requests(now: datetime) -> QuerySet[HandOver]:
    """What ``forget_old`` deletes."""
    old = HandOver.objects.filter(asked_at__lt=expired_before(now))
    return old.exclude(state=HandOverState.GRANTED, until__gt=now)


def default_days() -> int:
    """For how long, unless the official says otherwise."""
    return int(TracingConfig.setting("handover_days"))


def _open(user: Any) -> QuerySet[HandOver]:
    """The account's requests that wait or hold."""
    holds = Q(state=HandOverState.GRANTED, until__gt=timezone.now())
    return HandOver.objects.filter(Q(state=HandOverState.ASKED) | holds, asked_by=user)


def _decide(pk: int, asker: Asker, now: str, then: str, **more: Any) -> HandOver:
    rows = requests_to(asker.user).filter(pk=pk)
    if not rows.exists():
        raise NotAllowed(_("This request is not for your areas."))
    return _change(rows, asker, (now,), then, **more)


@transaction.atomic
def _change(
    rows: QuerySet[HandOver], asker: Asker, now: tuple[str, ...], then: str, **more: Any
) -> HandOver:
    """In one statement, so that of two officials only the first one answers."""
    decision = {"state": then, "decided_by": asker.user, "decided_at": timezone.now(), **more}
    ids = list(rows.values_list("pk", flat=True))
    if not HandOver.objects.filter(pk__in=ids, state__in=now).update(**decision):
        raise BadQuestion(_("This request was answered already."))
    changed = rows.get()
    _record(changed, asker, then)
    return changed


def _record(row: HandOver, asker: Asker, what: str) -> None:
    details: dict[str, Any] = {"what": what, "handover": row.pk, "area": row.area_id}
    if row.case_id:
        details["case"] = row.reason
    if what == HandOverState.GRANTED and row.until:
        details["until"] = row.until.isoformat()
    _put_down(asker, row.reason, row.key, row.visits, details)


def _put_down(asker: Asker, reason: str, key: UUID, visits: int, details: dict[str, Any]) -> None:
    record(
        asker.user,
        Action.HANDOVER,
        reason=reason,
        question=f"key:{key.hex}",
        results=visits,
        address=asker.address,
        details={**details, **also_named(key)},
    )


def _above(area: Area, areas: dict[str, Area]) -> str:
    """Names of the units above, the nearest first."""
    return ", ".join(areas[path].name for path in area.ancestor_paths[-2::-1] if path in areas)
