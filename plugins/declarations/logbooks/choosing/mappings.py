"""Saved mappings: how the columns of a kind of book are read, used again for the next one.

``LogbookMapping.choices`` holds, besides the choices for sheets, under "recognised" the shapes
that those sheets have before any choice, and under "shapes" those that they have with it. Both
let the sheet of another book be found that the choices are meant for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from areas.scope import scope_for
from plugins.declarations.logbooks.choosing.services import RECOGNISED, choose
from plugins.declarations.logbooks.jobs.findings import preview_texts
from plugins.declarations.logbooks.models import Logbook, LogbookMapping
from plugins.declarations.logbooks.services import check_may_import
from plugins.declarations.logbooks.shown import layout_of
from plugins.declarations.logbooks.understanding.choices import Choices, SheetChoices
from plugins.declarations.logbooks.understanding.layout import BookLayout
from plugins.declarations.logbooks.understanding.shapes import (
    joint_shape,
    shapes_by_row,
    sheet_shapes,
)

ADD = "declarations.add_logbookmapping"
OFFERED = 10
LOOKED_AT = 10  # sheets that were not understood


class NameTaken(Exception):
    """The area has a mapping of this name for books of another shape."""


@transaction.atomic
def save_mapping(logbook: Logbook, name: str, *, by: Any) -> LogbookMapping:
    """Keep the choices for the book's sheets under a name, in the area of its venue.

    A mapping of this name for the same shape is replaced. Raises PermissionDenied, NameTaken, or
    ValueError where the editor chose nothing that could be kept.
    """
    check_may_import(by, logbook.venue)
    if not by.has_perm(ADD):
        raise PermissionDenied
    layout, sheets = layout_of(logbook), Choices.from_json(logbook.choices).sheets
    if layout is None or not sheets:
        raise ValueError("nothing to keep")
    recognised = _recognised(logbook, layout)
    shapes = {number: shape for number, shape in sheet_shapes(layout).items() if number in sheets}
    shape = joint_shape(recognised.values()) or joint_shape(shapes.values())
    if not shape:
        raise ValueError("no headings to know such a book by")
    known = LogbookMapping.objects.select_for_update().filter(area=logbook.venue.area, name=name)
    mapping = known.first() or LogbookMapping(area=logbook.venue.area, name=name, shape=shape)
    if mapping.shape != shape:
        raise NameTaken
    mapping.choices = {
        "sheets": Choices(sheets=sheets).to_json()["sheets"],
        "recognised": recognised,
        "shapes": shapes,
    }
    mapping.saved_by, mapping.saved_at = by, timezone.now()
    mapping.save()
    return mapping


def mappings_for(logbook: Logbook, *, account: Any) -> list[LogbookMapping]:
    """Mappings within the account's areas that fit the book and are not in use; one query."""
    shapes = _Shapes.of(logbook)
    found = LogbookMapping.objects.filter(
        scope_for(account).q("area"), shape__in=shapes.of_books()
    ).select_related("saved_by", "area")
    in_use = Choices.from_json(logbook.choices).sheets
    return [each for each in found[:OFFERED] if _fitted(each, shapes) not in ({}, in_use)]


def apply_mapping(logbook: Logbook, mapping: LogbookMapping, *, by: Any) -> bool:
    """Have the book read again with a mapping; False if it is past that.

    Raises PermissionDenied.
    """
    sheets = _fitted(mapping, _Shapes.of(logbook))
    return choose(logbook, replace(Choices.from_json(logbook.choices), sheets=sheets), by=by)


@dataclass(frozen=True, slots=True)
class _Shapes:
    """By the numbers of the sheets: what they were recognised as before any choice, and what those
    that were not understood are if their headings are in this or that row.
    """

    recognised: Mapping[int, str]
    by_row: Mapping[int, Mapping[str, int]]

    @classmethod
    def of(cls, logbook: Logbook) -> "_Shapes":
        layout = layout_of(logbook)
        recognised = _recognised(logbook, layout) if layout else {}
        tops = islice(preview_texts(logbook).get("tops", {}).items(), LOOKED_AT)
        return cls(
            {int(number): shape for number, shape in recognised.items()},
            {int(number): shapes_by_row(top) for number, top in tops},
        )

    def of_books(self) -> set[str]:
        """The shapes of books whose mappings may fit."""
        rows = (shape for shapes in self.by_row.values() for shape in shapes)
        return {joint_shape(self.recognised.values()), *(joint_shape([s]) for s in rows)} - {""}


def _fitted(mapping: LogbookMapping, shapes: _Shapes) -> dict[int, SheetChoices]:
    """The mapping's choices for the sheets of this book that look like those it was made for."""
    kept = mapping.choices
    choices = Choices.from_json({"sheets": kept["sheets"]}).sheets
    recognised = {s: choices[int(n)] for n, s in kept["recognised"].items() if int(n) in choices}
    chosen = {shape: choices[int(number)] for number, shape in kept["shapes"].items()}
    found = {n: recognised[shape] for n, shape in shapes.recognised.items() if shape in recognised}
    for number, rows in shapes.by_row.items():
        for shape, row in rows.items():
            if shape in chosen and number not in found:
                found[number] = replace(chosen[shape], header_row=row)
    return found


def _recognised(logbook: Logbook, layout: BookLayout) -> dict[str, str]:
    before: dict[str, str] | None = logbook.choices.get(RECOGNISED)
    if before is not None:
        return before
    return {str(number): shape for number, shape in sheet_shapes(layout).items()}
