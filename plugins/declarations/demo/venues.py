"""Venues that do not exist, spread over the areas of today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from random import Random

from django.db import transaction

from areas.models import Area
from plugins.qr_venues.codes import ALPHABET, TOKEN_LENGTH, VENUE_CODE_LENGTH
from plugins.qr_venues.models import Checkpoint, Venue, VenueStatus
from plugins.qr_venues.services import MAIN_GATE

BATCH = 1000
# Category, how often, and what such a venue may be called.
_KINDS = (
    ("shop", 30, "Tạp hóa"),
    ("food", 20, "Quán ăn"),
    ("school", 8, "Trường Tiểu học"),
    ("office", 8, "Văn phòng"),
    ("market", 4, "Chợ"),
    ("hospital", 4, "Phòng khám"),
    ("apartments", 6, "Chung cư"),
    ("mall", 3, "Siêu thị"),
    ("factory", 5, "Nhà máy"),
    ("station", 2, "Bến xe"),
    ("gym", 3, "Phòng tập"),
    ("worship", 4, "Chùa"),
    ("beauty", 3, "Tiệm tóc"),
)
_NAMES = (
    "Bình Minh", "Hòa Bình", "Thành Công", "Hồng Hà", "Phú Quý", "An Khang", "Kim Liên",
    "Tân Tiến", "Đại Lộc", "Sao Mai", "Hương Giang", "Thiên Phúc", "Đông Đô", "Hoa Sen",
    "Thanh Xuân", "Minh Khai", "Quang Trung", "Lê Lợi", "Trưng Vương", "Vạn Xuân",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A venue's check point as visits need it."""

    venue_id: int
    checkpoint_id: int
    stay: timedelta  # the category's default


def places(random: Random, wanted: int) -> tuple[list[Place], int]:
    """Check points of at least ``wanted`` approved venues, and how many venues were made for it.

    Raises LookupError when venues are missing and no areas are loaded.
    """
    missing = max(0, wanted - Venue.objects.filter(status=VenueStatus.APPROVED).count())
    if missing:
        _make(random, missing)
    rows = (
        Checkpoint.objects.filter(revoked_at=None, venue__status=VenueStatus.APPROVED)
        .order_by("venue__code", "number")  # the same order wherever the same seed made them
        .values_list("venue_id", "pk", "venue__category__default_stay")
    )
    found: dict[int, Place] = {}
    for venue_id, pk, minutes in rows.iterator(chunk_size=5000):
        found.setdefault(venue_id, Place(venue_id, pk, timedelta(minutes=minutes)))
        if len(found) >= wanted:
            break
    return list(found.values()), missing


@transaction.atomic
def _make(random: Random, count: int) -> None:
    areas = list(
        Area.objects.filter(numchild=0, valid_to=None).order_by("path").values_list("pk", flat=True)
    )
    if not areas:
        raise LookupError("There are no areas. Run: manage.py load_areas")
    venues = _venues(random, count, areas)
    while batch := list(islice(venues, BATCH)):
        Venue.objects.bulk_create(batch)
        Checkpoint.objects.bulk_create(
            Checkpoint(venue=venue, number=1, name=MAIN_GATE, token=_code(random, TOKEN_LENGTH))
            for venue in batch
        )


def _venues(random: Random, count: int, areas: list[int]) -> Iterator[Venue]:
    taken = set(Venue.objects.values_list("code", flat=True))
    kinds = random.choices(_KINDS, [share for _category, share, _word in _KINDS], k=count)
    for category, _share, word in kinds:
        code = _code(random, VENUE_CODE_LENGTH)
        while code in taken:
            code = _code(random, VENUE_CODE_LENGTH)
        taken.add(code)
        venue = Venue(
            code=code,
            name=f"{word} {random.choice(_NAMES)} {random.randrange(1, 99)}",
            category_id=category,
            area_id=random.choice(areas),
            address=f"Số {random.randrange(1, 300)} phố {random.choice(_NAMES)}",
        )
        venue.fold_name()
        yield venue


def _code(random: Random, length: int) -> str:
    return "".join(random.choices(ALPHABET, k=length))
