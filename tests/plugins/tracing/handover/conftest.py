"""Two wards: one asks, the other answers."""

from dataclasses import dataclass
from typing import Any

import pytest

from areas.models import Area
from people.blind import phone_key
from plugins.tracing.reasons import Asker
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at

PHONE, OTHER_PHONE = "+84912345678", "+84987654321"
KEY = phone_key(PHONE)


@dataclass
class Wards:
    """``asker`` is of the ward ``mine``; ``decider`` of the ward ``theirs``, where PHONE was."""

    mine: Area
    theirs: Area
    asker: Asker
    decider: Asker


@pytest.fixture
def wards(db: None) -> Wards:
    """PHONE was in both wards, and met OTHER_PHONE in the other one."""
    province = AreaFactory(name="Hà Nội")
    mine, theirs = (AreaFactory(parent=province, name=name) for name in ("Hà Cầu", "Yên Nghĩa"))
    shop, market = VenueFactory(area=mine), VenueFactory(area=theirs, name="Chợ Yên Nghĩa")
    rows = [(shop, PHONE, 5), (market, PHONE, 6), (market, PHONE, 7), (market, OTHER_PHONE, 7)]
    for venue, phone, day in rows:
        VisitFactory(
            venue=venue,
            phone=phone,
            name="Lê Văn An" if phone == PHONE else "Trần Thị Bé",
            checked_in=at(f"2021-07-{day:02d} 08:00"),
            checked_out=at(f"2021-07-{day:02d} 09:00"),
        )
    return Wards(
        mine,
        theirs,
        Asker(UserFactory(role=Role.TRACING, areas=[mine]), "Ca bệnh ở chợ", "10.0.0.7"),
        Asker(UserFactory(role=Role.TRACING, areas=[theirs]), "Trả lời đề nghị", "10.0.0.8"),
    )


def account(role: Any = Role.TRACING, **jurisdiction: Any) -> Asker:
    """Another account."""
    return Asker(UserFactory(role=role, **jurisdiction), "Ca bệnh ở chợ")
