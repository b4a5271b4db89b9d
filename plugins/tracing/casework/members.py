"""The persons of a case: putting them in, the work on each, handing them to another area."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from plugins.tracing.cases import NotPossible
from plugins.tracing.casework.changes import Stale, claim, note_event
from plugins.tracing.casework.models import MemberState, TestResult
from plugins.tracing.models import Case, CaseMember

FURTHEST = 4  # F4; beyond, "contact" means nothing
MOST_AT_ONCE = 5000
WAITING = (MemberState.TO_CALL, MemberState.NO_ANSWER)  # those that somebody must call
_BATCH = 500


@dataclass(frozen=True, slots=True)
class NewMember:
    """Someone to put into a case; ``order`` counts from the case's F0."""

    key: UUID
    name: str
    order: int
    minutes: int = 0
    meetings: int = 0
    last_met: datetime | None = None
    met_key: UUID | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many persons a case has, how many must be called, how many tested positive."""

    persons: int
    waiting: int
    positive: int


@transaction.atomic
def add_members(case: Case, people: Sequence[NewMember], *, by: Any) -> tuple[int, int]:
    """Put people into a case: returns how many are new, and how many were there already.

    Those already there keep what was done about them; a nearer order and more minutes count.
    Recorded with the number of people. Raises NotPossible for too many at once, or a second F0.
    """
    if len(people) > MOST_AT_ONCE:
        raise NotPossible(
            _("At most %(most)s people at once. Choose fewer.") % {"most": MOST_AT_ONCE}
        )
    by_key = {person.key: person for person in people}
    # One official at a time; the case may have got its F0 just now.
    locked = Case.objects.select_for_update(no_key=True)
    case.person_key = locked.values_list("person_key", flat=True).get(pk=case.pk)
    known = _known(case, by_key)
    new = [person for key, person in by_key.items() if key not in known]
    f0 = [person for person in new if person.order == 0]
    if f0 and (len(f0) > 1 or case.members.filter(order=0).exists()):
        raise NotPossible(_("This case has its F0. Open another case for another F0."))
    for member in known.values():
        _nearer(member, by_key[member.key])
    CaseMember.objects.bulk_create([_row(case, person) for person in new], batch_size=_BATCH)
    if f0 and case.person_key is None:
        case.person_key = f0[0].key
        case.save(update_fields=["person_key"])
    note_event(case, "added", by=by, details={"new": len(new), "known": len(known)})
    return len(new), len(known)


@transaction.atomic
def change_member(
    member: CaseMember,
    *,
    by: Any,
    version: int,
    state: str,
    result: str,
    assigned_to: Any,
    note: str = "",
) -> bool:
    """Record what was done about a person; False if nothing is new. Raises Stale."""
    values = {"state": state, "result": result, "assigned_to": assigned_to}
    before = {name: _code(getattr(member, name)) for name in values}
    changes = {
        name: [before[name], _code(value)]
        for name, value in values.items()
        if before[name] != _code(value)
    }
    if not changes and not note:
        return False
    claim(member, version)
    for name, value in values.items():
        setattr(member, name, value)
    member.save(update_fields=[*values, "changed_at"])
    note_event(member.case, "member", by=by, member=member, details=changes, note=note)
    return True


def put_in_charge(
    members: Iterable[CaseMember], versions: dict[int, int], official: Any, *, by: Any
) -> tuple[int, list[CaseMember]]:
    """Put an official (None: nobody) in charge of several persons, each on its own.

    ``versions`` by primary key, as the list showed them. Returns how many were changed, and those
    that somebody else changed meanwhile, which stay as they are.
    """
    done, stale = 0, []
    for member in members:
        try:
            done += change_member(
                member,
                by=by,
                version=versions[member.pk],
                state=member.state,
                result=member.result,
                assigned_to=official,
            )
        except Stale:
            stale.append(member)
    return done, stale


@transaction.atomic
def hand_member(member: CaseMember, area: Area, *, by: Any, version: int, note: str = "") -> None:
    """Hand a person to the officials of another area; who was in charge no longer is.

    The case stays with its own area, which goes on seeing the person. Raises Stale.
    """
    before = member.area_id or member.case.area_id
    claim(member, version)
    member.area = None if area.pk == member.case.area_id else area
    member.assigned_to = None
    member.save(update_fields=["area", "assigned_to", "changed_at"])
    note_event(
        member.case,
        "handed",
        by=by,
        member=member,
        details={"areas": [before, area.pk]},
        note=note,
    )


def narrowed(
    members: QuerySet[CaseMember], filters: Mapping[str, str], user: Any
) -> QuerySet[CaseMember]:
    """By filters as `views.chosen` gives them, "mine" being the user's; with what a line shows."""
    condition = Q()
    if who := filters.get("who"):
        condition &= Q(assigned_to=user if who == "mine" else None)
    if state := filters.get("state"):
        condition &= Q(state__in=WAITING) if state == "waiting" else Q(state=state)
    if order := filters.get("order"):
        condition &= Q(order=int(order))
    if filters.get("positive"):
        condition &= Q(result="positive")
    return members.filter(condition).select_related("area", "assigned_to")


def counts(members: QuerySet[CaseMember]) -> Counts:
    """One query."""
    row = members.aggregate(
        persons=Count("pk"),
        waiting=Count("pk", filter=Q(state__in=WAITING)),
        positive=Count("pk", filter=Q(result=TestResult.POSITIVE)),
    )
    return Counts(**row)


def _known(case: Case, keys: Iterable[UUID]) -> dict[UUID, CaseMember]:
    """Those of the keys that the case has, locked until the transaction ends."""
    wanted = list(keys)
    found: dict[UUID, CaseMember] = {}
    for start in range(0, len(wanted), _BATCH):
        members = case.members.select_for_update().filter(key__in=wanted[start : start + _BATCH])
        found |= {member.key: member for member in members}
    return found


def _nearer(member: CaseMember, person: NewMember) -> None:
    """Where a look-up found someone nearer than was known, the person moves up; never down."""
    order, minutes = min(member.order, person.order), max(member.minutes, person.minutes)
    if (order, minutes) != (member.order, member.minutes):
        nearer = person.order < member.order
        CaseMember.objects.filter(pk=member.pk).update(
            order=order,
            met_key=person.met_key if nearer else member.met_key or person.met_key,
            minutes=minutes,
            meetings=max(member.meetings, person.meetings),
            last_met=max(filter(None, (member.last_met, person.last_met)), default=None),
            version=F("version") + 1,
        )


def _row(case: Case, person: NewMember) -> CaseMember:
    return CaseMember(
        case=case,
        key=person.key,
        name=person.name,
        order=person.order,
        met_key=person.met_key,
        minutes=person.minutes,
        meetings=person.meetings,
        last_met=person.last_met,
        result=TestResult.POSITIVE if person.order == 0 else TestResult.NONE,
    )


def _code(value: Any) -> Any:
    """Accounts as keys, all else as it is."""
    return getattr(value, "pk", value)
