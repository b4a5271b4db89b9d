"""Recording declarations, opening them, and what the gate is told. The only writer of Declaration,
with handling.py and own/.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from areas.scope import Scope
from people.names import fold, normalise_name
from people.persons import person_keys
from people.sealing import seal, unseal
from plugins.declarations import repeated
from plugins.declarations.bulk import Row
from plugins.declarations.declaring import rows
from plugins.declarations.declaring.answers import HealthAnswers, MovementAnswers
from plugins.declarations.declaring.models import Declaration, Handling, Kind
from plugins.declarations.repeated import Known

ALERT_HOURS = 72  # for so long a declaration speaks at the gate
MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class NewDeclaration:
    """A declaration to record. ``id`` is a UUIDv7 made by the client or with the form.

    ``area_id`` is where the person stays or goes; with ``venue_id`` the venue's area counts
    instead, since there somebody must act. ``phone`` is E.164. ``details`` (birth year, sex,
    nationality, address, email …) is sealed with the answers. ``keys`` are person_keys, where the
    caller has them already; ``content`` (see repeated.py) only of what did not come by a form.
    """

    id: UUID
    kind: str
    name: str
    declared_at: datetime
    phone: str | None = None
    id_number: str | None = None
    health: HealthAnswers | None = None
    movement: MovementAnswers | None = None
    details: dict[str, Any] = field(default_factory=dict)
    area_id: int | None = None
    visit_id: UUID | None = None
    venue_id: int | None = None
    content: bytes | None = None
    keys: tuple[UUID, UUID | None] | None = None


def record_declaration(new: NewDeclaration) -> bool:
    """Record one declaration; False if its id is known already (nothing is changed then)."""
    return new.id in record_declarations([new])


def record_declarations(batch: Sequence[NewDeclaration]) -> set[UUID]:
    """Record some (a family, a batch of the API: hundreds at most) in one statement.

    Returns the ids that are new; one that is known, or twice in the batch, is left as it is.
    """
    return rows.insert([_row(new) for new in batch])


def is_declared_as(new: NewDeclaration) -> bool:
    """Whether the declaration with this id is of the same person with the same answers; one query.

    Asked when recording gave False: the same form sent twice, or one that was filled in anew?
    """
    return are_declared_as([new])


def are_declared_as(batch: Sequence[NewDeclaration]) -> bool:
    """The same of several, whose ids are all known: whether it is so of each; one query."""
    contents = {new.id: _content(new) for new in batch}
    return set(repeated.compare(Declaration, contents).values()) <= {Known.SAME}


def unsealed(declaration: Declaration) -> dict[str, Any]:
    """What was sealed: "phone", "id", details, "health" and "movement" (see answers.py)."""
    return unseal(bytes(declaration.sealed), context=_context(declaration.pk))


def sealed(declaration_id: UUID, kept: dict[str, Any]) -> bytes:
    """The counterpart of ``unsealed``, for corrections."""
    return seal(kept, context=_context(declaration_id))


def alerts_for(
    keys: Iterable[UUID | None], now: datetime | None = None
) -> list[tuple[UUID, UUID | None, str]]:
    """Who of those with one of the keys declared symptoms or contact in the last ALERT_HOURS.

    (person_key, second_key, folded name), each person once: a phone may be a family's, so the
    name must be looked at. What an official has closed is left out. One query.
    """
    wanted = [key for key in keys if key is not None]
    since = (now or timezone.now()) - timedelta(hours=ALERT_HOURS)
    found = attention(Declaration.objects.filter(_of_person(wanted), declared_at__gte=since))
    persons = found.exclude(handling=Handling.CLOSED).order_by().distinct()
    return list(persons.values_list("person_key", "second_key", "name_folded"))


def alerted_visits(visit_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these visits whose declaration tells of symptoms or contact; one query."""
    found = attention(Declaration.objects.filter(visit_id__in=list(visit_ids)))
    return {each for each in found.order_by().values_list("visit_id", flat=True) if each}


def declarations_of(keys: Iterable[UUID | None], scope: Scope) -> list[Declaration]:
    """A person's declarations within a scope, newest first, at most MOST_LISTED; one query.

    Declarations without an area belong to nobody's: only those who may see everything get them.
    """
    wanted = [key for key in keys if key is not None]
    found = Declaration.objects.filter(_of_person(wanted)).filter(within(scope))
    return list(found.select_related("area", "venue")[:MOST_LISTED])


def within(scope: Scope) -> Q:
    """Condition on declarations: of one area each (the venue's, else where the person stays), so
    that its index serves. Grants limited to sectors show none.
    """
    return scope.q("area")


def attention(declarations: QuerySet[Declaration]) -> QuerySet[Declaration]:
    """Those that tell of symptoms or contact."""
    return declarations.filter(Q(has_symptoms=True) | Q(had_contact=True))


def _of_person(keys: list[UUID]) -> Q:
    return Q(person_key__in=keys) | Q(second_key__in=keys)


def _context(declaration_id: UUID) -> bytes:
    return b"declaration:" + declaration_id.bytes


def _keys(new: NewDeclaration) -> tuple[UUID, UUID | None]:
    """As of the visit that it was made with; alone, a name by itself is nobody else's."""
    place = str(new.venue_id) if new.venue_id else f"declaration:{new.id.hex}"
    return person_keys(new.phone, new.id_number, new.name, place)


def _kept(new: NewDeclaration) -> dict[str, Any]:
    """What is sealed of it."""
    kept = dict(new.details)
    if new.phone:
        kept["phone"] = new.phone
    if new.id_number:
        kept["id"] = new.id_number
    if new.health:
        kept["health"] = new.health.kept()
    if new.movement:
        kept["movement"] = new.movement.kept()
    return kept


def _content(new: NewDeclaration) -> bytes:
    """What was sent, as a digest: of a connected system its message, else person and answers.

    A name counts as people write it, with accents and capitals or without.
    """
    if new.content is not None:
        return new.content
    person = {"name": fold(normalise_name(new.name)), "area": new.area_id}
    return repeated.content_of({**_kept(new), "person": person})


def _row(new: NewDeclaration) -> Row:
    name = normalise_name(new.name)
    person_key, second_key = new.keys or _keys(new)
    return (
        new.id,
        new.kind or Kind.HEALTH,
        new.visit_id,
        new.venue_id,
        None if new.venue_id else new.area_id,  # the venue's, see rows.py
        name,
        fold(name),
        person_key,
        second_key,
        bool(new.health and new.health.has_symptoms),
        bool(new.health and new.health.had_contact),
        sealed(new.id, _kept(new)),
        _content(new),
        new.declared_at,
        Handling.NEW,
    )
