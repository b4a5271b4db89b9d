"""Random visits: whom a run finds in three orders, against a reckoning by quarters of an hour."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from people.blind import phone_key
from plugins.declarations.models import Visit
from plugins.declarations.services import record_visits
from plugins.tracing.engines import Engine, answer
from plugins.tracing.models import Spread, SpreadContact, SpreadMeeting
from plugins.tracing.spread import running
from portal.roles import Role
from tests.contracts.test_random import BEGIN, PHONES, QUARTER, random
from tests.factories.accounts import UserFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import CheckpointFactory, VenueFactory

KINDS = ("market", "shop", "school")  # in the first one people meet at the same check point
PEOPLE = range(len(PHONES))
KEYS = [phone_key(phone) for phone in PHONES]


class Went(NamedTuple):
    """Who was where, at which check point (or None), in which quarters of an hour."""

    who: int
    where: int
    point: int | None
    first: int
    length: int


stays = st.lists(
    st.builds(
        Went,
        st.sampled_from(PEOPLE),
        st.integers(0, 2),
        st.none() | st.integers(0, 1),
        st.integers(0, 40),
        st.integers(1, 10),
    ),
    max_size=25,
)


def together(near: set[int], other: int, went: list[Went], wide: int, kinds: set[str]) -> int:
    """Minutes that someone was at the same place as any of the near ones."""
    shared = set()
    for a in went:
        for b in went:
            if a.who not in near or b.who != other or a.where != b.where:
                continue
            if kinds and KINDS[a.where] not in kinds:
                continue
            large = KINDS[a.where] == "market"
            if large and None not in (a.point, b.point) and a.point != b.point:
                continue
            own = range(a.first - wide, a.first + a.length + wide)
            shared |= {(a.where, q) for q in own if q in range(b.first, b.first + b.length)}
    return QUARTER * len(shared)


def reckoned(
    went: list[Went], wide: int, least: int, kinds: set[str]
) -> dict[Any, tuple[int, int]]:
    """Order and minutes of everyone within three orders of the first person."""
    known, near, found = {0}, {0}, {}
    for order in (1, 2, 3):
        met = {who: together(near, who, went, wide, kinds) for who in PEOPLE if who not in known}
        near = {who for who, minutes in met.items() if minutes and minutes >= least}
        found |= {KEYS[who]: (order, met[who]) for who in near}
        known |= near
    return found


def test_a_run_finds_whom_a_reckoning_finds(engine: Engine, findable: Callable[[], None]) -> None:
    venues = [VenueFactory(category=kind) for kind in KINDS]
    points = [[CheckpointFactory(venue=venue, number=n) for n in (1, 2)] for venue in venues]
    user = UserFactory(role=Role.TRACING, everywhere=True)

    @random
    @given(
        stays,
        st.sampled_from([0, 1, 3]),
        st.sampled_from([0, 15, 46]),
        st.sets(st.sampled_from(KINDS), max_size=2),
    )
    def check(went: list[Went], wide: int, least: int, kinds: set[str]) -> None:
        Visit.objects.all().delete()
        record_visits(
            [
                VisitFactory.build(
                    venue=venues[each.where],
                    checkpoint=None if each.point is None else points[each.where][each.point],
                    phone=PHONES[each.who],
                    name=f"Lê {'ABCDEF'[each.who]}",
                    checked_in=BEGIN + timedelta(minutes=QUARTER * each.first),
                    checked_out=BEGIN + timedelta(minutes=QUARTER * (each.first + each.length)),
                )
                for each in went
            ]
        )
        findable()
        assert answer(lambda used: used.name)[0] == engine.name
        run = Spread.objects.create(
            key=KEYS[0], name="Lê A", reason="Điều tra", asked_by=user, orders=3,
            margin=wide * QUARTER, least_minutes=least, categories=sorted(kinds),
        )  # fmt: skip
        running.run(run.pk)
        found = SpreadContact.objects.filter(spread=run).values_list("key", "order", "minutes")
        assert {key: (order, minutes) for key, order, minutes in found} == reckoned(
            went, wide, least, kinds
        )
        met = set(SpreadMeeting.objects.filter(spread=run).values_list("other", flat=True))
        assert met == {key for key, _order, _minutes in found}

    check()
