"""django-import-export widgets: a cell of each column to its value, and back for writing.

``read`` is what our own loop calls: it gives the value with the repairs that were made and raises
CellFault with a code. ``clean`` and ``render`` are import-export's names for the two ways.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from import_export.widgets import Widget

from people.ids import parse_id
from people.names import fold, name_problem, normalise_name
from people.phones import display_phone, parse_phone
from plugins.declarations.logbooks.understanding.dates import (
    YEAR_FIRST,
    DateContext,
    swapped,
)
from plugins.declarations.logbooks.understanding.looks import is_total
from plugins.declarations.logbooks.understanding.moments import Moment, parse_moment
from plugins.declarations.logbooks.understanding.phone_cells import (
    NUMBER_IN_NAME,
    WORDS_DROPPED,
    phone_among,
    says_none,
    split_number,
)
from plugins.declarations.logbooks.understanding.text import as_text
from plugins.declarations.logbooks.understanding.times import hundredths
from plugins.declarations.logbooks.understanding.years import FAR, is_short

Read = tuple[Any, tuple[str, ...]]
_NOTHING: Read = (None, ())
_CACHE_LIMIT = 20_000  # texts of one column; dates and times repeat, so it is hardly ever reached


BROKEN = "\ufffd"  # stands for a letter that the file itself has lost
# What programs show in a cell whose formula fails.
ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#GETTING_DATA"}
)


_ID_NUMBERS = re.compile(r"(?<!\d)(?:\d{9}|\d{12})(?!\d)")
_NUMBERING = re.compile(r"\d{1,4}\s*[.)/-]\s*(?=[^\W\d_])")


class CellFault(ValueError):
    """A cell cannot be understood; its text is the code of the fault."""


class ColumnWidget(Widget):
    """What all our widgets share."""

    def read(self, value: Any) -> Read:
        """The value of a cell and the codes of the repairs made. Raises CellFault."""
        raise NotImplementedError

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """import-export's way in: the value alone."""
        return self.read(value)[0]


class RepeatingWidget(ColumnWidget):
    """For columns whose cells repeat: what each different one gives is worked out once."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[Any, Read | str] = {}

    def read(self, value: Any) -> Read:
        """What the cell gave before, or gives now."""
        if value == "":
            return _NOTHING
        key = value if isinstance(value, str) else (type(value), value)
        known = self._known.get(key)
        if known is None:
            known = self._parse(value)
            if len(self._known) < _CACHE_LIMIT:
                self._known[key] = known
        if isinstance(known, str):
            raise CellFault(known)
        return known

    def _parse(self, value: Any) -> Read | str:
        """What `read` gives, or the code of the fault."""
        raise NotImplementedError


class TextWidget(RepeatingWidget):
    """Any text with single spaces; None where the cell is empty."""

    def _parse(self, value: Any) -> Read | str:
        return normalise_name(as_text(value)) or None, ()


class NameWidget(RepeatingWidget):
    """A visitor's name as people.names keeps it; None where there is none."""

    NO_NAME = frozenset({"x", "xx", "khong", "ko", "khong co", "khong ten", "khong ro"})

    def _parse(self, value: Any) -> Read | str:
        name = normalise_name(as_text(value))
        if not (folded := fold(name)):
            return _NOTHING
        if BROKEN in name:
            return "name_broken"
        if folded in self.NO_NAME or name in ERRORS or is_total(name):
            return "name_no_name"
        if numbering := _NUMBERING.match(name):
            name = name[numbering.end() :]
        # The reader finds a column for the number.
        repairs = (NUMBER_IN_NAME,) if split_number(name) else ()
        return name_problem(name) or (name, repairs)


class FamilyNameWidget(TextWidget):
    """A family name that stands in a column of its own."""

    def _parse(self, value: Any) -> Read | str:
        return "name_broken" if BROKEN in as_text(value) else super()._parse(value)


class PhoneWidget(ColumnWidget):
    """A phone number in E.164; None where none was written."""

    def read(self, value: Any) -> Read:
        """The number; numbers of Excel get their zero back, old prefixes become new ones.

        Of several numbers in a cell it is the first, since the others are as a rule further ones
        of the same person.
        """
        found = parse_phone(value)
        if not found.problem:
            return found.e164, found.repairs
        if isinstance(value, str):
            if says_none(value):
                return _NOTHING
            if (among := phone_among(value)) is not None:
                return among
        raise CellFault(found.problem)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """As people read it."""
        return display_phone(value) if value else ""


class IdWidget(ColumnWidget):
    """The number of an identity paper; None where none was written.

    A number that cannot be one does not cost the visit: it is left out, which is a repair to see.
    """

    def read(self, value: Any) -> Read:
        """The number without its separators."""
        found = parse_id(value)
        if found.problem and isinstance(value, str):
            numbers = _ID_NUMBERS.findall(value)
            if len(numbers) == 1 and (among := parse_id(numbers[0])).number:
                return among.number, (WORDS_DROPPED,)
        if found.problem:
            return None, (f"{found.problem}_left_out",)
        return found.number, found.repairs


class MomentWidget(RepeatingWidget):
    """A Moment with a day, a time or both; None where nothing was written.

    The context is set for each sheet.
    """

    def __init__(self, *, of_day: bool) -> None:
        super().__init__()
        self.of_day = of_day
        self.context = DateContext()

    def use(self, context: DateContext) -> None:
        """Read from now on in this context."""
        if context != self.context:
            self.context = context
            self._known = {}

    def _parse(self, value: Any) -> Read | str:
        moment = parse_moment(value, self.context, of_day=self.of_day)
        if moment.problem:
            return moment.problem
        if moment.day is None and moment.minutes is None:
            return _NOTHING
        return moment, tuple(self._repairs(value, moment))

    def _repairs(self, value: Any, moment: Moment) -> Iterator[str]:
        if day := moment.day:
            if self.context.swapped and not isinstance(value, str) and swapped(day) != day:
                yield "day_month_swapped"
            if self.context.order == YEAR_FIRST and is_short(value):
                yield "year_first"
            if (usual := self.context.usual_day) and abs(day - usual) > FAR:
                yield "date_far"
        if self._is_decimal(value):
            yield "decimal_time"

    def _is_decimal(self, value: Any) -> bool:
        """Whether a number was read as hours and minutes although a digit of it got lost."""
        if self.of_day or not isinstance(value, float) or not 0 < value < 24:
            return False
        parts = hundredths(value)
        if parts is None or not parts % 100:
            return False
        return value < 1 or not parts % 10

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """As clerks write it: day first, hours of 24."""
        if isinstance(value, datetime):
            return value.strftime("%d/%m/%Y" if self.of_day else "%H:%M")
        if isinstance(value, date):
            return value.strftime("%d/%m/%Y")
        return value.strftime("%H:%M") if isinstance(value, time) else ""
