"""A run of contacts sees what was handed over, whichever engine answers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from people.blind import phone_key
from plugins.tracing.engines import Engine
from plugins.tracing.models import HandOver, SpreadContact
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


@pytest.fixture
def areas(engine: Engine, findable: Callable[[], None]) -> list[Any]:
    """Person 0 met 1 at home and 2 in the other ward, where 2 met 3."""
    areas = [AreaFactory(), AreaFactory()]
    home, market = (VenueFactory(area=area) for area in areas)
    rows = [(home, 0, 5), (home, 1, 5), (market, 0, 6), (market, 2, 6), (market, 2, 7),
            (market, 3, 7)]  # fmt: skip
    for venue, who, day in rows:
        VisitFactory(
            venue=venue,
            phone=PHONES[who],
            checked_in=at(f"2021-07-0{day} 08:00"),
            checked_out=at(f"2021-07-0{day} 09:00"),
        )
    findable()
    return areas


def found(areas: list[Any], **handed: Any) -> dict[UUID, int]:
    """Whom a run of an official of the first ward finds, after this hand-over of person 0."""
    official = UserFactory(role=Role.TRACING, areas=areas[:1])
    given = {"state": "granted", "until": timezone.now() + timedelta(days=1), **handed}
    HandOver.objects.create(
        keys=[str(KEYS[0])], key=KEYS[0], name="An", area=areas[1], visits=1, reason="Ca bệnh",
        asked_by=official, **given,
    )  # fmt: skip
    asker = Asker(official, "Điều tra ca bệnh")
    run = services.start(asker, KEYS[0], "Lê Văn An", Limits(orders=3))
    running.run(run.pk)
    return dict(SpreadContact.objects.filter(spread=run).values_list("key", "order"))


def test_whom_the_person_met_there_is_found_and_nobody_beyond(areas: list[Any]) -> None:
    assert found(areas) == {KEYS[1]: 1, KEYS[2]: 1}


@pytest.mark.parametrize(
    "handed", [{"state": "asked"}, {"until": timezone.now() - timedelta(minutes=1)}]
)
def test_not_before_it_is_granted_nor_after_its_time(
    areas: list[Any], handed: dict[str, Any]
) -> None:
    assert found(areas, **handed) == {KEYS[1]: 1}
