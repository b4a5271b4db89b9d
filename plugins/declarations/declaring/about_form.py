"""Who declares, beyond name, phone and ID: what the declarations of 2021 ask besides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plugins.declarations.declaring.answers import SEXES
from plugins.declarations.declaring.area_field import AreaField
from plugins.declarations.declaring.fields import line, one_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

OLDEST = 120  # years


@dataclass
class AboutForm:
    """Birth year, sex, address and email. The ward is needed, since there help would be sent; of a
    journey its goal says that, and the form is read without it.
    """

    birth_year: str = ""
    sex: str = ""
    address: str = ""
    email: str = ""
    area: AreaField = field(default_factory=lambda: AreaField("area"))
    errors: "dict[str, StrPromise]" = field(default_factory=dict)

    @classmethod
    def read(cls, data: QueryDict, *, with_area: bool = True) -> "AboutForm":
        """From what was sent."""
        form = cls(
            birth_year=line(data, "birth_year"),
            sex=one_of(data, "sex", SEXES),
            address=line(data, "address"),
            email=line(data, "email"),
            area=AreaField.read(data, "area", required=True) if with_area else AreaField("area"),
        )
        form._check()
        return form

    @classmethod
    def of(cls, kept: Mapping[str, Any], area_id: int | None) -> "AboutForm":
        """Filled in with what was declared."""
        return cls(
            birth_year=str(kept.get("birth_year", "")),
            sex=str(kept.get("sex", "")),
            address=str(kept.get("address", "")),
            email=str(kept.get("email", "")),
            area=AreaField.of("area", area_id),
        )

    def _check(self) -> None:
        if self.birth_year:
            this = timezone.localdate().year
            if not self.birth_year.isdecimal() or not (
                this - OLDEST <= int(self.birth_year[:6]) <= this
            ):
                self.errors["birth_year"] = _("Enter the year of birth with 4 digits.")
        if self.area.error:
            self.errors["area"] = self.area.error
        if self.email:
            try:
                validate_email(self.email)
            except ValidationError:
                self.errors["email"] = _("Enter an email address like ten@example.vn, or none.")

    def details(self) -> dict[str, Any]:
        """What is sealed, of a form without errors."""
        place = self.area.place
        given = {
            "birth_year": int(self.birth_year) if self.birth_year else "",
            "sex": self.sex,
            "address": self.address,
            "area": place.label if place else "",
            "email": self.email,
        }
        return {name: value for name, value in given.items() if value}

    @property
    def sex_options(self) -> list[tuple[str, "StrPromise", bool]]:
        """Value, label and whether it is chosen."""
        return [(key, label, key == self.sex) for key, label in SEXES.items()]
