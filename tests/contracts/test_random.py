"""Random visits, compared with a reckoning that is too simple to be wrong."""

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from areas.scope import EVERYTHING, Grant, Scope
from people.blind import phone_key
from people.matching import match_name
from plugins.declarations.models import Visit
from plugins.declarations.services import record_visits
from plugins.qr_venues.models import Venue
from plugins.tracing.contacts import Rule, first_order
from plugins.tracing.engines import Engine
from plugins.tracing.finding import people_by_name, visits_of_person
from plugins.tracing.periods import ALWAYS
from plugins.tracing.persons import people_in
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at

PHONES = [f"+8491234567{digit}" for digit in range(6)]
BEGIN = at("2021-07-05 18:00")
QUARTER = 15  # minutes
NAMES = ["Nguyễn Văn Thường", "Nguyễn Thị Thương", "NGUYEN VAN THUONG", "Trần Hữu Trường", "Lê An"]
QUESTIONS = ["nguyen thuong", "Thường", "trng", "truong", "an", "Nguyễn Văn Thường", "le a"]

random = settings(
    max_examples=50,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# (who, where, first quarter of an hour, how many quarters or None: nobody recorded the end)
stay = st.tuples(
    st.integers(0, 5), st.integers(0, 2), st.integers(0, 40), st.none() | st.integers(0, 120)
)


def record(stays: list[tuple], venues: list[Venue], names: list[str] = NAMES) -> None:
    """Replace all visits by these."""
    Visit.objects.all().delete()
    record_visits(
        [
            VisitFactory.build(
                venue=venues[where],
                phone=PHONES[who],
                name=names[who % len(names)],
                checked_in=BEGIN + timedelta(minutes=QUARTER * first),
                checked_out=None
                if length is None
                else BEGIN + timedelta(minutes=QUARTER * (first + length)),
            )
            for who, where, first, length in stays
        ]
    )


def quarters(stays: list[tuple], who: int, where: int) -> set[int]:
    """The quarters of an hour that someone spent at a venue; a market assumes four."""
    return {
        quarter
        for other, place, first, length in stays
        if (other, place) == (who, where)
        for quarter in range(first, first + (4 if length is None else length))
    }


class TestRandom:
    """Both engines against the same reckoning."""

    def test_minutes_are_those_that_two_people_share(
        self, engine: Engine, findable: Callable[[], None]
    ) -> None:
        venues = [VenueFactory(category="market") for _ in range(3)]

        @random
        @given(st.lists(stay, max_size=25), st.sampled_from([0, 15, 45]))
        def check(stays: list[tuple], margin: int) -> None:
            record(stays, venues)
            findable()
            rows = visits_of_person(engine, [phone_key(PHONES[0])], EVERYTHING, ALWAYS).items
            people = people_in(rows)
            found = [
                contact
                for person in people
                for contact in first_order(
                    engine, person, EVERYTHING, Rule(timedelta(minutes=margin))
                ).items
            ]
            expected: dict = defaultdict(int)
            for who, where in product(range(1, 6), range(3)):
                wide = {
                    quarter
                    for own, place, first, length in stays
                    if (own, place) == (0, where)
                    for quarter in range(
                        first - margin // QUARTER,
                        first + (4 if length is None else length) + margin // QUARTER,
                    )
                }
                shared = wide & quarters(stays, who, where)
                expected[phone_key(PHONES[who])] += QUARTER * len(shared)
            assert {c.person.key: c.minutes for c in found} == {
                key: minutes for key, minutes in expected.items() if minutes
            }

        check()

    def test_a_scope_shows_exactly_the_visits_of_its_venues(
        self, engine: Engine, findable: Callable[[], None]
    ) -> None:
        venues = [VenueFactory(category=code) for code in ("market", "school", "office")]
        paths = [venue.area.path for venue in venues]
        sectors = [venue.category.sector for venue in venues]
        grants = st.builds(
            Grant,
            st.none() | st.lists(st.sampled_from(paths), max_size=2).map(tuple),
            st.none() | st.lists(st.sampled_from(sectors), min_size=1, max_size=2).map(tuple),
        )

        @random
        @given(st.lists(stay, max_size=15), st.lists(grants, max_size=3).map(tuple).map(Scope))
        def check(stays: list[tuple], scope: Scope) -> None:
            record(stays, venues)
            findable()
            keys = {phone_key(phone) for phone in PHONES}
            found = engine.visits_of(keys, scope, ALWAYS, 1000).items
            seen = {v.pk for v in venues if scope.allows(v.area.path, v.category.sector)}
            expected = Visit.objects.filter(venue__in=seen).values_list("pk", flat=True)
            assert {row.id for row in found} == set(expected)

        check()

    def test_names_found_are_those_that_match(
        self, engine: Engine, findable: Callable[[], None]
    ) -> None:
        venues = [VenueFactory() for _ in range(3)]
        syllables = st.sampled_from(
            ["Nguyễn", "Nguyên", "Thường", "Thương", "Trường", "An", "Ân", "Đỗ", "LÊ", "thuong"]
        )
        names = st.lists(syllables, min_size=1, max_size=4).map(" ".join)

        @random
        @given(
            st.lists(stay, min_size=1, max_size=12),
            st.lists(names, min_size=6, max_size=6),
            names | st.sampled_from(QUESTIONS),
        )
        def check(stays: list[tuple], called: list[str], question: str) -> None:
            record(stays, venues, called)
            findable()
            found = people_by_name(engine, question, EVERYTHING, ALWAYS).items
            expected = [
                (match.rank, phone_key(phone))
                for who, phone in enumerate(PHONES)
                if any(other == who for other, *_ in stays)
                and (match := match_name(question, called[who]))
            ]
            assert sorted((person.rank, person.key) for person in found) == sorted(expected)
            assert [person.rank for person in found] == sorted(rank for rank, _ in expected)

        check()
