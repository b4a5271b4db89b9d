"""People who check in with a form: their visits, and what an outbreak rule asked of them."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from people.names import fold
from people.persons import person_keys
from plugins.declarations import services
from plugins.declarations.declaring.models import Kind
from plugins.declarations.declaring.services import (
    NewDeclaration,
    are_declared_as,
    record_declarations,
)
from plugins.declarations.forms import PersonForm
from plugins.declarations.groups import GroupForm
from plugins.declarations.models import Source
from plugins.declarations.personal_codes.services import give_all
from plugins.declarations.services import NewVisit
from plugins.declarations.stays import stay_rule
from plugins.declarations.visit_ids import derived_id
from plugins.qr_venues.scanning import ScannedPoint


class Recorded(NamedTuple):
    """Ids of what came of a form, in the order of its people; no declaration if none is asked."""

    visits: list[UUID]
    declarations: list[UUID]


def record(form: GroupForm, point: ScannedPoint, first: UUID, now: datetime) -> Recorded | None:
    """Record a form without errors; None if the ticket (its id is ``first``) was used before for
    another person or with other answers.

    One statement for all visits; one for all declarations, if any are asked for, and one for their
    personal codes. The same form sent again records what is missing and nothing twice.
    """
    visits = list(_visits(form, point, first, now))
    rule = stay_rule(point.default_stay, point.closes_at)
    if len(visits) == 1:
        is_new = services.record_check_in(visits[0], rule)
    else:
        is_new = first in services.record_group(visits, rule)
    if not is_new and not services.is_recorded_as(visits[0]):
        return None
    declarations: list[NewDeclaration] = []
    if form.asked.health or form.asked.movement:
        declarations = list(_declarations(form, visits))
        recorded = record_declarations(declarations)
        before = [each for each in declarations if each.id not in recorded]
        if before and not are_declared_as(before):
            return None
        give_all([each.id for each in declarations], now)
    return Recorded([each.id for each in visits], [each.id for each in declarations])


def _visits(form: GroupForm, point: ScannedPoint, first: UUID, now: datetime) -> Iterator[NewVisit]:
    """The first person has the ticket's own id, the others one that follows from it and from who
    they are: from keyed values only, since ids stand in addresses and logs and a phone is soon
    guessed.
    """
    for n, person in enumerate(form.people):
        folded = fold(person.clean_name)
        phone = person.clean_phone or form.reach
        place = str(point.venue_id)
        yield NewVisit(
            id=_companion_id(first, person, folded, place) if n else first,
            venue_id=point.venue_id,
            checkpoint_id=point.checkpoint_id,
            checked_in=now,
            source=Source.PHONE,
            name=person.clean_name,
            phone=phone,
            id_number=person.clean_id,
            details=person.details,
            keys=person_keys(phone, person.clean_id, folded, place),
        )


def _companion_id(first: UUID, person: PersonForm, folded: str, place: str) -> UUID:
    """By what they gave themselves: the phone of the first person is not theirs."""
    keys = person_keys(person.clean_phone, person.clean_id, folded, place)
    return derived_id(first, folded, *(key.hex for key in keys if key))


def _declarations(form: GroupForm, visits: list[NewVisit]) -> Iterator[NewDeclaration]:
    movement = form.movement.answers() if form.movement else None
    for visit, (_person, health) in zip(visits, form.parts, strict=True):
        yield NewDeclaration(
            id=derived_id(visit.id, "declaration"),
            kind=Kind.HEALTH if health else Kind.MOVEMENT,
            name=visit.name,
            declared_at=visit.checked_in,
            phone=visit.phone,
            id_number=visit.id_number,
            health=health.answers() if health else None,
            movement=movement,
            details=visit.details,
            area_id=movement.to_area if movement else None,
            visit_id=visit.id,
            venue_id=visit.venue_id,
            keys=visit.keys,
        )
