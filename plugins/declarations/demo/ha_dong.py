"""A dozen venues in the wards of Hà Đông, with visits of the last days that overlap."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from areas.historic import HA_DONG_TODAY
from areas.models import Area
from plugins.declarations.demo.people import Person, make_people
from plugins.declarations.models import Source, Visit
from plugins.declarations.services import NewVisit, record_visits
from plugins.declarations.visit_ids import scan_id
from plugins.qr_venues.models import Checkpoint, Venue, VenueCategory
from plugins.qr_venues.services import MAIN_GATE, register_venue

DAYS = 4
VISITS_A_DAY = 90
PEOPLE = 60  # few enough that they meet each other
SEED = "Hà Đông"


@dataclass(frozen=True)
class DemoVenue:
    """A venue to register; ``open`` and ``close`` are hours, ``share`` how busy it is."""

    name: str
    category: str
    ward: str
    address: str
    checkpoints: tuple[str, ...]
    share: int
    open: int = 7
    close: int = 20


VENUES = (
    DemoVenue("Chợ Hà Đông", "market", "Hà Đông", "Phố Trần Hưng Đạo",
              (MAIN_GATE, "Cổng phố Bà Triệu", "Nhà để xe"), 30, 5, 18),
    DemoVenue("Bệnh viện Đa khoa Hà Đông", "hospital", "Hà Đông", "Số 2 phố Bế Văn Đàn",
              (MAIN_GATE, "Khoa Cấp cứu", "Nhà để xe"), 18, 6, 20),
    DemoVenue("UBND phường Hà Đông", "office", "Hà Đông", "Số 4 phố Minh Khai",
              (MAIN_GATE, "Bộ phận một cửa"), 8, 8, 17),
    DemoVenue("Bến xe Yên Nghĩa", "station", "Yên Nghĩa", "Quốc lộ 6",
              ("Phòng chờ", "Cửa lên xe"), 10, 5, 21),
    DemoVenue("Chung cư Văn Phú", "apartments", "Kiến Hưng", "Khu đô thị Văn Phú",
              ("Sảnh tòa A", "Sảnh tòa B", "Hầm để xe"), 9, 6, 22),
    DemoVenue("Siêu thị Dương Nội", "mall", "Dương Nội", "Đường Lê Trọng Tấn",
              ("Cửa Đông", "Cửa Tây", "Hầm để xe"), 14, 8, 21),
    DemoVenue("Trường Tiểu học Kiến Hưng", "school", "Kiến Hưng", "Phố Đa Sĩ",
              (MAIN_GATE,), 8, 7, 17),
    DemoVenue("Làng lụa Vạn Phúc", "tourism", "Hà Đông", "Phố Vạn Phúc",
              ("Cổng làng",), 6, 8, 18),
    DemoVenue("Quán phở Bình Minh", "food", "Phú Lương", "Số 12 đường Phú Lương",
              (MAIN_GATE,), 8, 6, 21),
    DemoVenue("Tạp hóa Cô Lan", "shop", "Phú Lương", "Số 30 đường Phú Lương",
              (MAIN_GATE,), 5, 7, 20),
    DemoVenue("Chùa Trung", "worship", "Dương Nội", "Thôn La Nội",
              ("Tam quan",), 3, 6, 18),
    DemoVenue("Xưởng may Thành Công", "factory", "Yên Nghĩa", "Cụm công nghiệp Yên Nghĩa",
              (MAIN_GATE, "Cổng xe tải"), 7, 7, 18),
)  # fmt: skip


def wards() -> dict[str, Area]:
    """The wards of today by their bare names; those that are not loaded are missing."""
    ha_noi = Area.objects.filter(code="01").first()
    if ha_noi is None:
        return {}
    found = Area.objects.filter(
        path__startswith=ha_noi.path,
        name__in=[f"Phường {name}" for name in HA_DONG_TODAY],
        valid_to=None,
    )
    return {area.name.removeprefix("Phường "): area for area in found}


def make_venues(areas: dict[str, Area]) -> int:
    """Register those that are missing (told by name and ward); returns how many."""
    made = 0
    for demo in VENUES:
        area = areas[demo.ward]
        if not Venue.objects.filter(name=demo.name, area=area).exists():
            register_venue(
                name=demo.name,
                category=VenueCategory.objects.get(pk=demo.category),
                area=area,
                address=demo.address,
                checkpoint_names=demo.checkpoints,
            )
            made += 1
    return made


def make_visits(areas: dict[str, Area], now: datetime) -> int:
    """Visits of the last days, unless the venues have theirs; returns how many."""
    venues = Venue.objects.filter(area__in=areas.values(), name__in=[v.name for v in VENUES])
    if Visit.objects.filter(venue__in=venues)[:VISITS_A_DAY].count() == VISITS_A_DAY:
        return 0
    gates: dict[str, list[Checkpoint]] = {}
    for gate in Checkpoint.objects.filter(venue__in=venues, revoked_at=None).select_related(
        "venue"
    ):
        gates.setdefault(gate.venue.name, []).append(gate)
    random = Random(SEED)  # noqa: S311 - made-up data
    people = make_people(random, PEOPLE)
    return len(record_visits(list(_visits(random, people, gates, now))))


def _visits(
    random: Random, people: list[Person], gates: dict[str, list[Checkpoint]], now: datetime
) -> Iterator[NewVisit]:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    shares = [demo.share for demo in VENUES]
    for ago in range(DAYS, -1, -1):
        for demo in random.choices(VENUES, shares, k=VISITS_A_DAY):
            at = (
                midnight
                - timedelta(days=ago)
                + timedelta(
                    hours=random.triangular(demo.open, demo.close), seconds=random.randrange(60)
                )
            )
            gate, person = random.choice(gates[demo.name]), random.choice(people)
            stay = timedelta(minutes=random.lognormvariate(3.6, 0.6))
            left = at + stay if random.random() < 0.6 else None
            bits = random.getrandbits(74)
            if at > now:
                continue
            yield NewVisit(
                id=scan_id(at, bits),
                venue_id=gate.venue_id,
                checkpoint_id=gate.pk,
                checked_in=at,
                checked_out=left if left and left < now else None,
                source=Source.PHONE if random.random() < 0.85 else Source.GATE,
                name=person.name,
                phone=person.phone,
                id_number=person.id_number,
                keys=person.keys,
            )
