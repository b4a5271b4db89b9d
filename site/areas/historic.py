"""Units that ended on 30 June 2025 and that old records name."""

from datetime import date

ENDED = date(2025, 6, 30)
SINCE = date(2025, 7, 1)

# The district Hà Đông of Hà Nội, with its 17 wards. Codes are our own: "old-" and a number.
HA_DONG = "Quận Hà Đông"
HA_DONG_WARDS = (
    "Biên Giang",
    "Đồng Mai",
    "Dương Nội",
    "Hà Cầu",
    "Kiến Hưng",
    "La Khê",
    "Mộ Lao",
    "Nguyễn Trãi",
    "Phú La",
    "Phú Lãm",
    "Phú Lương",
    "Phúc La",
    "Quang Trung",
    "Vạn Phúc",
    "Văn Quán",
    "Yên Nghĩa",
    "Yết Kiêu",
)
# Wards of today on its ground. Which old ward went where is unconfirmed, so only wards that
# kept their name are given a successor.
HA_DONG_TODAY = ("Hà Đông", "Dương Nội", "Yên Nghĩa", "Phú Lương", "Kiến Hưng")
# Current Hà Nội wards that have a historic namesake as a ward of Hà Đông.
KEPT_NAME = frozenset(HA_DONG_TODAY) & frozenset(HA_DONG_WARDS)
