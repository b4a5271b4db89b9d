"""Workbooks for the tests: made here, or the sample books with what a careful clerk reads."""

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone
from openpyxl import Workbook

from plugins.declarations.models import Visit
from plugins.declarations.services import unsealed

SAMPLES = Path(__file__).parent / "samples"


def workbook(rows: Sequence[Sequence[Any]], name: str = "Sổ") -> bytes:
    """A workbook with one sheet."""
    return workbook_of({name: rows})


def workbook_of(sheets: dict[str, Sequence[Sequence[Any]]], hidden: Sequence[str] = ()) -> bytes:
    """A workbook with sheets by their names."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in hidden:
            sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# The heading of the dates says their order: 05/07 alone would have to be asked.
HEADINGS = ("STT", "Họ và tên", "Số điện thoại", "Ngày/tháng", "Giờ vào", "Giờ ra")


def visit_rows(count: int, first: int = 0) -> list[tuple]:
    """Headings and as many sound rows, each a visit of its own."""
    rows = [
        (n + 1, f"Lê Văn {'ABCDEGHKLM'[n % 10]}", f"09{n:08d}", "05/07/2021", "07:30", "08:15")
        for n in range(first, first + count)
    ]
    return [HEADINGS, *rows]


_TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
</Types>"""
_RELATIONS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="{target}"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>
</Relationships>"""
_BOOK = """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="Sổ" sheetId="1" r:id="r1"/></sheets></workbook>"""
_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def large_workbook(count: int) -> bytes:
    """As many sound rows as `visit_rows` gives, written without openpyxl's patience."""
    rows = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>"
        for row in visit_rows(count)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(
            "_rels/.rels", _RELATIONS.format(target="xl/workbook.xml", kind="officeDocument")
        )
        archive.writestr("xl/workbook.xml", _BOOK)
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            _RELATIONS.format(target="worksheets/sheet1.xml", kind="worksheet"),
        )
        archive.writestr("xl/worksheets/sheet1.xml", f"{_SHEET}{rows}</sheetData></worksheet>")
    return out.getvalue()


def truth(name: str) -> dict[str, Any]:
    """What a careful clerk reads from a sample book."""
    return json.loads((SAMPLES / f"{name}.truth.json").read_text())


def as_truth(visits: Any) -> set[tuple]:
    """Recorded visits, or a truth file's, in one comparable form."""
    if isinstance(visits, list):
        keys = ("name", "phone", "id", "checked_in", "checked_out")
        return {tuple(visit[key] for key in keys) for visit in visits}
    return {_of(visit) for visit in visits}


def _of(visit: Visit) -> tuple:
    secrets = unsealed(visit)
    return (
        visit.name,
        secrets.get("phone"),
        secrets.get("id"),
        _local(visit.checked_in),
        _local(visit.checked_out),
    )


def _local(at: Any) -> str | None:
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M:%S") if at else None
