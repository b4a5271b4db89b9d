"""An account for a small area is not slowed down by everybody else's visits."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from areas.scope import EVERYTHING, Grant, Scope
from plugins.tracing.engines import narrowing
from plugins.tracing.engines.database import DatabaseEngine
from plugins.tracing.engines.narrowing import FEW_NAMES, few_venues
from plugins.tracing.periods import ALWAYS
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def venue() -> Any:
    return VenueFactory()


@pytest.fixture
def ward(venue: Any) -> Scope:
    """The scope of the venue's area."""
    return Scope((Grant((venue.area.path,), None),))


def test_a_small_scope_is_known_by_its_venues(venue: Any, ward: Scope) -> None:
    VenueFactory()
    VisitFactory(venue=venue)
    assert few_venues(ward) == [venue.pk]


def test_a_scope_with_many_visits_is_not(
    venue: Any, ward: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrowing, "FEW_VISITS", 1)
    VisitFactory(venue=venue)
    assert few_venues(ward) == [venue.pk]
    VisitFactory(venue=venue)
    assert few_venues(ward) is None


def test_nor_is_one_with_many_venues(
    venue: Any, ward: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrowing, "FEW_VENUES", 1)
    VenueFactory(area=venue.area)
    assert few_venues(ward) is None


def test_without_a_limit_nothing_is_asked(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert few_venues(EVERYTHING) is None


def test_many_names_are_looked_for_among_the_visits_of_the_venues(venue: Any, ward: Scope) -> None:
    elsewhere = VenueFactory()
    for number in range(FEW_NAMES + 1):
        VisitFactory(venue=elsewhere, name=f"Nguyễn Văn {chr(65 + number)}")
    VisitFactory(venue=venue, name="Nguyễn An")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = DatabaseEngine().names_like("nguyen", ward, ALWAYS, 2000, 200)
    assert found.items == ["Nguyễn An"]
    assert len(asked) <= 11
    # A CASE would be looked at for every visit under these names, wherever it was.
    assert not [query["sql"] for query in asked if "CASE WHEN" in query["sql"]]
