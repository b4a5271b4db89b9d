"""People put right what they declared: who they are and what they answered; never when and where.

The same rules as for staff (corrections.py): the id stays, the search follows by itself, on record
are the names of the fields and not what they held.
"""

import hashlib
from dataclasses import replace
from typing import Any

from django.db import transaction

from audit.models import Action
from audit.services import record
from people.names import fold, normalise_name
from people.persons import person_keys
from plugins.declarations import corrections
from plugins.declarations.corrections import Stale
from plugins.declarations.declaring.answers import (
    MOST_TOLD,
    TOLD_BEFORE,
    HealthAnswers,
    health_of,
)
from plugins.declarations.declaring.models import Declaration, Handling
from plugins.declarations.declaring.services import sealed
from plugins.declarations.declaring.services import unsealed as declared
from plugins.declarations.declaring.whole_form import WholeForm, form_of
from plugins.declarations.models import Visit
from plugins.declarations.own.codes import Found

_ANSWERS = ("health", "movement")
_ABOUT = ("birth_year", "sex", "address", "area", "email")


def form_for(found: Found) -> WholeForm:
    """The form with all that was declared. Raises people.sealing.SealError."""
    if found.declaration is None:
        visit = _visit(found)
        recorded = corrections.as_recorded(visit)
        kept = {"phone": recorded.phone, "id": recorded.id_number, **corrections.details(visit)}
        return form_of(visit.name, kept, None, about=False)
    declaration = found.declaration
    return form_of(
        declaration.name,
        declared(declaration),
        declaration.area_id,
        about=found.visit is None,
    )


def version(found: Found) -> str:
    """Differs whenever the record has changed; tells nothing of it."""
    parts = [corrections.version(found.visit)] if found.visit else []
    if found.declaration:
        parts.append(hashlib.sha256(bytes(found.declaration.sealed)).hexdigest())
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:32]


@transaction.atomic
def correct(found: Found, form: WholeForm, *, seen: str, address: str = "") -> bool:
    """Write what a form without errors says, as long as the record is as ``seen``.

    False if nothing is different. Raises Stale, or people.sealing.SealError.
    """
    now = _locked(found)
    if version(now) != seen:
        raise Stale
    changed: set[str] = set()
    if now.visit:
        changed |= set(_correct_visit(now.visit, form))
    if now.declaration:
        changed |= set(_correct_declaration(now.declaration, form))
    if not changed:
        return False
    record(
        None,
        Action.CHANGE,
        question=f"own record {now.record_id.hex}",
        results=1,
        address=address,
        details={"record": now.record_id.hex, "what": "own", "fields": sorted(changed)},
    )
    return True


def _locked(found: Found) -> Found:
    visit = declaration = None
    if found.visit:
        visits = Visit.objects.select_for_update(of=("self",)).select_related("venue__category")
        if (visit := visits.filter(pk=found.visit.pk).first()) is None:
            raise Stale
    if found.declaration:
        rows = Declaration.objects.select_for_update(of=("self",))
        if (declaration := rows.filter(pk=found.declaration.pk).first()) is None:
            raise Stale
    return Found(visit, declaration)


def _correct_visit(visit: Visit, form: WholeForm) -> list[str]:
    person = form.person
    wanted = replace(
        corrections.as_recorded(visit),
        name=person.clean_name,
        phone=person.clean_phone,
        id_number=person.clean_id,
    )
    nationality = {"nationality": person.details.get("nationality", "")}
    return corrections.write(visit, wanted, new_details=nationality)


def _correct_declaration(declaration: Declaration, form: WholeForm) -> list[str]:
    kept, given = declared(declaration), form.given()
    wanted = {name: value for name, value in _wanted(kept, form).items() if value}
    name = normalise_name(given["name"])
    area_id = declaration.area_id if declaration.venue_id else given["area_id"]
    changed = [key for key in sorted(kept.keys() | wanted) if kept.get(key) != wanted.get(key)]
    changed += ["name"] if name != declaration.name else []
    changed += ["area"] if area_id != declaration.area_id and "area" not in changed else []
    if not changed:
        return []
    place = (
        str(declaration.venue_id) if declaration.venue_id else f"declaration:{declaration.pk.hex}"
    )
    keys = person_keys(given["phone"], given["id_number"], name, place)
    fields: dict[str, Any] = {
        "name": name,
        "name_folded": fold(name),
        "person_key": keys[0],
        "second_key": keys[1],
        "area_id": area_id,
        "sealed": sealed(declaration.pk, _with_told_before(kept, wanted)),
    }
    fields |= _flags(declaration, health_of(kept), given["health"])
    Declaration.objects.filter(pk=declaration.pk).update(**fields)
    return changed


def _flags(
    declaration: Declaration, before: HealthAnswers | None, now: HealthAnswers | None
) -> dict[str, Any]:
    """What stands beside the sealed answers. Symptoms and contact that were told once stay in the
    officials' list, whatever the person says afterwards: to close it is theirs.
    """
    if now is None:
        return {}
    flags: dict[str, Any] = {
        "has_symptoms": declaration.has_symptoms or now.has_symptoms,
        "had_contact": declaration.had_contact or now.had_contact,
    }
    if now.needs_attention and (before is None or now.flags != before.flags):
        flags["handling"] = Handling.NEW  # an official looks at it again
    return flags


def _with_told_before(kept: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """Answers of symptoms or contact stay beside those that a correction puts in their place."""
    before = health_of(kept)
    told = list(kept.get(TOLD_BEFORE, []))
    if before is None or not before.needs_attention or before == health_of(wanted):
        return wanted
    if kept["health"] not in told:
        told.append(kept["health"])
    return {**wanted, TOLD_BEFORE: told[:MOST_TOLD]}


def _wanted(kept: dict[str, Any], form: WholeForm) -> dict[str, Any]:
    """What is sealed afterwards: what the form asks for as given, the rest as it was."""
    given = form.given()
    asked = {"phone", "id", "nationality", *(_ABOUT if form.about else ())}
    rest = {name: value for name, value in kept.items() if name not in asked}
    answers = {name: given[name].kept() for name in _ANSWERS if given[name]}
    return {
        **rest,
        "phone": given["phone"],
        "id": given["id_number"],
        **given["details"],
        **answers,
    }


def _visit(found: Found) -> Visit:
    if found.visit is None:
        raise ValueError("There is no visit.")
    return found.visit
