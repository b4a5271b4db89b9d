"""Opening, changing, closing and merging cases. The only module that writes Case."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from plugins.tracing.apps import TracingConfig
from plugins.tracing.casework.changes import claim, note_event
from plugins.tracing.casework.forgetting import has_forgotten
from plugins.tracing.casework.models import MemberState, TestResult
from plugins.tracing.errors import TracingRefused
from plugins.tracing.links.known import links_now
from plugins.tracing.models import Case, CaseMember, CasePlace, CaseStatus

_FIELDS = ("number", "title", "area_id", "infectious_from", "infectious_to", "notes")


class NotPossible(TracingRefused):
    """The case does not allow it; ``message`` says why."""


@transaction.atomic
def open_case(case: Case, *, by: Any, person: UUID | None = None, name: str = "") -> Case:
    """Save a new case; with a person's key and name, the person becomes its F0. Recorded."""
    case.opened_by = by
    case.person_key = person
    case.save()
    note_event(case, "opened", by=by)
    if person is not None and name:
        _put_f0(case, person, name)
    return case


@transaction.atomic
def name_f0(case: Case, person: UUID, name: str) -> None:
    """Make the case's person, whose name is known by now, its F0, unless it has got one."""
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if case.members.filter(order=0).exists():
        return
    if person != case.person_key:  # opened under another key of the same person
        case.person_key = person
        case.save(update_fields=["person_key"])
    _put_f0(case, person, name)


@transaction.atomic
def change_case(case: Case, *, by: Any, version: int) -> Case:
    """Save a changed case; recorded. Raises Stale if it is no longer that version."""
    claim(case, version)
    before = Case.objects.get(pk=case.pk)
    changed = [name for name in _FIELDS if getattr(before, name) != getattr(case, name)]
    case.save()
    note_event(case, "changed", by=by, details={"fields": changed})
    return case


@transaction.atomic
def set_status(case: Case, status: CaseStatus, *, by: Any, version: int) -> None:
    """Close a case, so that it is no reason for look-ups any more, or open it again. Recorded.

    Raises Stale, or NotPossible for a case that was merged into another, or whose persons are gone.
    """
    if status == CaseStatus.OPEN and merged_into(case):
        raise NotPossible(_("This case was merged into another one and stays closed."))
    if status == CaseStatus.OPEN and has_forgotten(case):
        raise NotPossible(_("The persons of this case were deleted; it stays closed."))
    claim(case, version)
    case.status = status
    case.save(update_fields=["status"])
    note_event(case, "closed" if status == CaseStatus.CLOSED else "reopened", by=by)


@transaction.atomic
def hand_over(case: Case, area: Area, *, by: Any, version: int, note: str = "") -> None:
    """Move the whole case to another area's officials. Recorded. Raises Stale."""
    claim(case, version)
    before, case.area = case.area_id, area
    case.save(update_fields=["area"])
    case.members.filter(area=area).update(area=None)
    note_event(case, "case_handed", by=by, details={"areas": [before, area.pk]}, note=note)


@transaction.atomic
def follow(member: CaseMember, *, by: Any, version: int) -> Case:
    """A person tested positive becomes F0 of a new case, which follows this one. Recorded.

    The new case has the next free number below this one's and begins so many days ago as the
    setting ``infectious_days_before`` says; the official puts the days right.
    Raises Stale, or NotPossible if the person is F0 or has such a case already.
    """
    # Two officials at once must not give the same number.
    parent = Case.objects.select_for_update(no_key=True).get(pk=member.case_id)
    if member.order == 0:
        raise NotPossible(_("This person is F0 of this case already."))
    if parent.followed_by.filter(person_key=member.key).exists():
        raise NotPossible(_("There is a case of this person already."))
    claim(member, version)
    member.result = TestResult.POSITIVE
    member.save(update_fields=["result", "changed_at"])
    today = timezone.localdate()
    case = Case(
        number=_next_number(parent),
        title=parent.title,
        area=member.area or parent.area,
        follows=parent,
        infectious_from=today
        - timedelta(days=int(TracingConfig.setting("infectious_days_before"))),
        infectious_to=today,
    )
    open_case(case, by=by, person=member.key, name=member.name)
    note_event(parent, "followed", by=by, member=member, details={"case": case.pk})
    return case


def same_person(case: Case) -> Q:
    """Condition on Case: its person is this case's, by key or by officials' joining; a query."""
    if case.person_key is None:
        return Q(pk__in=[])
    return Q(person_key__in=links_now().whole([case.person_key])) & ~Q(pk=case.pk)


@transaction.atomic
def merge(case: Case, other: Case, *, by: Any, version: int) -> None:
    """Put another case of the same person into this one; the other is closed, never deleted.

    Persons and places of both are kept once: where both cases have them, this case's entry
    stays, learns what only the other one knew, and gets the other one's history. Recorded in both.
    Raises Stale, or NotPossible if the cases are of two people.
    """
    if not Case.objects.filter(same_person(case), pk=other.pk).exists():
        raise NotPossible(_("Only cases of the same person can be merged."))
    claim(case, version)
    for mine, theirs in _same_members(case, other):
        _learn(mine, theirs)
        theirs.events.update(member=mine, case=case)
        for each in (case, other):
            each.members.filter(met_key=theirs.key).update(met_key=mine.key)
        theirs.delete()
    for here, there in _same_places(case, other):
        there.events.update(place=here, case=case)
        there.delete()
    other.members.update(case=case)
    case.members.filter(area=case.area_id).update(area=None)
    other.places.update(case=case)
    other.events.update(case=case)
    other.followed_by.update(follows=case)
    days = [day for day in (case.infectious_from, other.infectious_from) if day]
    case.infectious_from = min(days) if days else None
    days = [day for day in (case.infectious_to, other.infectious_to) if day]
    case.infectious_to = max(days) if days else None
    case.save(update_fields=["infectious_from", "infectious_to"])
    other.status, other.version = CaseStatus.CLOSED, other.version + 1
    other.save(update_fields=["status", "version"])
    note_event(case, "merged", by=by, details={"case": other.pk})
    note_event(other, "merged_away", by=by, details={"case": case.pk})


def merged_into(case: Case) -> Case | None:
    """The case that this one went into, if it did; at most two queries."""
    event = case.events.filter(what="merged_away").first()
    return Case.objects.filter(pk=event.details["case"]).first() if event else None


def _same_members(case: Case, other: Case) -> list[tuple[CaseMember, CaseMember]]:
    """Pairs of entries of one person: by key, by officials' joining, and F0 of both."""
    links = links_now()
    mine: dict[UUID, CaseMember] = {}
    for each in case.members.order_by("-order", "-pk"):  # the nearest stays
        mine |= dict.fromkeys(links.whole([each.key]), each)
    f0 = case.members.filter(order=0).first()
    pairs = []
    for theirs in other.members.all():
        same = f0 if theirs.order == 0 and f0 is not None else mine.get(theirs.key)
        if same is not None:
            pairs.append((same, theirs))
    return pairs


def _same_places(case: Case, other: Case) -> list[tuple[CasePlace, CasePlace]]:
    """Pairs of entries of one venue."""
    mine = {each.venue_id: each for each in case.places.all()}
    return [(mine[each.venue_id], each) for each in other.places.all() if each.venue_id in mine]


def _learn(mine: CaseMember, theirs: CaseMember) -> None:
    """The nearer order and through whom, the longer time together; and of state, test, who is in
    charge and whose area it is what the other knew, where nothing was done about mine.
    """
    if theirs.order < mine.order or mine.met_key is None:
        mine.met_key = theirs.met_key or mine.met_key
    mine.order, mine.version = min(mine.order, theirs.order), mine.version + 1
    mine.minutes = max(mine.minutes, theirs.minutes)
    mine.meetings = max(mine.meetings, theirs.meetings)
    mine.last_met = max(filter(None, (mine.last_met, theirs.last_met)), default=None)
    if mine.state == MemberState.TO_CALL:
        mine.state = theirs.state
    mine.result = mine.result or theirs.result
    mine.assigned_to_id = mine.assigned_to_id or theirs.assigned_to_id
    mine.area_id = mine.area_id or theirs.area_id
    mine.save()


def _put_f0(case: Case, person: UUID, name: str) -> None:
    CaseMember.objects.create(
        case=case,
        key=person,
        name=name,
        order=0,
        state=MemberState.TO_CALL,
        result=TestResult.POSITIVE,
    )


def _next_number(parent: Case) -> str:
    """ "HD-7" is followed by "HD-7/1", "HD-7/2" and so on; at most 40 characters."""
    stem = parent.number[:35]
    below = Case.objects.filter(number__istartswith=f"{stem}/")
    taken = {number.lower() for number in below.values_list("number", flat=True)}
    numbers = (f"{stem}/{n}" for n in range(1, len(taken) + 2))
    return next(number for number in numbers if number.lower() not in taken)
