"""Fixtures of the tests of declarations."""

import re

import pytest

from areas.models import AreaKind
from plugins.declarations import rates
from plugins.declarations.declaring import area_search
from tests.factories.areas import AreaFactory

HEALTH = "/khai-bao/suc-khoe/"
MOVEMENT = "/khai-bao/di-chuyen/"


@pytest.fixture(autouse=True)
def fresh():
    """Each test counts from nothing, and knows its own areas."""
    rates.forget()
    area_search.forget()
    yield
    rates.forget()
    area_search.forget()


@pytest.fixture
def wards(db):
    """Phú Lương twice, Hà Đông once."""
    ha_noi = AreaFactory(name="Thành phố Hà Nội", kind=AreaKind.CITY)
    thai_nguyen = AreaFactory(name="Thái Nguyên", kind=AreaKind.PROVINCE)
    return {
        "ha_dong": AreaFactory(name="Phường Hà Đông", kind=AreaKind.WARD, parent=ha_noi),
        "phu_luong": AreaFactory(name="Phường Phú Lương", kind=AreaKind.WARD, parent=ha_noi),
        "other": AreaFactory(name="Xã Phú Lương", kind=AreaKind.COMMUNE, parent=thai_nguyen),
    }


@pytest.fixture
def person(wards):
    """What somebody well types."""
    return {
        "name": "Trần Thị Bình",
        "phone": "0912 345 678",
        "area": "Hà Đông",
        "symptoms": "none",
        "contact": "none",
    }


@pytest.fixture
def declare(client, person):
    """declare(name="…") fills in a form and sends it; returns the answer."""

    def send(where=HEALTH, /, **changes):
        page = client.get(where).content.decode()
        ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
        return client.post(where, person | {"ticket": ticket} | changes)

    return send
