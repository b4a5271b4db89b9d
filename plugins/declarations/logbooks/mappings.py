"""Saved mappings: how the columns of a kind of book are read, used again for the next one.

``LogbookMapping.choices`` holds, besides the choices for sheets, under "recognised" the shapes
that those sheets have before any choice, and under "shapes" those that they have with it. Both
let the sheet of another book be found that the choices are meant for.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from areas.scope import scope_for
from plugins.declarations.logbooks.choosing import RECOGNISED, choose
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
    layout = layout_of(logbook)
    if layout is None:
        return []
    shapes = {joint_shape(_recognised(logbook, layout).values())}
    for top in _tops(logbook).values():
        shapes |= {joint_shape([shape]) for shape in shapes_by_row(top)}
    found = LogbookMapping.objects.filter(
        scope_for(account).q("area"), shape__in=shapes - {""}
    ).select_related("saved_by", "area")
    now = Choices.from_json(logbook.choices).sheets
    return [each for each in found[:OFFERED] if fitted(each, logbook, layout) not in ({}, now)]


def apply_mapping(logbook: Logbook, mapping: LogbookMapping, *, by: Any) -> bool:
    """Have the book read again with a mapping; False if it is past that.

    Raises PermissionDenied.
    """
    layout = layout_of(logbook)
    if layout is None:
        return False
    choices = Choices.from_json(logbook.choices)
    return choose(logbook, replace(choices, sheets=fitted(mapping, logbook, layout)), by=by)


def fitted(
    mapping: LogbookMapping, logbook: Logbook, layout: BookLayout
) -> Mapping[int, SheetChoices]:
    """The mapping's choices for the sheets of this book that look like those it was made for."""
    kept = mapping.choices
    choices = Choices.from_json({"sheets": kept["sheets"]}).sheets
    by_recognised = {
        shape: choices[int(n)] for n, shape in kept["recognised"].items() if int(n) in choices
    }
    by_chosen = {shape: choices[int(n)] for n, shape in kept["shapes"].items()}
    found = {
        int(number): by_recognised[shape]
        for number, shape in _recognised(logbook, layout).items()
        if shape in by_recognised
    }
    for number, top in _tops(logbook).items():
        for shape, row in shapes_by_row(top).items():
            if shape in by_chosen and number not in found:
                found[number] = replace(by_chosen[shape], header_row=row)
    return found


def _recognised(logbook: Logbook, layout: BookLayout) -> dict[str, str]:
    """The shapes of the book's sheets as they were before any choice, by their numbers."""
    before: dict[str, str] | None = logbook.choices.get(RECOGNISED)
    if before is not None:
        return before
    return {str(number): shape for number, shape in sheet_shapes(layout).items()}


def _tops(logbook: Logbook) -> dict[int, list[list[str]]]:
    return {int(number): top for number, top in preview_texts(logbook).get("tops", {}).items()}
