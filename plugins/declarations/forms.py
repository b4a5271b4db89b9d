"""What a visitor fills in.

The check-in form is read by hand: a django.forms.Form of three fields costs more time than
everything else that a check-in does in Python.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from people.ids import parse_id
from people.messages import problem_text
from people.names import name_problem, normalise_name
from people.phones import parse_phone

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

LONGEST_KEPT = 500  # characters of a field that are shown again


@dataclass
class PersonForm:
    """Name, phone and ID as typed, and what they were understood as.

    ``errors`` maps a field's name to a sentence, in the order of the fields.
    """

    name: str = ""
    phone: str = ""
    id_number: str = ""
    errors: "dict[str, StrPromise]" = field(default_factory=dict)
    clean_name: str = ""
    clean_phone: str | None = None  # E.164
    clean_id: str | None = None

    @classmethod
    def read(cls, data: Mapping[str, str]) -> "PersonForm":
        """From what was sent; ``errors`` is empty when it can be recorded."""
        name, phone, id_number = (
            data.get(field_name, "")[:LONGEST_KEPT].replace("\0", "")
            for field_name in ("name", "phone", "id_number")
        )
        form = cls(name, phone, id_number)
        form._check()
        return form

    def _check(self) -> None:
        problem: str | None = name_problem(self.name)
        if problem:
            self.errors["name"] = problem_text(problem)
        self.clean_name = normalise_name(self.name)
        phone = parse_phone(self.phone)
        if phone.problem:
            self.errors["phone"] = problem_text(phone.problem)
        elif phone.e164 is None:
            self.errors["phone"] = _("Enter a phone number, for example 0912 345 678.")
        self.clean_phone = phone.e164
        id_result = parse_id(self.id_number)
        if id_result.problem:
            self.errors["id_number"] = problem_text(id_result.problem)
        self.clean_id = id_result.number
