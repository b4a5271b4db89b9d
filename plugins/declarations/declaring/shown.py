"""A declaration as label and text, for whoever may read it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from people.phones import display_phone
from plugins.declarations.countries import country_name
from plugins.declarations.declaring.answers import (
    CONTACTS,
    SEXES,
    SYMPTOMS,
    TRANSPORTS,
    HealthAnswers,
    MovementAnswers,
    health_of,
    movement_of,
    told_before,
)
from plugins.declarations.declaring.models import Declaration
from plugins.declarations.declaring.services import unsealed

Line = tuple[Any, Any]  # label, text


def declaration_lines(declaration: Declaration, *, with_person: bool = True) -> list[Line]:
    """The answers of a declaration, after the person's own details."""
    kept = unsealed(declaration)
    shown: list[Line] = [
        (_("Form"), declaration.get_kind_display()),
        (_("Declared at"), moment(declaration.declared_at)),
    ]
    if with_person:
        shown += person_lines(declaration.name, kept)
    if movement := movement_of(kept):
        shown += _journey(movement)
    if health := health_of(kept):
        shown += _health(health)
    shown += [(_("Told before it was corrected"), _told(each)) for each in told_before(kept)]
    return [(label, text) for label, text in shown if text]


def person_lines(name: str, kept: Mapping[str, Any]) -> Iterator[Line]:
    """Name and what is sealed of a person; empty texts for what is not known."""
    yield _("Full name"), name
    yield _("Phone number"), display_phone(kept["phone"]) if kept.get("phone") else ""
    yield _("ID or passport number"), kept.get("id", "")
    yield _("Nationality"), country_name(kept["nationality"]) if kept.get("nationality") else ""
    yield _("Year of birth"), kept.get("birth_year", "") or kept.get("birth", "")
    yield _("Sex"), SEXES.get(kept.get("sex", ""), "")
    yield _("Address"), ", ".join(filter(None, (kept.get("address"), kept.get("area"))))
    yield _("Email"), kept.get("email", "")


def _told(answers: HealthAnswers) -> str:
    contact = [str(CONTACTS.get(answers.contact, answers.contact))] if answers.had_contact else []
    about = {_("Symptoms"): _named(answers.symptoms), _("Close to somebody ill"): contact}
    return "\n".join(f"{label}: {', '.join(told)}" for label, told in about.items() if told)


def _named(symptoms: Iterable[str]) -> list[str]:
    return [str(SYMPTOMS.get(each, each)) for each in symptoms]


def _health(answers: HealthAnswers) -> Iterator[Line]:
    yield _("Symptoms"), ", ".join(_named(answers.symptoms)) or _("None")
    yield _("Close to somebody ill"), CONTACTS.get(answers.contact, answers.contact)
    yield _("Been in the last 14 days"), answers.places


def _journey(answers: MovementAnswers) -> Iterator[Line]:
    yield _("From"), ", ".join(filter(None, (answers.from_address, answers.from_name)))
    yield _("To"), ", ".join(filter(None, (answers.to_address, answers.to_name)))
    yield _("Departure"), moment(answers.departed)
    vehicle = (str(TRANSPORTS.get(answers.transport, answers.transport)), answers.vehicle)
    yield _("You travel by"), ", ".join(filter(None, vehicle))
    yield _("Seat"), answers.seat
    yield _("Stayed in the last 21 days"), answers.stayed


def moment(at: datetime) -> str:
    """Time and day, local."""
    local = timezone.localtime(at)
    return f"{local:%H:%M} {date_format(local, 'SHORT_DATE_FORMAT')}"
