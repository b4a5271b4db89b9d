"""Joining and parting persons: decided by an official with a reason, recorded, can be undone.

All functions that decide raise NotAllowed, NoReason or BadQuestion.
"""

from collections.abc import Collection, Iterable
from itertools import pairwise
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.models import Action
from people.names import exact
from plugins.tracing.engines import Answered, Engine, answer
from plugins.tracing.engines.base import VisitRow, keys_of
from plugins.tracing.errors import BadQuestion, NotAllowed
from plugins.tracing.finding import visits_of_person
from plugins.tracing.handover.sight import sight_for
from plugins.tracing.links.known import part_key
from plugins.tracing.links.models import LinkKind, PersonLink
from plugins.tracing.periods import ALWAYS
from plugins.tracing.persons import Person, people_in
from plugins.tracing.reasons import Asker, Reason, check_reason
from plugins.tracing.recording import put_down

PERMISSION = "tracing.trace_visits"
MOST_NAMESAKES = 50
_PAIRS_LIMIT = 500


def namesakes(asker: Asker, key: UUID) -> tuple[Person, list[Person], bool]:
    """The person, others of exactly this name whom the account sees, and whether these are all.

    At most MOST_NAMESAKES, who were seen latest, latest first. Recorded as a search.
    """
    reason = _allowed(asker)
    sight = sight_for(asker.user)

    def ask(engine: Engine) -> tuple[Person | None, list[Person], bool]:
        person = _seen(engine, key, asker)
        if person is None:
            return None, [], True
        names = [person.name, *person.other_names]
        pairs = engine.people_named(names, sight, ALWAYS, _PAIRS_LIMIT)
        others = [pair for pair in pairs.items if person.keys.isdisjoint(keys_of(pair))]
        keys = list(dict.fromkeys(pair.person_key for pair in others))
        visits = visits_of_person(engine, keys, sight, ALWAYS)
        found = [other for other in people_in(visits.items) if other.keys.isdisjoint(person.keys)]
        found.sort(key=lambda p: p.visits[0].checked_in, reverse=True)
        whole = pairs.complete and visits.complete and len(found) <= MOST_NAMESAKES
        return person, found[:MOST_NAMESAKES], whole

    (person, found, complete), answered = answer(ask)
    if person is None:
        raise BadQuestion(_("No visits of this person that you may see."))
    details = {"engine": answered.engine, "what": "namesakes", **answered.marks}
    put_down(asker, Action.SEARCH, reason, f"key:{key.hex}", len(found), details)
    return person, found, complete


def person_of(asker: Asker, key: UUID) -> Person:
    """The person with this key, all visits that the account sees. Recorded as a look-up."""
    reason = _allowed(asker)
    person = _person(asker, key)
    put_down(asker, Action.OPEN_PERSON, reason, f"key:{key.hex}", len(person.visits), {})
    return person


def is_seen(asker: Asker, key: UUID) -> bool:
    """Whether the account sees visits under this key. Recorded as a search."""
    reason = _allowed(asker)
    person, answered = answer(lambda engine: _seen(engine, key, asker))
    _searched(asker, reason, key, person, answered)
    return person is not None


def join(asker: Asker, key: UUID, others: Collection[UUID]) -> None:
    """From now on these keys are one person's; the account must see visits of each.

    Each is a search of its own on record, whatever becomes of it.
    """
    reason = _allowed(asker)
    person = _person(asker, key)
    if not others:
        raise BadQuestion(_("Choose whom to join with this person."))
    joined = []
    for other in others:
        is_seen(asker, other)
        found = _person(asker, other)
        if not found.keys.isdisjoint(person.keys):
            raise BadQuestion(_("This is the same person already."))
        joined.append(found.key)
    with transaction.atomic():
        for other in joined:
            _decide(asker, reason, LinkKind.JOINED, person.key, other)


def part(asker: Asker, key: UUID, names: Collection[str]) -> UUID:
    """The visits under these of the person's names are another person's; gives that one's key.

    One name at least must remain.
    """
    reason = _allowed(asker)
    person = _person(asker, key)
    chosen = {exact(name) for name in names}
    known = {exact(row.name) for row in person.visits}
    if not chosen or not chosen <= known or chosen == known:
        raise BadQuestion(_("Choose the names of the other person; one name at least must remain."))
    parting = [row for row in person.visits if exact(row.name) in chosen]
    staying = {k for row in person.visits if exact(row.name) not in chosen for k in _own(row)}
    shared = staying & {k for row in parting for k in _own(row)}
    made = sorted({(k, part_key(k, row.name)) for row in parting for k in _own(row) if k in shared})
    if not made:
        raise BadQuestion(_("These names came together by a decision. Undo that decision instead."))
    with transaction.atomic():
        for shared_key, own in made:
            _decide(asker, reason, LinkKind.PARTED, shared_key, own)
        for one, other in pairwise(sorted({own for _shared, own in made})):
            _decide(asker, reason, LinkKind.JOINED, one, other)
    return made[0][1]


def undo(asker: Asker, key: UUID, pk: int) -> None:
    """Take a decision on the person with this key back; it stays in the record."""
    reason = _allowed(asker)
    person = _person(asker, key)
    with transaction.atomic():
        link = decisions(person.keys | {key}).select_for_update(of=("self",)).filter(pk=pk).first()
        if link is None:
            raise BadQuestion(_("This decision has been undone already."))
        link.undone_by, link.undone_at = asker.user, timezone.now()
        link.save(update_fields=["undone_by", "undone_at"])
        _record(asker, reason, "undone", link.one, link.other)


def decisions(keys: Iterable[UUID]) -> QuerySet[PersonLink]:
    """What was decided on the person with these keys and is in force; newest first."""
    keys = set(keys)
    return (
        PersonLink.objects.filter(Q(one__in=keys) | Q(other__in=keys), undone_at__isnull=True)
        .select_related("made_by")
        .order_by("-pk")
    )


def _decide(asker: Asker, reason: Reason, kind: LinkKind, one: UUID, other: UUID) -> None:
    """Write a decision; an opposite one on the same pair is undone with it."""
    one, other = sorted((one, other))
    pair = PersonLink.objects.filter(one=one, other=other, undone_at__isnull=True)
    pair.exclude(kind=kind).update(undone_by=asker.user, undone_at=timezone.now())
    try:
        with transaction.atomic():
            PersonLink.objects.create(
                one=one, other=other, kind=kind, reason=reason.text, made_by=asker.user
            )
    except IntegrityError as error:
        raise BadQuestion(_("Someone has decided this just now. Look again.")) from error
    _record(asker, reason, kind.value, one, other)


def _record(asker: Asker, reason: Reason, what: str, one: UUID, other: UUID) -> None:
    details = {"person": what, "keys": [one.hex, other.hex]}
    put_down(asker, Action.CHANGE, reason, f"key:{one.hex}", None, details)


def _searched(
    asker: Asker, reason: Reason, key: UUID, found: Person | None, answered: Answered
) -> None:
    details = {"engine": answered.engine, **answered.marks}
    visits = len(found.visits) if found else 0
    put_down(asker, Action.SEARCH, reason, f"key:{key.hex}", visits, details)


def _own(row: VisitRow) -> tuple[UUID, ...]:
    return (row.person_key, row.second_key) if row.second_key else (row.person_key,)


def _person(asker: Asker, key: UUID) -> Person:
    person, answered = answer(lambda engine: _seen(engine, key, asker))
    if answered.partial:  # nothing is decided on a part of the person
        raise BadQuestion(_("The search index is too slow just now. Try again in a minute."))
    if person is None:
        raise BadQuestion(_("No visits of this person that you may see."))
    return person


def _seen(engine: Engine, key: UUID, asker: Asker) -> Person | None:
    rows = visits_of_person(engine, [key], sight_for(asker.user), ALWAYS).items
    people = [person for person in people_in(rows) if key in person.keys]
    return people[0] if people else None


def _allowed(asker: Asker) -> Reason:
    if not asker.user.has_perm(PERMISSION):
        raise NotAllowed(_("This account may not search visitor histories."))
    return check_reason(asker.reason, sight_for(asker.user))
