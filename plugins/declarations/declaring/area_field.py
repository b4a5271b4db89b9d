"""A ward or commune in a public form: typed, and chosen where several are called so.

Without JavaScript the page comes back with the places found, as radio buttons under the text.
With it a list is offered while typing; what was taken from it names one place.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from plugins.declarations.declaring import area_search
from plugins.declarations.declaring.area_search import Place
from plugins.declarations.declaring.fields import line
from portal.text import as_pk

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@dataclass
class AreaField:
    """``name`` is that of the text field; the radio buttons send ``name-pk``."""

    name: str
    typed: str = ""
    place: Place | None = None
    options: list[Place] = field(default_factory=list)
    error: "StrPromise | None" = None

    @classmethod
    def read(cls, data: QueryDict, name: str, *, required: bool) -> "AreaField":
        """From what was sent."""
        found = cls(name, line(data, name))
        if not found.typed:
            if required:
                found.error = _("Enter a ward or commune.")
            return found
        found.place = area_search.only_one(found.typed)
        if found.place is None:
            found._choose(as_pk(data.get(f"{name}-pk")))
        return found

    @classmethod
    def of(cls, name: str, pk: int | None) -> "AreaField":
        """Filled in with a place."""
        place = area_search.place_of(pk) if pk else None
        return cls(name, place.label if place else "", place)

    def _choose(self, pk: int | None) -> None:
        self.options = area_search.find(self.typed)
        self.place = next((each for each in self.options if each.pk == pk), None)
        if not self.options:
            self.error = _(
                "No ward or commune is called so. Check the spelling; accents may be left out."
            )
        elif self.place is None:
            self.error = _("Several are called so. Choose one.")
