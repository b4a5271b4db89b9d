"""Who checks in with this device, if they wished it to be remembered: a sealed cookie, which only
this site can read. Nothing of it is kept in the database.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from people.sealing import SealError, seal, unseal
from plugins.declarations.apps import DeclarationsConfig
from plugins.declarations.forms import PersonForm

COOKIE = "me"
_CONTEXT = b"remembered visitor"
_LONGEST = 3500  # of 4096 that a browser keeps


@dataclass(frozen=True, slots=True)
class Remembered:
    """A person as the device remembers them. ``phone`` is E.164."""

    name: str
    phone: str | None
    id_number: str | None
    nationality: str = ""

    @property
    def shown(self) -> str:
        """The name as others may see it over a shoulder: "Trần Thị B."."""
        *before, last = self.name.split() or [""]
        return " ".join([*before, f"{last[:1]}."]) if before else self.name

    @property
    def phone_end(self) -> str:
        """The last three digits, by which people know their number."""
        return self.phone[-3:] if self.phone else ""


def people(request: HttpRequest) -> list[Remembered]:
    """Whom the device remembers, the one who filled in the form first; none without the cookie,
    with one that was changed, or when it is too old.
    """
    value = request.COOKIES.get(COOKIE, "")
    if not value:
        return []
    try:
        kept = unseal(base64.urlsafe_b64decode(value), context=_CONTEXT)
    except (SealError, binascii.Error, ValueError):
        return []
    if kept["until"] < timezone.now().timestamp():
        return []
    return [Remembered(*each) for each in kept["people"]]


def remember(request: HttpRequest, response: HttpResponse, group: Sequence[Remembered]) -> None:
    """Let the device remember these people for ``remember_days`` from now."""
    age = timedelta(days=int(DeclarationsConfig.setting("remember_days")))
    until = int((timezone.now() + age).timestamp())
    shortened = list(group)
    while len(value := _sealed(until, shortened)) > _LONGEST:
        shortened.pop()  # very long names: those at the end have to be typed again
    response.set_cookie(
        COOKIE,
        value,
        max_age=age,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """Let the device forget everybody."""
    response.delete_cookie(COOKIE, samesite="Lax")


def of_form(person: PersonForm) -> Remembered:
    """A person of a form without errors, with the phone that they gave themselves."""
    nationality = person.details.get("nationality", "")
    return Remembered(person.clean_name, person.clean_phone, person.clean_id, nationality)


def as_form(person: Remembered, prefix: str) -> PersonForm:
    """The form that the person filled in, without errors."""
    return PersonForm(
        name=person.name,
        nationality=person.nationality,
        prefix=prefix,
        foreign=bool(person.nationality),
        clean_name=person.name,
        clean_phone=person.phone,
        clean_id=person.id_number,
    )


def _sealed(until: int, group: Sequence[Remembered]) -> str:
    rows: list[list[Any]] = [[p.name, p.phone, p.id_number, p.nationality] for p in group]
    blob = seal({"until": until, "people": rows}, context=_CONTEXT)
    return base64.urlsafe_b64encode(blob).decode()
