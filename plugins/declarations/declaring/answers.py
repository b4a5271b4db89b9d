"""What people answer in a declaration, and what of it needs attention.

The questions are those of the Ministry of Health's declaration of 2021 (shared facts, section 4).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

SYMPTOMS = {
    "fever": _("Fever"),
    "cough": _("Cough"),
    "breathless": _("Breathlessness"),
    "sore_throat": _("Sore throat"),
    "nausea": _("Nausea or vomiting"),
    "diarrhoea": _("Diarrhoea"),
}
CONTACTS = {
    "none": _("No"),
    "case": _("Yes, with somebody who has the disease"),
    "ill": _("Yes, with somebody who shows symptoms"),
}
SEXES = {"male": _("Male"), "female": _("Female")}
TRANSPORTS = {
    "car": _("Car"),
    "motorbike": _("Motorbike"),
    "coach": _("Coach or bus"),
    "train": _("Train"),
    "plane": _("Plane"),
    "boat": _("Boat or ferry"),
    "other": _("Something else"),
}
TOLD_BEFORE = "told_before"  # where answers of symptoms or contact go that were corrected
MOST_TOLD = 5  # of them; the first ones
DAYS_ASKED = 21  # of movements; of contacts 14


@dataclass(frozen=True, slots=True)
class HealthAnswers:
    """``symptoms`` are keys of SYMPTOMS, ``contact`` is one of CONTACTS; ``places``: free text."""

    symptoms: tuple[str, ...] = ()
    contact: str = "none"
    places: str = ""

    @property
    def has_symptoms(self) -> bool:
        """Whether any was ticked."""
        return bool(self.symptoms)

    @property
    def had_contact(self) -> bool:
        """With a case, or with somebody who shows symptoms."""
        return self.contact != "none"

    @property
    def flags(self) -> tuple[bool, bool]:
        """Symptoms, contact."""
        return self.has_symptoms, self.had_contact

    @property
    def needs_attention(self) -> bool:
        """Whether a health official looks at it."""
        return any(self.flags)

    def kept(self) -> dict[str, Any]:
        """For sealing."""
        return _without_empty(
            {"symptoms": list(self.symptoms), "contact": self.contact, "places": self.places}
        )


@dataclass(frozen=True, slots=True)
class MovementAnswers:
    """A journey. ``departed`` is aware; areas are ids, with their names as they were then."""

    from_area: int
    from_name: str
    to_area: int
    to_name: str
    departed: datetime
    transport: str
    from_address: str = ""
    to_address: str = ""
    vehicle: str = ""
    seat: str = ""
    stayed: str = ""

    def kept(self) -> dict[str, Any]:
        """For sealing."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return _without_empty(fields | {"departed": self.departed.isoformat()})


def health_of(kept: Mapping[str, Any]) -> HealthAnswers | None:
    """The health part of what was sealed; None where nobody was asked."""
    answers = kept.get("health")
    return None if answers is None else _health(answers)


def told_before(kept: Mapping[str, Any]) -> list[HealthAnswers]:
    """Answers of symptoms or contact that the person corrected afterwards, the first one first."""
    return [_health(answers) for answers in kept.get(TOLD_BEFORE, ())]


def movement_of(kept: Mapping[str, Any]) -> MovementAnswers | None:
    """The journey of what was sealed; None where there is none."""
    answers = kept.get("movement")
    if answers is None:
        return None
    return MovementAnswers(**{**answers, "departed": datetime.fromisoformat(answers["departed"])})


def _health(answers: Mapping[str, Any]) -> HealthAnswers:
    return HealthAnswers(
        tuple(answers.get("symptoms", ())),
        answers.get("contact", "none"),
        answers.get("places", ""),
    )


def _without_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in ("", [], None)}
