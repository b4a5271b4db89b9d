"""import.over_read and others: a book from upload to committed visits, against mere reading."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import python_calamine
from django.contrib.auth import get_user_model

from areas.models import Area
from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.jobs.importing import import_logbook
from plugins.declarations.logbooks.jobs.reading import read_logbook
from plugins.declarations.logbooks.models import Logbook
from plugins.declarations.models import Visit
from plugins.qr_venues.models import VenueCategory
from plugins.qr_venues.services import register_venue
from tests.bench.place import size
from tests.bench.population import populate
from tests.bench.report import Figure
from tests.bench.workbooks import paper_book

FAULTY_IN = 20  # one row of so many has a fault


def measure() -> list[Figure]:
    """Seconds for BENCH_ROWS x 11 cells, with BENCH_VISITS visits there before: ours, calamine's
    and openpyxl's reading; and ours with 5 % faulty rows.
    """
    rows, there = size("BENCH_ROWS"), populate()
    path, dirty_path = paper_book(rows), paper_book(rows, faulty_in=FAULTY_IN)
    ours = seconds(lambda: import_book(path, rows))
    dirty = seconds(lambda: import_book(dirty_path, rows - rows // FAULTY_IN))
    calamine = seconds(lambda: _read_with_calamine(path))
    openpyxl_reading = seconds(lambda: _read_with_openpyxl(path))
    shown = f"{rows:,} rows x 11, beside {there:,} visits"
    return [
        Figure("import.over_read", ours / calamine, ours, calamine, "s", shown),
        Figure("import.over_openpyxl", ours / openpyxl_reading, ours, openpyxl_reading, "s", shown),
        Figure("import.dirty_over_clean", dirty / ours, dirty, ours, "s", shown),
    ]


def seconds(work: Callable[[], Any]) -> float:
    """How long something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def import_book(path: Path, expected: int) -> None:
    """Upload, read and preview, confirm, import – what the page and the worker call.

    Raises RuntimeError unless exactly so many visits came of it.
    """
    work(upload(path).pk, expected)


def upload(path: Path) -> Logbook:
    """What the page calls, for a venue of its own."""
    user, _created = get_user_model().objects.get_or_create(username="bench", is_superuser=True)
    venue = register_venue(
        name="Chợ Hà Đông",
        category=VenueCategory.objects.get(pk="market"),
        area=Area.objects.filter(depth=2).first(),
        by=user,
    )
    return services.upload(path.read_bytes(), venue=venue, file_name=path.name, year=None, by=user)


def work(key: Any, expected: int) -> None:
    """What the worker does, and in between the confirmation. Raises RuntimeError."""
    logbook = Logbook.objects.get(pk=key)
    read_logbook(logbook)
    services.confirm(Logbook.objects.get(pk=key), by=logbook.uploaded_by)
    import_logbook(Logbook.objects.get(pk=key))
    created = Visit.objects.filter(logbook=logbook).count()
    if created != expected:
        raise RuntimeError(f"{created} of {expected} rows were imported")


def _read_with_calamine(path: Path) -> int:
    book = python_calamine.CalamineWorkbook.from_path(path)
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def _read_with_openpyxl(path: Path) -> int:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return sum(1 for sheet in book for row in sheet.iter_rows(values_only=True))
