"""Giving out personal codes, and what a gate learns from one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from people.sealing import SealError
from plugins.declarations.apps import DeclarationsConfig
from plugins.declarations.declaring.models import Declaration
from plugins.declarations.declaring.services import unsealed
from plugins.declarations.personal_codes.models import PersonalCode
from plugins.declarations.personal_codes.tokens import is_token, key_of, token_of


@dataclass(frozen=True, slots=True)
class Declared:
    """Who holds a code that is valid, and what the gate must know."""

    declaration_id: UUID
    kind: str
    name: str
    phone: str | None
    id_number: str | None
    person_keys: tuple[UUID, UUID | None]
    has_symptoms: bool
    had_contact: bool
    declared_at: datetime
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class Expired:
    """The code was ours, and is over or was withdrawn: the person must declare anew."""

    at: datetime


def give(declaration_id: UUID, declared_at: datetime) -> datetime:
    """Make the code of a declaration valid, for ``personal_code_hours`` from when it was made.

    Returns until when. Given twice, it stays as it is. Up to three statements.
    """
    until = declared_at + timedelta(hours=DeclarationsConfig.setting("personal_code_hours"))
    code, _new = PersonalCode.objects.get_or_create(
        token_key=key_of(token_of(declaration_id)),
        defaults={"declaration_id": declaration_id, "valid_until": until},
    )
    return code.valid_until


def give_all(declaration_ids: Iterable[UUID], declared_at: datetime) -> None:
    """The same for people who declared together, in one statement."""
    until = declared_at + timedelta(hours=DeclarationsConfig.setting("personal_code_hours"))
    codes = [
        PersonalCode(token_key=key_of(token_of(each)), declaration_id=each, valid_until=until)
        for each in declaration_ids
    ]
    PersonalCode.objects.bulk_create(codes, ignore_conflicts=True)


def resolve(token: str, now: datetime | None = None) -> Declared | Expired | None:
    """What a scanned token stands for; None for one that is not ours. One query.

    None as well where the declaration's key is gone: the person must declare anew.
    """
    now = now or timezone.now()
    return resolve_many([(token, now)])[token, now]


def resolve_many(
    asked: Collection[tuple[str, datetime]],
) -> dict[tuple[str, datetime], Declared | Expired | None]:
    """The same for tokens, each with the time that it was scanned; one query."""
    keys = {token: key_of(token) for token, _at in asked if is_token(token)}
    codes = PersonalCode.objects.select_related("declaration").filter(token_key__in=keys.values())
    found = {code.token_key: code for code in codes}
    return {
        (token, at): _at(found[keys[token]], at) if keys.get(token) in found else None
        for token, at in asked
    }


def _at(code: PersonalCode, now: datetime) -> Declared | Expired | None:
    ended = code.revoked_at or code.valid_until
    if ended <= now:
        return Expired(ended)
    try:
        return _declared(code.declaration, code.valid_until)
    except SealError:
        return None


def revoke(declaration_id: UUID, now: datetime) -> int:
    """End the codes of a declaration; returns how many were valid."""
    return PersonalCode.objects.filter(
        declaration_id=declaration_id, revoked_at=None, valid_until__gt=now
    ).update(revoked_at=now)


def _declared(declaration: Declaration, until: datetime) -> Declared:
    kept = unsealed(declaration)
    return Declared(
        declaration_id=declaration.pk,
        kind=declaration.kind,
        name=declaration.name,
        phone=kept.get("phone"),
        id_number=kept.get("id"),
        person_keys=(declaration.person_key, declaration.second_key),
        has_symptoms=declaration.has_symptoms,
        had_contact=declaration.had_contact,
        declared_at=declaration.declared_at,
        valid_until=until,
    )
