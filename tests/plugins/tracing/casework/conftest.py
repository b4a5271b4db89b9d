"""A ward with a case, and officials who work on it."""

from typing import Any

import pytest
from django.test import Client

from people.blind import phone_key
from plugins.tracing import cases
from plugins.tracing.casework.members import NewMember, add_members
from plugins.tracing.models import Case, CaseMember
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at

F0_PHONE, F1_PHONE = "+84912345678", "+84987654321"
F0, F1 = phone_key(F0_PHONE), phone_key(F1_PHONE)


@pytest.fixture
def ward() -> Any:
    return AreaFactory(name="Phường Văn Quán")


@pytest.fixture
def lan(ward: Any) -> Any:
    """An official of the ward."""
    return UserFactory(username="lan", last_name="Lan", role=Role.TRACING, areas=[ward])


@pytest.fixture
def minh(ward: Any) -> Any:
    """Another official of the ward."""
    return UserFactory(username="minh", last_name="Minh", role=Role.TRACING, areas=[ward])


@pytest.fixture
def page(client: Client, lan: Any) -> Client:
    """Lan's browser."""
    client.force_login(lan)
    return client


@pytest.fixture
def market(ward: Any) -> Any:
    return VenueFactory(name="Chợ Văn Quán", category="market", area=ward, address="Ngõ 1")


@pytest.fixture
def visits(market: Any) -> None:
    """Lê Văn An (F0) and Trần Thị Bé were at the market together for 90 minutes."""
    for phone, name, start, end in [
        (F0_PHONE, "Lê Văn An", "2021-07-05 08:10", "2021-07-05 10:00"),
        (F1_PHONE, "Trần Thị Bé", "2021-07-05 08:30", "2021-07-05 11:00"),
    ]:
        VisitFactory(
            venue=market, phone=phone, name=name, checked_in=at(start), checked_out=at(end)
        )


@pytest.fixture
def case(ward: Any, lan: Any) -> Case:
    """Lê Văn An's case, infectious in the first days of July."""
    case = Case(
        number="HD-07",
        title="Chợ Văn Quán",
        area=ward,
        infectious_from=at("2021-07-03 00:00").date(),
        infectious_to=at("2021-07-08 00:00").date(),
    )
    return cases.open_case(case, by=lan, person=F0, name="Lê Văn An")


@pytest.fixture
def member(case: Case, lan: Any) -> CaseMember:
    """Trần Thị Bé, F1 of the case."""
    add_members(case, [NewMember(F1, "Trần Thị Bé", 1, minutes=90, meetings=1)], by=lan)
    return case.members.get(key=F1)


def text(response: Any) -> str:
    return response.content.decode()
