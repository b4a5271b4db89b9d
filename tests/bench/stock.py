"""import.over_stock: our import against stock django-import-export on the same rows.

The stock side is a ModelResource as its documentation shows one, with our checks as its fields'
cleaners and its own fast settings (`use_bulk`, batches, one transaction). Like ours it repairs
phones, names and times, makes content-made ids, seals, and finds visits that are there already.
"""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import tablib
from import_export import fields, resources, results
from import_export.widgets import Widget

from areas.models import Area
from people.names import fold
from people.persons import person_keys
from people.sealing import seal
from plugins.declarations.logbooks.understanding.dates import DateContext
from plugins.declarations.logbooks.understanding.stays import stay
from plugins.declarations.logbooks.understanding.widgets import (
    IdWidget,
    MomentWidget,
    NameWidget,
    PhoneWidget,
)
from plugins.declarations.models import Source, Visit
from plugins.declarations.visit_ids import paper_id
from plugins.qr_venues.models import Venue, VenueCategory
from plugins.qr_venues.services import register_venue
from tests.bench.imports import import_book
from tests.bench.report import Figure
from tests.bench.workbooks import paper_book

ROWS = 20_000  # the stock importer's time grows with them; it is rows a second that count


class StockVisits(resources.ModelResource):
    """One visit a row; what no column holds is worked out before the row is saved."""

    id = fields.Field("id", "id", Widget())
    name = fields.Field("name", "Họ và tên", NameWidget())
    phone = fields.Field("phone", "Số điện thoại", PhoneWidget())
    id_number = fields.Field("id_number", "Số CCCD", IdWidget())

    class Meta:
        model = Visit
        import_id_fields = ("id",)
        fields = ("id", "name", "phone", "id_number")
        use_bulk = True
        skip_unchanged = True
        skip_diff = True
        use_transactions = True

    def __init__(self, venue: Venue) -> None:
        super().__init__()
        self.venue = venue
        self.day, self.hour = MomentWidget(of_day=True), MomentWidget(of_day=False)
        self.day.use(DateContext())
        self.hour.use(DateContext())

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """import-export wants the id among the headings."""
        dataset.headers.append("id")

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        """The id, which import-export looks the row up by, needs the times and the person."""
        day = self.day.clean(row["Ngày"])
        values = {
            "time_in": self.hour.clean(row["Giờ vào"]),
            "time_out": self.hour.clean(row["Giờ ra"]),
        }
        first, last, _past_midnight = stay(day.day, values)  # type: ignore[arg-type]
        row["in"], row["out"] = _at(*first), _at(*last) if last else None
        row["folded"] = fold(NameWidget().clean(row["Họ và tên"]))
        row["keys"] = person_keys(
            PhoneWidget().clean(row["Số điện thoại"]),
            IdWidget().clean(row["Số CCCD"]),
            row["folded"],
            str(self.venue.pk),
        )
        row["id"] = paper_id(self.venue.pk, row["keys"][0], row["folded"], row["in"])

    def before_save_instance(self, instance: Any, row: dict[str, Any], **kwargs: Any) -> None:
        """What the model holds besides the columns."""
        secrets = {"phone": instance.phone, "id": instance.id_number, "address": row["Địa chỉ"]}
        instance.venue, instance.source = self.venue, Source.PAPER
        instance.checked_in, instance.checked_out = row["in"], row["out"]
        instance.stay_end = row["out"] or row["in"]
        instance.name_folded = row["folded"]
        instance.person_key, instance.second_key = row["keys"]
        instance.sealed = seal(secrets, context=instance.id.bytes)


def _at(day: Any, minutes: int) -> datetime:
    return datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=UTC)


def measure() -> list[Figure]:
    """Rows a second, from the file's bytes to committed visits."""
    path = paper_book(ROWS)
    begun = time.perf_counter()
    import_book(path, ROWS)
    ours = ROWS / (time.perf_counter() - begun)
    stock = ROWS / _stock_seconds(path)
    return [Figure("import.over_stock", ours / stock, ours, stock, "rows/s", f"{ROWS:,} rows x 11")]


def _stock_seconds(path: Path) -> float:
    venue = register_venue(
        name="Chợ Hà Đông (stock)",
        category=VenueCategory.objects.get(pk="market"),
        area=Area.objects.filter(depth=2).first(),
    )
    begun = time.perf_counter()
    table = tablib.Dataset().load(path.read_bytes(), format="xlsx")
    result = StockVisits(venue).import_data(table, raise_errors=True)
    seconds = time.perf_counter() - begun
    if result.totals[results.RowResult.IMPORT_TYPE_NEW] != ROWS:
        raise RuntimeError(f"stock import: {result.totals}")
    return seconds
