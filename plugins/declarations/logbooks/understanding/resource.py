"""The columns of a logbook, declared once for both ways: reading a clerk's book, writing our own.

A django-import-export Resource. Its own import keeps the whole file and a result object for every
row in memory, so `reader.py` drives its widgets row by row instead; its export makes the template
and the previews. The column names are Vietnamese, since clerks fill them in.
"""

from dataclasses import dataclass
from datetime import datetime

from import_export.fields import Field
from import_export.resources import Resource

from plugins.declarations.logbooks.understanding.columns import Column
from plugins.declarations.logbooks.understanding.dates import DateContext
from plugins.declarations.logbooks.understanding.widgets import (
    ColumnWidget,
    FamilyNameWidget,
    IdWidget,
    MomentWidget,
    NameWidget,
    PhoneWidget,
    TextWidget,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A visit as a line of a book; times are local."""

    checked_in: datetime
    checked_out: datetime | None
    name: str
    phone: str | None
    id_number: str | None
    address: str = ""
    notes: str = ""
    family_name: str = ""
    birth: str = ""

    @property
    def leaves_later(self) -> bool:
        """Whether the visitor left on another day."""
        return self.checked_out is not None and self.checked_out.date() != self.checked_in.date()


class LogbookResource(Resource):
    """Attributes are those of `Line`; the fields' names are the values of `Column`."""

    date = Field("checked_in", "Ngày", MomentWidget(of_day=True))
    time_in = Field("checked_in", "Giờ vào", MomentWidget(of_day=False))
    time_out = Field("checked_out", "Giờ ra", MomentWidget(of_day=False))
    name = Field("name", "Họ và tên", NameWidget())
    phone = Field("phone", "Số điện thoại", PhoneWidget())
    id = Field("id_number", "Số CCCD/CMND", IdWidget())
    address = Field("address", "Địa chỉ", TextWidget())
    notes = Field("notes", "Ghi chú", TextWidget())
    # Understood in clerks' books, not asked for in our own.
    family_name = Field("family_name", "Họ đệm", FamilyNameWidget())
    birth = Field("birth", "Ngày sinh", TextWidget())
    date_out = Field("checked_out", "Ngày ra", MomentWidget(of_day=True))

    # What our own books have, in order.
    OWN = ("date", "time_in", "time_out", "name", "phone", "id", "address", "notes")

    class Meta:
        export_order = ("date", "time_in", "date_out", "time_out")

    def use(self, context: DateContext) -> None:
        """Read dates from now on in this context."""
        for field in self.fields.values():
            if isinstance(field.widget, MomentWidget):
                field.widget.use(context)

    def widget(self, column: Column) -> ColumnWidget | None:
        """The widget that reads a column; None where its cells are not wanted."""
        field = self.fields.get(column.value)
        return field.widget if field else None
