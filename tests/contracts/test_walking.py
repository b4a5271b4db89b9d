"""All people under names that fit, page after page: each once, whichever engine answers."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from areas.scope import EVERYTHING, Grant, Scope
from people.blind import phone_key
from people.matching import match_name
from plugins.declarations.models import Visit
from plugins.tracing import walking
from plugins.tracing.engines import Engine
from plugins.tracing.engines.lists import ANY, Narrow, Part
from plugins.tracing.finding import AskedName
from plugins.tracing.periods import ALWAYS
from plugins.tracing.persons import Person
from plugins.tracing.walking import Spot, Walk
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory

NAMES = [
    "Nguyễn Văn Thường",
    "Nguyễn Văn Thương",
    "NGUYEN VAN THUONG",
    "Thường Văn Nguyễn",
    "Nguyễn Thị Thươngg",
    "Nguyễn Phương",
    "Lê An",
]
PHONES = [f"+8491234567{digit}" for digit in range(4)]
random = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class TestWalk:
    """What a walk comes by."""

    @pytest.fixture(autouse=True)
    def _engine(self, engine: Engine, findable: Callable[[], None]) -> None:
        self.engine, self.findable = engine, findable
        self.venue = VenueFactory()

    def pages(self, name: str, size: int = 3, **kwargs: Any) -> list[list[Person]]:
        """All pages of a walk from its beginning."""
        self.findable()
        given = {"scope": EVERYTHING, "period": ALWAYS, "narrow": ANY, "shown": frozenset()}
        walk = Walk(self.engine, AskedName(name), **{**given, **kwargs})
        found: list[list[Person]] = []
        spot: Spot | None = Spot()
        while spot:
            page = walk.page(spot, size)
            found.append(page.people)
            spot = page.spot
        return found

    def people(self, name: str, **kwargs: Any) -> list[Person]:
        return [person for page in self.pages(name, **kwargs) for person in page]

    def test_parts_follow_each_other_and_names_within_them(self) -> None:
        for name in ("Trần An", "Lê An", "Đỗ Anh", "Lê Ân", "Bùi Bé"):
            VisitFactory(name=name, venue=self.venue)
        assert [person.name for person in self.people("an")] == [
            "Lê An",
            "Lê Ân",
            "Trần An",
            "Đỗ Anh",
        ]

    def test_pages_are_full_and_the_last_one_is_known(self) -> None:
        for _n in range(9):
            VisitFactory(name="Lê An", venue=self.venue)
        assert [len(page) for page in self.pages("le an")] == [3, 3, 3]

    def test_steps_smaller_than_a_page_lose_nobody(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(walking, "STEP", 1)
        for number in range(5):
            VisitFactory(name="Lê An", phone=PHONES[0], venue=self.venue)
            VisitFactory(name="Lê An", phone=f"+849000000{number:02d}", venue=self.venue)
        assert len(self.people("le an", size=1)) == 6

    def test_somebody_with_two_names_is_met_once(self) -> None:
        for name in ("Lê An", "Lê Anh", "Trần An"):
            VisitFactory(name=name, phone=PHONES[0], venue=self.venue)
        (person,) = self.people("an", size=1)
        assert person.name in ("Lê An", "Lê Anh", "Trần An")

    def test_who_was_shown_before_is_left_out(self) -> None:
        for phone in PHONES[:2]:
            VisitFactory(name="Lê An", phone=phone, venue=self.venue)
        shown = frozenset({phone_key(PHONES[0])})
        assert [p.key for p in self.people("an", shown=shown)] == [phone_key(PHONES[1])]

    def test_only_those_in_scope_and_with_what_is_narrowed_to(self) -> None:
        ward = AreaFactory()
        here = VenueFactory(area=ward, category="market")
        VisitFactory(name="Lê An", phone=PHONES[0], venue=here)
        VisitFactory(name="Lê Anh", phone=PHONES[0], venue=self.venue)
        VisitFactory(name="An Bé", phone=PHONES[1], venue=self.venue)
        scope = Scope((Grant((ward.path,), None),))
        assert [p.key for p in self.people("an", scope=scope)] == [phone_key(PHONES[0])]
        for narrow in (Narrow(category="market"), Narrow(venue=here.pk)):
            assert [p.key for p in self.people("an", narrow=narrow)] == [phone_key(PHONES[0])]

    def test_who_comes_meanwhile_moves_nobody(self) -> None:
        for letter in "BCDE":
            VisitFactory(name=f"Lê {letter} An", venue=self.venue)
        self.findable()
        walk = Walk(self.engine, AskedName("an"), EVERYTHING, ALWAYS)
        first = walk.page(Spot(), 2)
        VisitFactory(name="Lê A An", venue=self.venue)
        self.findable()
        assert first.spot
        second = walk.page(first.spot, 2)
        names = [person.name for person in (*first.people, *second.people)]
        assert names == ["Lê B An", "Lê C An", "Lê D An", "Lê E An"]

    @random
    @given(
        visits=st.lists(
            st.tuples(st.sampled_from(NAMES), st.sampled_from([*PHONES, None])), max_size=25
        ),
        question=st.sampled_from(["nguyen thuong", "Thường", "ng thuongg", "an", "van thuong"]),
        size=st.integers(1, 4),
    )
    def test_everybody_who_fits_is_met_exactly_once(
        self, visits: list[tuple[str, str | None]], question: str, size: int
    ) -> None:
        Visit.objects.all().delete()
        fits: set[UUID] = set()
        for name, phone in visits:
            visit = VisitFactory(name=name, phone=phone, venue=self.venue)
            if match_name(question, name):
                fits.add(visit.person_key)
        met = [person.key for person in self.people(question, size=size)]
        assert len(met) == len(set(met))
        assert set(met) == fits


def test_a_part_is_never_walked_twice(engine: Engine, findable: Callable[[], None]) -> None:
    """Names belong to one part, however many would take them."""
    for name in ("Lê Thường", "Lê Thươngg", "Lê Thương"):
        VisitFactory(name=name)
    findable()
    met = [
        row.name
        for part in Part
        for row in engine.people_like("thuong", part, EVERYTHING, ALWAYS, 10)
    ]
    assert sorted(met) == ["Lê Thương", "Lê Thươngg", "Lê Thường"]
