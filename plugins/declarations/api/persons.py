"""Who was sent: the same rules as at the door, with faults as the interface tells them."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from people.ids import parse_id
from people.messages import problem_text
from people.names import name_problem, normalise_name, strip_invisible
from people.phones import parse_phone
from plugins.declarations.api.problems import field_error
from plugins.declarations.api.schemas import PersonIn

_DETAILS = ("birth", "sex", "nationality", "address")


@dataclass(slots=True)
class PersonRead:
    """``name`` as it is kept, phone in E.164; ``errors`` is empty where it can be recorded."""

    name: str = ""
    phone: str | None = None
    id_number: str | None = None
    details: dict[str, Any] = field(default_factory=dict)
    errors: list[dict[str, Any]] = field(default_factory=list)


def read_person(sent: PersonIn, at: str = "#") -> PersonRead:
    """Understand name, phone and ID; ``at`` is the pointer of the record they stand in."""
    phone, id_number = parse_phone(sent.phone), parse_id(sent.id_number)
    problems = {
        "name": name_problem(sent.name),
        "phone": phone.problem,
        "id_number": id_number.problem,
    }
    errors = [
        field_error(f"{at}/{name}", problem, problem_text(problem))
        for name, problem in problems.items()
        if problem
    ]
    if not errors and not phone.e164 and not id_number.number:
        text = _("Send a phone number or the number of an identity paper.")
        errors = [field_error(f"{at}/phone", "person_unknown", text)]
    kept = {name: strip_invisible(getattr(sent, name)).strip() for name in _DETAILS}
    details = {name: value for name, value in kept.items() if value}
    return PersonRead(normalise_name(sent.name), phone.e164, id_number.number, details, errors)
