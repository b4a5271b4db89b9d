"""What a column of a paper book can hold."""

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class Column(StrEnum):
    """The columns that a book can have. Values are stored and stand in the commands' answers."""

    ORDINAL = "ordinal"
    NAME = "name"
    FAMILY_NAME = "family_name"  # where the given name has a column of its own
    PHONE = "phone"
    ID = "id"
    ADDRESS = "address"
    BIRTH = "birth"
    DATE = "date"
    TIME_IN = "time_in"
    DATE_OUT = "date_out"
    TIME_OUT = "time_out"
    NOTES = "notes"
    OUTCOME = "outcome"  # of a row of our own result workbook, which comes back mended
    OTHER = "other"  # understood as something that is not imported, or not understood

    @property
    def label(self) -> "StrPromise":
        """What officials read."""
        return _LABELS[self]


_LABELS = {
    Column.ORDINAL: _("Ordinal number"),
    Column.NAME: _("Full name"),
    Column.FAMILY_NAME: _("Family name"),
    Column.PHONE: _("Phone"),
    Column.ID: _("ID number"),
    Column.ADDRESS: _("Address"),
    Column.BIRTH: _("Birth date"),
    Column.DATE: _("Date"),
    Column.TIME_IN: _("Time in"),
    Column.DATE_OUT: _("Date out"),
    Column.TIME_OUT: _("Time out"),
    Column.NOTES: _("Notes"),
    Column.OUTCOME: _("Result"),
    Column.OTHER: pgettext_lazy("column", "Not imported"),
}

# Several columns of a book may belong to these; their texts are joined.
JOINED = frozenset({Column.ADDRESS, Column.NOTES, Column.BIRTH})
# Without these a sheet cannot be imported; the date may also stand in titles and day rows.
NEEDED = (Column.NAME, Column.TIME_IN)
