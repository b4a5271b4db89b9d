"""A whole declaration as one page asks for it: the person, and health or a journey and health.

The same form, with the parts that a record has, serves for putting it right afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import QueryDict

from people.phones import display_phone
from plugins.declarations.countries import VIETNAM
from plugins.declarations.declaring.about_form import AboutForm
from plugins.declarations.declaring.answers import health_of, movement_of
from plugins.declarations.declaring.forms import HealthForm
from plugins.declarations.declaring.models import Kind
from plugins.declarations.declaring.movement_form import MovementForm
from plugins.declarations.forms import PersonForm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@dataclass
class WholeForm:
    """The parts of a declaration, each with its own errors; None for a part that is not asked."""

    person: PersonForm
    about: AboutForm | None = None
    movement: MovementForm | None = None
    health: HealthForm | None = None

    @classmethod
    def blank(cls, kind: Kind, *, foreign: bool = False) -> "WholeForm":
        """As the page opens."""
        movement = MovementForm.blank() if kind == Kind.MOVEMENT else None
        return cls(PersonForm(foreign=foreign), AboutForm(), movement, HealthForm())

    def read(self, data: QueryDict) -> "WholeForm":
        """A form of the same parts, from what was sent."""
        return WholeForm(
            PersonForm.read(data, foreign=self.person.foreign, needs_phone=self.person.needs_phone),
            AboutForm.read(data, with_area=self.movement is None) if self.about else None,
            MovementForm.read(data) if self.movement else None,
            HealthForm.read(data) if self.health else None,
        )

    @property
    def errors(self) -> "dict[str, StrPromise]":
        """All of them, in the order of the page; empty when it can be recorded."""
        parts = (self.person, self.about, self.movement, self.health)
        return {name: text for part in parts if part for name, text in part.errors.items()}

    @property
    def area_id(self) -> int | None:
        """Where the person stays, or the journey's goal."""
        field = self.movement.goal if self.movement else self.about.area if self.about else None
        return field.place.pk if field and field.place else None

    @property
    def details(self) -> dict[str, Any]:
        """What is sealed beside phone, ID and answers."""
        return {**self.person.details, **(self.about.details() if self.about else {})}

    def given(self) -> dict[str, Any]:
        """The fields of a NewDeclaration that the form decides; of a form without errors."""
        return {
            "name": self.person.clean_name,
            "phone": self.person.clean_phone,
            "id_number": self.person.clean_id,
            "health": self.health.answers() if self.health else None,
            "movement": self.movement.answers() if self.movement else None,
            "details": self.details,
            "area_id": self.area_id,
        }


def person_of(name: str, kept: Mapping[str, Any]) -> PersonForm:
    """The person's part, filled in with what was recorded. A phone that is missing may stay so."""
    nationality = str(kept.get("nationality", ""))
    return PersonForm(
        name,
        display_phone(kept["phone"]) if kept.get("phone") else "",
        str(kept.get("id", "")),
        nationality,
        foreign=nationality not in ("", VIETNAM),
        needs_phone=bool(kept.get("phone")),
    )


def form_of(name: str, kept: Mapping[str, Any], area_id: int | None, *, about: bool) -> WholeForm:
    """A form with what was sealed with a declaration; ``about``: with address and so on."""
    health, movement = health_of(kept), movement_of(kept)
    return WholeForm(
        person_of(name, kept),
        AboutForm.of(kept, area_id) if about else None,
        MovementForm.of(movement) if movement else None,
        HealthForm.of(health) if health else None,
    )
