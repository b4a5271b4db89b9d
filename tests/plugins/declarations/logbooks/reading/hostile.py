"""Files that mean harm, or that programs and disks have spoilt; each made when it is needed."""

import io
import zipfile
from collections.abc import Iterable, Sequence

from tests.plugins.declarations.logbooks.books import visit_rows, workbook
from tests.plugins.declarations.logbooks.reading.packages import (
    BOOK,
    MAIN,
    RELATIONS,
    STYLES,
    package,
    parts_of,
    zipped,
)

LAST_ROW, LAST_COLUMN = 1_048_576, "XFD"
VISITS = 3  # in the books that can be read all the same
NO_TEXT = '<row r="9"><c r="A9" t="s"><v>7</v></c></row>'
OUTSIDE_SHEET = 'http://192.0.2.1/" TargetMode="External'


def row(number: int, cells: Sequence[str], rest: str = "") -> str:
    """A row of texts, as XML."""
    shown = "".join(
        f'<c r="{"ABCDEFGHIJ"[at]}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for at, cell in enumerate(cells)
    )
    return f'<row r="{number}">{shown}{rest}</row>'


def visits() -> list[str]:
    """Headings and VISITS sound rows, as XML."""
    rows = enumerate(visit_rows(VISITS), start=1)
    return [row(number, [str(cell) for cell in cells]) for number, cells in rows]


def book(*more: str, **parts: str) -> bytes:
    """A sound book with more rows, or with other parts."""
    return package("".join([*visits(), *more]), **parts)


def far_cell() -> bytes:
    return book(f'<row r="{LAST_ROW}"><c r="{LAST_COLUMN}{LAST_ROW}"><v>1</v></c></row>')


def last_row() -> bytes:
    return book(f'<row r="{LAST_ROW}"><c r="A{LAST_ROW}"><v>1</v></c></row>')


def empty_formatted_rows() -> bytes:
    return book(
        "".join(
            f'<row r="{n}" s="1" customFormat="1"><c r="A{n}" s="1"/><c r="B{n}" s="1"/>'
            f'<c r="C{n}" s="1"/><c r="D{n}" s="1"/><c r="E{n}" s="1"/></row>'
            for n in range(VISITS + 2, LAST_ROW + 1)
        )
    )


def formatted_to_the_right() -> bytes:
    """Every column of the first 50 rows is formatted, as by selecting whole rows."""
    columns = [
        a + b + c
        for a in " ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        for b in " ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    ]
    names = sorted(
        {name.strip() for name in columns if " " not in name.strip()},
        key=lambda name: (len(name), name),
    )
    return book(
        *(
            f'<row r="{n}">{"".join(f"""<c r="{c}{n}" s="1"/>""" for c in names[:16384])}</row>'
            for n in range(VISITS + 2, 52)
        )
    )


def wide_rows(columns: int) -> bytes:
    """Headings followed by so many columns with a text each, in every row."""
    rest = "".join(f"<c><v>{n}</v></c>" for n in range(columns))
    return package("".join(each.replace("</row>", f"{rest}</row>") for each in visits()))


def only_far_cells() -> bytes:
    """A cell in column IV of each row: dense, this is 268 million cells."""
    return book(
        "".join(
            f'<row r="{n}"><c r="IV{n}"><v>1</v></c></row>' for n in range(VISITS + 2, LAST_ROW + 1)
        )
    )


def dimension() -> bytes:
    rows = "".join(visits())
    return package(
        "", sheet=f'<worksheet xmlns="{MAIN}"><dimension ref="A1:{LAST_COLUMN}{LAST_ROW}"/>'
        f"<sheetData>{rows}</sheetData></worksheet>",
    )  # fmt: skip


def bomb(megabytes: int, parts: Iterable[str]) -> bytes:
    """Parts of nothing but blanks."""
    out, block = io.BytesIO(), b" " * (1 << 20)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts_of("".join(visits())).items():
            if name not in parts:
                archive.writestr(name, content)
        for name in parts:
            with archive.open(name, "w") as part:
                part.write(b"<worksheet><sheetData>")
                for _block in range(megabytes):
                    part.write(block)
    return out.getvalue()


def bomb_in_cells(rows: int) -> bytes:
    """Texts that take less than a hundredth of their size in the file."""
    text = "a" * 32_767
    return book(*(row(n, [text] * 10) for n in range(VISITS + 2, VISITS + 2 + rows)))


def long_cells() -> bytes:
    """Notes as long as Excel lets them be."""
    return workbook([[*cells, "x" * 32_767] for cells in visit_rows(VISITS)])


def long_row() -> bytes:
    """One row of 49 MB."""
    text = "a" * 32_767
    cells = f'<c t="inlineStr"><is><t>{text}</t></is></c>' * 1495
    return book(f'<row r="{VISITS + 2}">{cells}</row>')


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 50}">' for n in range(10))
DOCUMENT = f"<!DOCTYPE x [{LAUGHS}]>"
OUTSIDE = '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>'


def entities(part: str, declared: str) -> bytes:
    """Entities that grow, or that lead to a file, in a part."""
    contents = {
        "sheet": f'{declared}<worksheet xmlns="{MAIN}"><sheetData>{"".join(visits())}'
        f"{row(9, ['&l9;'] * 6)}</sheetData></worksheet>",
        "shared": f'{declared}<sst xmlns="{MAIN}"><si><t>&l9;</t></si></sst>',
        "styles": f'{declared}<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="&l9;"/></cellXfs>'
        "</styleSheet>",
        "book": declared + BOOK.replace("Sổ", "&l9;"),
        "relations": declared + RELATIONS,
    }
    shared = '<row r="20"><c r="A20" t="s"><v>0</v></c></row>' if part == "shared" else ""
    return book(shared, **{part: contents[part]})


def deep_book() -> bytes:
    """A list of sheets with elements in each other, 300,000 deep."""
    return book(book="<a>" * 300_000)


def many_sheets() -> bytes:
    sheets = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="r1"/>' for n in range(1, 4000))
    return book(book=BOOK.replace('<sheet name="Sổ" sheetId="1" r:id="r1"/>', sheets))


def one_part_for_all() -> bytes:
    """Three hundred sheets that are all the same part."""
    sheets = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="r1"/>' for n in range(1, 300))
    return book(book=BOOK.replace('<sheet name="Sổ" sheetId="1" r:id="r1"/>', sheets))


def unclosed_styles() -> bytes:
    """Formats that begin again and again and never end."""
    return book(styles=f'<styleSheet xmlns="{MAIN}">{"<cellXfs >" * 1_000_000}</styleSheet>')


def texts_like_cells() -> bytes:
    """Texts full of what looks like cells far to the right."""
    return book(*(row(n, [' r="XFD1' * 4000] * 10) for n in range(VISITS + 2, VISITS + 52)))


def many_styles() -> bytes:
    formats = '<xf numFmtId="14" fontId="0" applyFont="1"><alignment horizontal="left"/></xf>'
    return book(styles=STYLES.replace("</cellXfs>", formats * 65_000 + "</cellXfs>"))


def many_merges() -> bytes:
    merges = f'<mergeCells>{f"""<mergeCell ref="D1:D{LAST_ROW}"/>""" * 100_000}</mergeCells>'
    return package("".join(visits()), after=merges)


def macros() -> bytes:
    """A book with a macro, which is not looked at."""
    return zipped({**parts_of("".join(visits())), "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 5000})


def stray_parts() -> bytes:
    """Besides the book, parts that a careless program would write anywhere."""
    return zipped({**parts_of("".join(visits())), "../../../../tmp/x": "x", "/etc/x": "x"})


def zip_in_zip() -> bytes:
    """A workbook in a workbook."""
    return zipped({"xl/sheet.xlsx": book()})


def formulas() -> bytes:
    """Formulas with what they gave, and cells with errors."""
    return book(
        '<row r="9"><c r="A9" t="e"><v>#N/A</v></c><c r="B9" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="C9" t="str"><f>WEBSERVICE("http://192.0.2.1/")</f><v>x</v></c></row>'
    )


def broken_checksum() -> bytes:
    """One byte of the sheet is another than its checksum says."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts_of("".join(visits())).items():
            archive.writestr(name, content)
    return out.getvalue().replace(b"0900000001", b"0900000009", 1)


def with_sheet_at(target: str) -> bytes:
    """The book says that its sheet is elsewhere."""
    return book(relations=RELATIONS.replace("worksheets/sheet1.xml", target))


def with_cell(number: int | str, cell: str) -> str:
    """A row with a number in one cell, whose place may be another."""
    return f'<row r="{number}"><c r="{cell}"><v>7</v></c></row>'
