"""A run over three people at two venues, and officials."""

from typing import Any

import pytest
from django.test import Client

from people.blind import phone_key
from plugins.qr_venues.models import Venue
from plugins.tracing import cases
from plugins.tracing.models import Case, Spread
from plugins.tracing.reasons import Asker
from plugins.tracing.spread import running, services
from plugins.tracing.spread.limits import Limits
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at

PHONES = [f"+8491234567{n}" for n in range(4)]
KEYS = [phone_key(phone) for phone in PHONES]
NAMES = ["Lê Văn An", "Trần Thị Bé", "Đỗ Chi", "Phạm Dũng"]
REASON = "Điều tra ca bệnh tại chợ"


@pytest.fixture
def ward(db: None) -> Any:
    return AreaFactory(name="Phường Văn Quán")


@pytest.fixture
def official(ward: Any) -> Any:
    """A tracing official of the ward."""
    return UserFactory(username="lan", last_name="Lan", role=Role.TRACING, areas=[ward])


@pytest.fixture
def page(client: Client, official: Any) -> Client:
    """The official's browser after a reason was given."""
    client.force_login(official)
    client.post("/admin/tracing/reason/", {"reason": REASON})
    return client


@pytest.fixture
def market(ward: Any) -> Venue:
    """Where An met Bé for an hour and Dũng for ten minutes on 5 July."""
    venue = VenueFactory(name="Quán cơm Văn Quán", category="shop", area=ward)
    for who, start, end in ((0, "08:00", "10:00"), (1, "09:00", "10:30"), (3, "09:50", "11:00")):
        visit(venue, who, f"2021-07-05 {start}", f"2021-07-05 {end}")
    return venue


@pytest.fixture
def school(ward: Any) -> Venue:
    """Where Bé met Chi on 6 July."""
    venue = VenueFactory(name="Trường Kiến Hưng", category="shop", area=ward)
    for who in (1, 2):
        visit(venue, who, "2021-07-06 08:00", "2021-07-06 08:30")
    return venue


@pytest.fixture
def run(official: Any, market: Venue, school: Venue) -> Spread:
    """From An to order two, asked for by the official."""
    asker = Asker(official, REASON, "10.0.0.7")
    spread = services.start(asker, KEYS[0], NAMES[0], Limits(orders=2))
    running.run(spread.pk)
    return Spread.objects.get(pk=spread.pk)


@pytest.fixture
def case(ward: Any, official: Any) -> Case:
    """An's case, infectious from 4 to 7 July."""
    case = Case(
        number="HD-07",
        title="Chợ Văn Quán",
        area=ward,
        infectious_from=at("2021-07-04 00:00").date(),
        infectious_to=at("2021-07-07 00:00").date(),
    )
    return cases.open_case(case, by=official, person=KEYS[0], name=NAMES[0])


def visit(venue: Venue, who: int, start: str, end: str) -> None:
    """Person number ``who`` at the venue."""
    VisitFactory(
        venue=venue,
        phone=PHONES[who],
        name=NAMES[who],
        checked_in=at(start),
        checked_out=at(end),
    )


def text(response: Any) -> str:
    return response.content.decode()
