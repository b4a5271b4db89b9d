"""What people fill in, read by hand as the check-in form is (see plugins/declarations/forms.py).

Each form reads its fields with a ``prefix`` before their names, so that it can be a part of
another form, once for each person of a family.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from plugins.declarations.declaring.answers import CONTACTS, SYMPTOMS, HealthAnswers
from plugins.declarations.declaring.fields import one_of, text

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

    Errors = dict[str, StrPromise]

NO_SYMPTOM = "none"


@dataclass
class HealthForm:
    """Symptoms and contact. "None of these" must be ticked: silence is no answer.

    ``errors`` maps a field's name, with the prefix, to a sentence.
    """

    prefix: str = ""
    symptoms: tuple[str, ...] = ()
    none: bool = False
    contact: str = ""
    places: str = ""
    errors: "Errors" = field(default_factory=dict)

    @classmethod
    def read(cls, data: QueryDict, prefix: str = "") -> "HealthForm":
        """From what was sent."""
        ticked = data.getlist(f"{prefix}symptoms")
        form = cls(
            prefix,
            symptoms=tuple(each for each in SYMPTOMS if each in ticked),
            none=NO_SYMPTOM in ticked,
            contact=one_of(data, f"{prefix}contact", CONTACTS),
            places=text(data, f"{prefix}places"),
        )
        form._check()
        return form

    @classmethod
    def of(cls, answers: HealthAnswers, prefix: str = "") -> "HealthForm":
        """Filled in with answers given before."""
        return cls(prefix, answers.symptoms, not answers.symptoms, answers.contact, answers.places)

    def _check(self) -> None:
        if self.symptoms and self.none:
            self.errors[f"{self.prefix}symptoms"] = _(
                "You ticked a symptom and “None of these” as well. Keep what is right."
            )
        elif not self.symptoms and not self.none:
            self.errors[f"{self.prefix}symptoms"] = _("Tick your symptoms, or “None of these”.")
        if not self.contact:
            self.errors[f"{self.prefix}contact"] = _("Say whether you were close to somebody ill.")

    def answers(self) -> HealthAnswers:
        """Of a form without errors."""
        return HealthAnswers(self.symptoms, self.contact, self.places)

    @property
    def symptom_options(self) -> list[tuple[str, "StrPromise", bool]]:
        """Value, label and whether it is ticked, for the page."""
        return [(key, label, key in self.symptoms) for key, label in SYMPTOMS.items()]

    @property
    def contact_options(self) -> list[tuple[str, "StrPromise", bool]]:
        """The same of the question about contact."""
        return [(key, label, key == self.contact) for key, label in CONTACTS.items()]

    @property
    def symptoms_error(self) -> "StrPromise | None":
        """What is wrong with the first question."""
        return self.errors.get(f"{self.prefix}symptoms")

    @property
    def contact_error(self) -> "StrPromise | None":
        """What is wrong with the second."""
        return self.errors.get(f"{self.prefix}contact")
