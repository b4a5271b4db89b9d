"""A visit as the index holds it, and which index holds it.

Never a readable phone, ID, address or health answer: people are blind keys (people.blind).
"""

from datetime import datetime
from typing import Any
from uuid import UUID, SafeUUID

from django.db.models import QuerySet
from elasticsearch_dsl import Boolean, Date, DateRange, Document, Keyword, MetaField

from areas.models import Area
from people.names import exact
from plugins.declarations.models import Visit
from plugins.declarations.visit_ids import id_time
from plugins.tracing.engines.base import VisitRow

# Months that get an index of their own; clocks that are wrong by years share one.
_YEARS = range(2020, 2040)
COLUMNS = (
    "id",
    "venue_id",
    "checkpoint_id",
    "venue__area__path",
    "venue__category_id",
    "venue__category__sector",
    "checked_in",
    "checked_out",
    "stay_end",
    "source",
    "name",
    "name_folded",
    "person_key",
    "second_key",
)
_new, _set, _UNKNOWN = object.__new__, object.__setattr__, SafeUUID.unknown


class VisitDocument(Document):
    """The mapping. Syllables are keywords, so that both engines cut names the same way."""

    visit = Keyword(index=False)  # the id again: an order that can be paged through
    venue = Keyword()
    checkpoint = Keyword()
    areas = Keyword(multi=True)  # tree paths, from the root down to the venue's own area
    category = Keyword()
    sector = Keyword()
    stay = DateRange()
    checked_in = Date()
    assumed = Boolean()  # nobody recorded the end of the stay
    source = Keyword()
    person = Keyword()  # blind index; see Visit.person_key
    second = Keyword()
    name = Keyword()  # as recorded
    exact = Keyword(multi=True, doc_values=False)  # syllables with their marks
    folded = Keyword(multi=True, doc_values=False)  # syllables without

    class Meta:
        dynamic = MetaField("strict")


def rows_for_documents(visits: QuerySet[Visit]) -> QuerySet[Visit, Any]:
    """The visits as tuples that ``document`` takes; one query."""
    return visits.order_by("pk").values_list(*COLUMNS)


def document(row: tuple[Any, ...]) -> dict[str, Any]:
    """The document of a visit; ``row`` holds COLUMNS."""
    (
        visit_id,
        venue,
        checkpoint,
        path,
        category,
        sector,
        checked_in,
        checked_out,
        stay_end,
        source,
        name,
        name_folded,
        person,
        second,
    ) = row
    start = _iso(checked_in)
    made = {
        "visit": visit_id.hex,
        "venue": venue,
        "areas": [path[:end] for end in range(Area.steplen, len(path) + 1, Area.steplen)],
        "category": category,
        "sector": sector,
        "stay": {"gte": start, "lte": _iso(stay_end)},
        "checked_in": start,
        "assumed": checked_out is None,
        "source": source,
        "person": person.hex,
        "name": name,
        "exact": exact(name).split(),
        "folded": name_folded.split(),
    }
    if checkpoint is not None:
        made["checkpoint"] = checkpoint
    if second is not None:
        made["second"] = second.hex
    return made


# What visit_row needs of a document.
ROW_FIELDS = (
    "visit",
    "venue",
    "checkpoint",
    "stay",
    "assumed",
    "source",
    "name",
    "person",
    "second",
)


def visit_row(source: dict[str, Any]) -> VisitRow:
    """A document as every engine gives it."""
    stay, second = source["stay"], source.get("second")
    return VisitRow(
        id=_uuid(source["visit"]),
        venue_id=source["venue"],
        checked_in=datetime.fromisoformat(stay["gte"]),
        stay_end=datetime.fromisoformat(stay["lte"]),
        assumed=source["assumed"],
        source=source["source"],
        name=source["name"],
        person_key=_uuid(source["person"]),
        second_key=_uuid(second) if second else None,
        checkpoint_id=source.get("checkpoint"),
    )


def _uuid(text: str) -> UUID:
    """Of 32 hexadecimal digits as we wrote them.

    UUID(text) takes three times as long to look at what else they might be, and there are three
    for each of ten thousand visits.
    """
    made = _new(UUID)
    _set(made, "int", int(text, 16))
    _set(made, "is_safe", _UNKNOWN)
    return made


def month_of(visit_id: UUID) -> str:
    """The part of the index's name that tells the month: "2021.07", or "undated"."""
    at = id_time(visit_id)
    return f"{at:%Y.%m}" if at is not None and at.year in _YEARS else "undated"


def write_action(verb: str, visit_id: UUID, prefix: str, version: int) -> dict[str, Any]:
    """One action of a bulk request; a later version already there makes it a harmless conflict."""
    return {
        verb: {
            "_index": prefix + month_of(visit_id),
            "_id": visit_id.hex,
            "version": version,
            "version_type": "external_gte",
        }
    }


def _iso(at: datetime) -> str:
    return at.isoformat()
