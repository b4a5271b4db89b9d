"""export.rows: an export of everyone at the busiest venue, against openpyxl writing the same rows.

Ours has everything in it: reading the visits, opening phones and IDs, writing, sealing, and the
entry in the record. openpyxl writes rows that are at hand, in its mode for large files.
"""

import io
import time
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Max, Min
from openpyxl import Workbook, load_workbook

from plugins.declarations.models import Visit
from plugins.tracing.exports import files, making, services
from plugins.tracing.exports.kinds import Form, Kind
from plugins.tracing.exports.models import Export, ExportState
from plugins.tracing.reasons import Asker
from tests.bench.population import populate
from tests.bench.report import Figure


def measure() -> list[Figure]:
    """Seconds for the same rows; ``size`` tells rows in a second."""
    populate()
    user, _created = get_user_model().objects.get_or_create(username="bench", is_superuser=True)
    begun = time.perf_counter()
    export = exported(Asker(user=user, reason="measuring the exports", address=None))
    ours = time.perf_counter() - begun
    book = load_workbook(io.BytesIO(b"".join(files.pieces(export.pk))), read_only=True)
    rows = list(book.worksheets[1].iter_rows(values_only=True))
    theirs = _openpyxl(rows)
    services.cancel(export)
    size = f"{export.rows:,} rows, {export.rows / ours:,.0f} a second"
    return [Figure("export.rows", ours / theirs, ours, theirs, "s", size)]


def exported(asker: Asker) -> Export:
    """A workbook of the busiest venue's visits, made in this process."""
    busy = (
        Visit.objects.order_by()
        .values("venue")
        .annotate(visits=Count("pk"), start=Min("checked_in"), end=Max("checked_in"))
    )
    venue = busy.order_by("-visits")[0]
    question = {
        "venue": venue["venue"],
        "start": venue["start"].isoformat(),
        "end": (venue["end"] + timedelta(seconds=1)).isoformat(),
    }
    export = services.ask(asker, Kind.PLACE, Form.XLSX, question)
    making.make(export)
    export.refresh_from_db()
    if export.state != ExportState.READY:
        raise RuntimeError(f"The export is {export.state}, not ready: {export.problem}")
    return export


def _openpyxl(rows: list[tuple[Any, ...]]) -> float:
    begun = time.perf_counter()
    book = Workbook(write_only=True)
    sheet = book.create_sheet("1")
    for row in rows:
        sheet.append(row)
    book.save(io.BytesIO())
    return time.perf_counter() - begun
