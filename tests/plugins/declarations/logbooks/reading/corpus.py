"""The corpus of hostile and spoilt files, and what is to become of each."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.plugins.declarations.logbooks.reading.hostile import (
    DOCUMENT,
    LAST_ROW,
    NO_TEXT,
    OUTSIDE,
    OUTSIDE_SHEET,
    bomb,
    bomb_in_cells,
    book,
    broken_checksum,
    deep_book,
    dimension,
    empty_formatted_rows,
    entities,
    far_cell,
    formatted_to_the_right,
    formulas,
    last_row,
    long_cells,
    long_row,
    macros,
    many_merges,
    many_sheets,
    many_styles,
    one_part_for_all,
    only_far_cells,
    stray_parts,
    texts_like_cells,
    unclosed_styles,
    wide_rows,
    with_cell,
    with_sheet_at,
    zip_in_zip,
)
from tests.plugins.declarations.logbooks.reading.hostile_others import (
    NUMBER,
    csv,
    encrypted_ods,
    encrypted_office,
    encrypted_xls,
    ods_everywhere,
    xls,
    xls_with_wrong_lengths,
)

TOO_MUCH = ("too_large", "broken")
BAD_OLD = ("broken", "not_workbook")
BAD_TEXT = ("broken", "no_header", "not_workbook", "too_large")


@dataclass(frozen=True)
class Hostile:
    """``codes`` it may be refused with; none: its visits are read."""

    name: str
    make: Callable[[], bytes]
    codes: tuple[str, ...] = ()
    file_name: str = "so.xlsx"


ENTITIES = [
    Hostile(f"{kind} in {part}", partial(entities, part, declared), codes)
    for kind, declared in (("growing entities", DOCUMENT), ("entities from elsewhere", OUTSIDE))
    for part, codes in (
        ("sheet", ("broken",)),
        ("shared", ("broken",)),
        ("styles", ()),
        ("book", ("broken",)),
        ("relations", ("broken",)),
    )
]
PLACES = [
    Hostile("a cell in the last row and column", far_cell),
    Hostile("a cell in the last row", last_row),
    Hostile("a million empty formatted rows", empty_formatted_rows),
    Hostile("all columns formatted", formatted_to_the_right),
    Hostile("a dimension of the whole sheet", dimension),
    Hostile("10,000 columns", partial(wide_rows, 10_000)),
    Hostile("a million cells far to the right", only_far_cells, ("too_large",)),
    Hostile("a row below zero", partial(book, with_cell("-5", "A-5")), ("broken",)),
    Hostile("a row after the last", partial(book, with_cell(2**32 - 1, "A9")), ("broken",)),
    Hostile("a row twice", partial(book, *[with_cell(9, "A9")] * 5000), ("broken",)),
    Hostile("cells of other rows", partial(book, with_cell(9, f"A{LAST_ROW}")), TOO_MUCH),
    Hostile(
        "rows without an order",
        partial(book, *(with_cell(n, f"A{n}") for n in (900_000, 9, 800_000, 10))),
        TOO_MUCH,
    ),
    Hostile("a number of no shared text", partial(book, NO_TEXT), ("broken",)),
    Hostile("65,000 formats of cells", many_styles),
    Hostile("100,000 merged ranges", many_merges),
    Hostile("texts like cells", texts_like_cells),
    Hostile("formulas and errors", formulas),
    Hostile("cells of 32,767 characters", long_cells),
]
BOMBS = [
    Hostile("a sheet of 500 MB", partial(bomb, 500, ["xl/worksheets/sheet1.xml"]), TOO_MUCH),
    Hostile("a sheet of 49 MB", partial(bomb, 47, ["xl/worksheets/sheet1.xml"]), TOO_MUCH),
    Hostile("texts of 49 MB", partial(bomb, 47, ["xl/sharedStrings.xml"])),
    Hostile("styles of 49 MB", partial(bomb, 47, ["xl/styles.xml"]), TOO_MUCH),
    Hostile("a list of sheets of 49 MB", partial(bomb, 47, ["xl/workbook.xml"]), TOO_MUCH),
    Hostile("50 parts of 20 MB", partial(bomb, 20, [f"xl/{n}" for n in range(50)]), TOO_MUCH),
    Hostile("6,000 parts", partial(bomb, 0, [f"xl/{n}" for n in range(6000)]), TOO_MUCH),
    Hostile("cells that unpack to 300 MB", partial(bomb_in_cells, 1000), TOO_MUCH),
    Hostile("cells that unpack to 40 MB", partial(bomb_in_cells, 130)),
    Hostile("a row of 49 MB", long_row, TOO_MUCH),
    *ENTITIES,
    Hostile("elements in each other", deep_book, ("broken",)),
    Hostile("4,000 sheets", many_sheets, TOO_MUCH),
    Hostile("one part for 300 sheets", one_part_for_all, ("broken",)),
    Hostile("formats without an end", unclosed_styles),
    Hostile("a zip in a zip", zip_in_zip, ("not_workbook",)),
]
BROKEN = [
    Hostile("a sheet that is the book", partial(with_sheet_at, "workbook.xml"), ("broken",)),
    Hostile(
        "a sheet that lists parts", partial(with_sheet_at, "_rels/workbook.xml.rels"), ("broken",)
    ),
    Hostile("a sheet that is missing", partial(with_sheet_at, "worksheets/2.xml"), ("broken",)),
    Hostile("a sheet outside", partial(with_sheet_at, "../../../../etc/passwd"), ("broken",)),
    Hostile("a sheet on the network", partial(with_sheet_at, OUTSIDE_SHEET), ("broken",)),
    Hostile("parts with names that lead elsewhere", stray_parts),
    Hostile("a book with macros", macros, file_name="so.xlsm"),
    Hostile("a zip that ends early", lambda: book()[:-700], ("broken",)),
    Hostile("a zip that begins late", lambda: b"PK\3\4" + book()[900:], ("broken",)),
    Hostile(
        "a sheet that ends early", partial(book, sheet="<worksheet><sheetData><row"), ("broken",)
    ),
    Hostile("a wrong checksum", broken_checksum, ("broken",)),
]
OTHERS = [
    Hostile("a workbook with a password", encrypted_office, ("encrypted",)),
    Hostile("an OpenDocument file with a password", encrypted_ods, ("encrypted",), "so.ods"),
    Hostile("an old workbook with a password", encrypted_xls, ("encrypted",), "so.xls"),
    Hostile("an old workbook with wrong records", xls_with_wrong_lengths, TOO_MUCH, "so.xls"),
    Hostile("an old workbook that ends early", lambda: xls()[:-5000], BAD_OLD, "so.xls"),
    Hostile("the beginning of an old workbook", lambda: xls()[:9000], BAD_OLD, "so.xls"),
    Hostile("a number everywhere (ods)", partial(ods_everywhere, NUMBER), TOO_MUCH, "so.ods"),
    Hostile("blanks everywhere (ods)", partial(ods_everywhere, ">"), file_name="so.ods"),
    Hostile("a web page", lambda: b"<html><table><tr><td>1", ("web_page",), "so.xls"),
    Hostile("a document", lambda: b"%PDF-1.7\n" + b"\xe2\xe3\xcf\xd3" * 5000, ("not_workbook",)),
    Hostile("a picture", lambda: b"\x89PNG\r\n\x1a\n" + b"\0\1\2" * 5000, ("not_workbook",)),
    Hostile("a text file under a workbook's name", csv),
    Hostile("a text file with zeros", partial(csv, "\0" * 5000), ("not_workbook",), "so.csv"),
    Hostile("a text file of one line", lambda: b"a" * 25_000_000, BAD_TEXT, "so.csv"),
    Hostile("a text file of one row", lambda: b"a;" * 12_500_000, BAD_TEXT, "so.csv"),
    Hostile(
        "an open quotation",
        partial(csv, '"' + "a;b\n" * 6_000_000),
        BAD_TEXT,
        "so.csv",
    ),
    Hostile("10,000 columns of text", partial(csv, (";" * 10_000 + "\n") * 500), (), "so.csv"),
]
CORPUS = [*PLACES, *BOMBS, *BROKEN, *OTHERS]
