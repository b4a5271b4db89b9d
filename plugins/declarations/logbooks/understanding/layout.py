"""How one sheet of a book is laid out, as found, shown to the editor and used for reading."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from plugins.declarations.logbooks.understanding.columns import Column
from plugins.declarations.logbooks.understanding.periods import Period

HEADER_WITHIN = 30  # rows from the top in which the headings must begin


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """A column of the sheet: its place counted from 0, its heading, what it is taken for."""

    index: int
    heading: str
    column: Column


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """Everything that reading a sheet needs to know. Rows count from 1, as in the program.

    A ``header_row`` of 0 means that there are no headings: the editor said what the columns are.
    """

    number: int  # of the sheet in the book, from 1
    name: str
    header_row: int
    header_rows: int  # 1, or 2 where a heading spans two
    columns: tuple[FoundColumn, ...]
    period: Period = field(default=Period())  # from titles and the sheet's name
    title_day: str = ""  # a whole day named above the headings or by the sheet's name
    date_order: str = "dmy"
    order_certain: bool = False  # the book shows it, or the editor said so
    order_asked: bool = False  # it matters, and nothing in the book shows it
    order_examples: tuple[str, ...] = ()  # dates that can be read both ways
    swapped_cells: bool = False  # the program took days for months in the dates that it holds
    usual_day: str = ""  # in the middle of its days, in ISO form, where they lie together
    decimals: str = ""  # what decimal numbers among the times are (see decimal_times)
    fill_down: bool = False  # an empty date means the one above it

    def index_of(self, column: Column) -> int | None:
        """Where the first column of this kind is; None if the sheet has none."""
        return next((found.index for found in self.columns if found.column == column), None)

    def has(self, column: Column) -> bool:
        """Whether the sheet has such a column."""
        return self.index_of(column) is not None

    @property
    def first_row(self) -> int:
        """The first row below the headings, counted from 0."""
        return max(self.header_row - 1 + self.header_rows, 0)

    def to_json(self) -> dict[str, Any]:
        """For the database and the reading process."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "SheetLayout":
        """Back from what to_json gave."""
        period = data["period"]
        return cls(
            **{
                **data,
                "columns": tuple(
                    FoundColumn(c["index"], c["heading"], Column(c["column"]))
                    for c in data["columns"]
                ),
                "order_examples": tuple(data.get("order_examples", ())),
                "period": Period(
                    tuple((month, year) for month, year in period["month_years"]),
                    tuple(period["months"]),
                    tuple(period["years"]),
                ),
            }
        )


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A sheet that is not read: ``why`` is hidden, empty, no_header, missing_columns, by_choice."""

    number: int
    name: str
    why: str
    missing: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class BookLayout:
    """The layout of a whole book.

    ``text``: the code that its letters were converted from (a name of legacy.evidence.CODES), or
    ""; ``text_certain``: fonts and texts leave no doubt about it, or the editor said so.
    ``asks_order``: the editor has to say which of day and month comes first before an import.
    """

    kind: str  # xlsx, xls, ods, csv, …
    sheets: tuple[SheetLayout, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    encoding: str = ""  # of a text file
    given_year: int | None = None
    file_period: Period = field(default=Period())
    needs_year: bool = False  # some dates have no year, and nothing in the book tells it
    text: str = ""
    text_certain: bool = False
    asks_order: bool = False
    capitals: bool = False  # a font showed small letters as capitals: names may be meant so
    result_of: str = ""  # first digits of the id of the book whose result workbook this is

    def to_json(self) -> dict[str, Any]:
        """For the database and the reading process."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "BookLayout":
        """Back from what to_json gave."""
        period = data["file_period"]
        return cls(
            **{
                **data,
                "sheets": tuple(map(SheetLayout.from_json, data["sheets"])),
                "left_out": tuple(
                    LeftOut(s["number"], s["name"], s["why"], tuple(map(Column, s["missing"])))
                    for s in data["left_out"]
                ),
                "file_period": Period(
                    tuple((month, year) for month, year in period["month_years"]),
                    tuple(period["months"]),
                    tuple(period["years"]),
                ),
            }
        )

    def periods_for(self, sheet: SheetLayout) -> tuple[Period, ...]:
        """Where dates of a sheet take their year from, most trusted first."""
        others = tuple(dict.fromkeys(y for s in self.sheets for y in s.period.years))
        given = Period(years=(self.given_year,)) if self.given_year else Period()
        return tuple(p for p in (sheet.period, Period(years=others), given, self.file_period) if p)

    def with_sheet(self, sheet: SheetLayout) -> "BookLayout":
        """The same book with one sheet's layout replaced."""
        sheets = tuple(sheet if s.number == sheet.number else s for s in self.sheets)
        return replace(self, sheets=sheets)
