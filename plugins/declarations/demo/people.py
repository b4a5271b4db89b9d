"""People who do not exist, with names as they are common in Vietnam."""

from dataclasses import dataclass
from random import Random
from uuid import UUID

from people.names import fold
from people.persons import person_keys

# Family names with their share in the population, in per mille, roughly.
_FAMILY = {
    "Nguyễn": 384, "Trần": 110, "Lê": 95, "Phạm": 70, "Hoàng": 40, "Huỳnh": 30, "Phan": 45,
    "Vũ": 30, "Võ": 25, "Đặng": 21, "Bùi": 20, "Đỗ": 14, "Hồ": 13, "Ngô": 13, "Dương": 10,
    "Lý": 5, "Đinh": 10, "Mai": 8, "Trịnh": 9, "Đoàn": 9, "Tạ": 5, "Cao": 6, "Lương": 7,
    "Chu": 5, "Hà": 6, "Quách": 2, "Thái": 3, "Kiều": 3,
}  # fmt: skip
_MIDDLE = (
    ("Văn", "Đức", "Hữu", "Minh", "Quang", "Công", "Xuân", "Thành", "Quốc", "Đình", "Bá", "Gia"),
    ("Thị", "Thị Thu", "Ngọc", "Thanh", "Thu", "Thị Kim", "Phương", "Khánh", "Thị Hồng", "Bích"),
)
_GIVEN = (
    ("An", "Bình", "Cường", "Dũng", "Đạt", "Đức", "Giang", "Hải", "Hiếu", "Hòa", "Hùng", "Huy",
     "Khang", "Khoa", "Kiên", "Lâm", "Long", "Lộc", "Minh", "Nam", "Nghĩa", "Phong", "Phúc",
     "Quân", "Quý", "Sơn", "Tài", "Tâm", "Thắng", "Thịnh", "Tiến", "Toàn", "Trung", "Tuấn",
     "Tùng", "Vinh", "Việt", "Vượng"),
    ("An", "Anh", "Ánh", "Châu", "Chi", "Diệp", "Dung", "Duyên", "Giang", "Hà", "Hạnh", "Hằng",
     "Hiền", "Hoa", "Hồng", "Huệ", "Hương", "Lan", "Liên", "Linh", "Loan", "Mai", "My", "Nga",
     "Ngân", "Nguyệt", "Nhung", "Oanh", "Phượng", "Quyên", "Thảo", "Thoa", "Thủy", "Trang",
     "Trinh", "Tuyết", "Vân", "Yến"),
)  # fmt: skip
_MOBILE = (
    "32", "33", "34", "35", "36", "37", "38", "39", "70", "76", "77", "78", "79",
    "81", "82", "83", "84", "85", "86", "88", "90", "91", "93", "94", "96", "97", "98",
)  # fmt: skip
_PROVINCES = ("001", "010", "024", "026", "031", "033", "036", "038", "040", "048", "079", "092")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody made up. ``keys`` are None where only the name is known (see people.persons)."""

    name: str
    phone: str | None
    id_number: str | None
    keys: tuple[UUID, UUID | None] | None


def make_people(random: Random, count: int) -> list[Person]:
    """Most have a phone, some an ID as well or instead, a few neither."""
    families = random.choices(list(_FAMILY), list(_FAMILY.values()), k=count)
    return [_person(random, family, index) for index, family in enumerate(families)]


def _person(random: Random, family: str, index: int) -> Person:
    woman = random.random() < 0.5
    name = f"{family} {random.choice(_MIDDLE[woman])} {random.choice(_GIVEN[woman])}"
    known = random.random()
    phone = id_number = None
    if known < 0.85:
        # The index makes it unique: shared phones would make one person of two.
        phone = f"+84{random.choice(_MOBILE)}{(index * 7919 + 1234567) % 10_000_000:07d}"
    if known > 0.65 and known < 0.98:
        born = random.randrange(1940, 2010)
        century = 2 * (born >= 2000) + woman
        id_number = f"{random.choice(_PROVINCES)}{century}{born % 100:02d}{index % 1_000_000:06d}"
    keys = person_keys(phone, id_number, fold(name), "") if phone or id_number else None
    return Person(name, phone, id_number, keys)
