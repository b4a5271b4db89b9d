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
from plugins.declarations.countries import VIETNAM, country_choices, known_countries

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

LONGEST_KEPT = 500  # characters of a field that are shown again


@dataclass
class PersonForm:
    """Name, phone and ID as typed, and what they were understood as.

    ``prefix`` stands before the names of the fields, so that a page can ask for several people.
    ``foreign``: the form for travellers, which asks for nationality and passport; a phone they
    may leave out. ``needs_phone`` is false of those who came with somebody who gave one.
    ``errors`` maps a field's name, with the prefix, to a sentence, in the order of the fields.
    """

    name: str = ""
    phone: str = ""
    id_number: str = ""
    nationality: str = ""
    prefix: str = ""
    foreign: bool = False
    needs_phone: bool = True
    errors: "dict[str, StrPromise]" = field(default_factory=dict)
    clean_name: str = ""
    clean_phone: str | None = None  # E.164
    clean_id: str | None = None

    @classmethod
    def read(
        cls,
        data: Mapping[str, str],
        prefix: str = "",
        *,
        foreign: bool = False,
        needs_phone: bool = True,
    ) -> "PersonForm":
        """From what was sent; ``errors`` is empty when it can be recorded."""
        name, phone, id_number = (
            data.get(prefix + field_name, "")[:LONGEST_KEPT].replace("\0", "")
            for field_name in ("name", "phone", "id_number")
        )
        nationality = data.get(f"{prefix}nationality", "") if foreign else ""
        if nationality not in known_countries():
            nationality = ""
        form = cls(name, phone, id_number, nationality, prefix, foreign, needs_phone)
        form._check()
        return form

    @property
    def has_passport(self) -> bool:
        """Whether the number is a passport's, as far as was said."""
        return self.foreign and self.nationality != VIETNAM

    @property
    def country_choices(self) -> list[tuple[str, str]]:
        """For the page."""
        return country_choices()

    @property
    def details(self) -> dict[str, str]:
        """What else is sealed: the nationality, of foreigners."""
        return {"nationality": self.nationality} if self.nationality and self.has_passport else {}

    @property
    def name_error(self) -> "StrPromise | None":
        """What is wrong with the name."""
        return self.errors.get(f"{self.prefix}name")

    @property
    def phone_error(self) -> "StrPromise | None":
        """What is wrong with the phone."""
        return self.errors.get(f"{self.prefix}phone")

    @property
    def id_number_error(self) -> "StrPromise | None":
        """What is wrong with the number of the ID or passport."""
        return self.errors.get(f"{self.prefix}id_number")

    @property
    def nationality_error(self) -> "StrPromise | None":
        """What is wrong with the nationality."""
        return self.errors.get(f"{self.prefix}nationality")

    def _check(self) -> None:
        problem: str | None = name_problem(self.name)
        if problem:
            self._wrong("name", problem_text(problem))
        self.clean_name = normalise_name(self.name)
        if self.foreign and not self.nationality:
            self._wrong("nationality", _("Choose a nationality."))
        self._check_phone()
        id_result = parse_id(self.id_number, "passport" if self.has_passport else None)
        if id_result.problem:
            self._wrong("id_number", problem_text(id_result.problem))
        elif id_result.number is None and self.has_passport:
            self._wrong("id_number", _("Enter the number of the passport."))
        self.clean_id = id_result.number

    def _check_phone(self) -> None:
        phone = parse_phone(self.phone)
        if phone.problem:
            self._wrong("phone", problem_text(phone.problem))
        elif phone.e164 is None and self.needs_phone and not self.has_passport:
            self._wrong("phone", _("Enter a phone number, for example 0912 345 678."))
        self.clean_phone = phone.e164

    def _wrong(self, field_name: str, sentence: "StrPromise") -> None:
        self.errors[self.prefix + field_name] = sentence
