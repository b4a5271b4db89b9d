"""Two people with one phone, parted by an official: what lies in other areas, and hand-overs.

Whichever engine answers.
"""

from collections.abc import Callable
from typing import Any

import pytest

from areas.scope import Grant, Scope
from people.blind import phone_key
from plugins.tracing.engines import Engine, answer
from plugins.tracing.finding import visits_of_person
from plugins.tracing.handover.sight import Handed, Sight
from plugins.tracing.links.known import part_key
from plugins.tracing.links.models import LinkKind, PersonLink
from plugins.tracing.periods import ALWAYS
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at

PHONE = "+84912345678"
AN = phone_key(PHONE)  # goes on under the phone's key
BE = part_key(AN, "Trần Thị Bé")


@pytest.fixture
def areas(engine: Engine, findable: Callable[[], None]) -> list[Any]:
    """Home, a market ward where An was twice and Bé once, a port ward where Bé was."""
    areas = [AreaFactory() for _ in range(3)]
    venues = [VenueFactory(area=area) for area in areas]
    rows = [(0, "Lê Văn An"), (0, "Trần Thị Bé"), (1, "Lê Văn An"), (1, "Lê Văn An"),
            (1, "Trần Thị Bé"), (2, "Trần Thị Bé")]  # fmt: skip
    for day, (where, name) in enumerate(rows, start=1):
        VisitFactory(
            venue=venues[where], phone=PHONE, name=name, checked_in=at(f"2021-07-0{day} 08:00")
        )
    one, other = sorted((AN, BE))
    PersonLink.objects.create(one=one, other=other, kind=LinkKind.PARTED, reason="Hai người")
    findable()
    return areas


def home(areas: list[Any], *handed: Handed) -> Scope:
    """The sight of an official of the first ward."""
    grants = (Grant((areas[0].path,), None),)
    return Sight(grants, handed) if handed else Scope(grants)


def elsewhere(scope: Scope, key: Any) -> dict[str, int]:
    return answer(lambda engine: engine.visits_elsewhere([key], scope, ALWAYS))[0]


def seen(scope: Scope, key: Any) -> list[int]:
    """The days in July on which the person was seen."""
    found, _answered = answer(lambda engine: visits_of_person(engine, [key], scope, ALWAYS))
    return sorted(row.checked_in.day for row in found.items)


def test_visits_elsewhere_are_those_of_the_one_alone(areas: list[Any]) -> None:
    _home, market, port = areas
    assert elsewhere(home(areas), AN) == {market.path: 2}
    assert elsewhere(home(areas), BE) == {market.path: 1, port.path: 1}


def test_when_the_decision_is_taken_back_they_are_one_s_again(areas: list[Any]) -> None:
    _home, market, port = areas
    PersonLink.objects.all().delete()
    assert elsewhere(home(areas), AN) == {market.path: 3, port.path: 1}


@pytest.mark.parametrize(("key", "days"), [(AN, [1, 3, 4]), (BE, [2])])
def test_a_hand_over_of_the_one_shows_nothing_of_the_other(
    areas: list[Any], key: Any, days: list[int]
) -> None:
    scope = home(areas, Handed(frozenset({AN}), areas[1].path))
    assert seen(scope, key) == days


@pytest.mark.parametrize(("key", "days"), [(AN, [1]), (BE, [2, 5])])
def test_nor_the_other_way_round(areas: list[Any], key: Any, days: list[int]) -> None:
    scope = home(areas, Handed(frozenset({BE}), areas[1].path))
    assert seen(scope, key) == days


def test_two_hand_overs_do_not_mix(areas: list[Any]) -> None:
    _home, market, port = areas
    handed = (Handed(frozenset({AN}), market.path), Handed(frozenset({BE}), port.path))
    assert seen(home(areas, *handed), BE) == [2, 6]
    assert elsewhere(home(areas, *handed), BE) == {market.path: 1}
