"""Working a run out: breadth first, order by order, each with what the account may see just then.

An order is written as a whole, and again with every few batches while it grows. After a fault or
the death of its worker a run goes on with the order that it was at.
"""

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from areas.scope import Scope
from plugins.tracing import services
from plugins.tracing.batches import batches
from plugins.tracing.contacts import (
    Contact,
    contacts_in,
    pairs,
    presence_of,
)
from plugins.tracing.engines import answer
from plugins.tracing.engines.base import VisitRow
from plugins.tracing.errors import NotAllowed
from plugins.tracing.finding import visits_of_person
from plugins.tracing.handover.sight import around, sight_for
from plugins.tracing.kinds import Kinds
from plugins.tracing.meetings import Presence, Stay
from plugins.tracing.persons import keys_of, people_in
from plugins.tracing.spread.limits import period_of, rule_of
from plugins.tracing.spread.lines import Line, write
from plugins.tracing.spread.models import Spread, SpreadContact, SpreadMeeting, SpreadState
from plugins.tracing.spread.services import record_step

PEOPLE_A_BATCH = 500  # of the nearer order
STAYS_A_BATCH = 500  # of theirs, where and when
PEOPLE_LIMIT = 5000  # of one order whose contacts are looked for
ROWS_LIMIT = 200_000  # visits of those who may be contacts, of one order
MEETINGS_LIMIT = 100_000  # written of one order
WRITE_EVERY = 3.0  # seconds between two writings of an order that grows, at least


class Stopped(Exception):
    """Cancelled, or another worker has it in hand."""


def run(pk: UUID, at: datetime | None = None) -> None:
    """Work a run out, or go on with it; nothing if it is over.

    ``at`` is the time by which this worker is known from another that has it in hand.
    """
    going = (SpreadState.QUEUED, SpreadState.RUNNING)
    now = timezone.now()
    taken = {"state": SpreadState.RUNNING, "started_at": at or now, "heartbeat_at": now}
    if not Spread.objects.filter(pk=pk, state__in=going).update(**taken):
        return
    spread = Spread.objects.select_related("asked_by", "case").get(pk=pk)
    try:
        for order in range(max(1, spread.order_now), spread.orders + 1):
            if not _Order(spread, order).work_out():
                break
        _end(spread, SpreadState.DONE, "finished")
    except NotAllowed:
        _end(spread, SpreadState.FAILED, "failed", problem="not_allowed")
    except Stopped:
        return


def fail(pk: UUID, problem: str, at: datetime) -> None:
    """The run that was begun ``at`` is over, for this reason; what it found stays.

    Nothing if another worker has it in hand by now.
    """
    spread = Spread.objects.select_related("asked_by").filter(pk=pk, started_at=at).first()
    if spread is not None:
        _end(spread, SpreadState.FAILED, "failed", problem=problem)


class _Order:
    """One order of a run: those whom the people of the nearer order met."""

    def __init__(self, spread: Spread, order: int) -> None:
        self.spread, self.order = spread, order
        self.rule, self.period = rule_of(spread), period_of(spread)
        nearer = SpreadContact.objects.filter(spread=spread, order__lt=order)
        self.key_of = {UUID(key): row.key for row in nearer for key in row.keys}
        self.keys_by_main: dict[UUID, set[UUID]] = defaultdict(set)
        for key, main in self.key_of.items():
            self.keys_by_main[main].add(key)
        self.known = frozenset(self.key_of) | {spread.key}
        self.near = [spread.key]
        if order > 1:
            found = nearer.filter(order=order - 1).order_by("-risk", "pk")
            self.near = list(found.values_list("key", flat=True))
        self.own_keys: set[UUID] = set()  # of the nearer people, as all their visits show
        self.keys_of_near: dict[UUID, set[UUID]] = {}
        self.near_rows: dict[UUID, list[VisitRow]] = {}
        self.rows: dict[UUID, VisitRow] = {}
        self.complete = len(self.near) <= PEOPLE_LIMIT
        self.written = 0.0

    def work_out(self) -> int:
        """Find and write them; how many there are."""
        self._beat(order_now=self.order, people_done=0, people_of=len(self.near))
        self.known |= self._first_person()
        near = self.near[:PEOPLE_LIMIT]
        for keys in batches(near, PEOPLE_A_BATCH):
            self._beat()
            self._fetch(keys)
        there = self._presence().stays
        looked, took = 0, 0.0
        for stays in batches(there, STAYS_A_BATCH):
            self._look(stays)
            looked += len(stays)
            self._beat(people_done=len(near) * looked // len(there))
            if len(self.rows) > ROWS_LIMIT:
                self.complete = False
                break
            begun = time.monotonic()
            if begun - self.written > max(WRITE_EVERY, 5 * took) and looked < len(there):
                self._write(meetings=False)
                took = time.monotonic() - begun
        return self._write(meetings=True)

    def _first_person(self) -> frozenset[UUID]:
        """All keys of the person that the run began with: nobody is one's own contact."""
        scope = self._scope()
        own, answered = answer(
            lambda engine: visits_of_person(engine, [self.spread.key], scope, self.period)
        )
        self.complete = self.complete and own.complete and not answered.partial
        return frozenset(key for row in own.items for key in keys_of(row))

    def _fetch(self, keys: Collection[UUID]) -> None:
        """Visits of these people of the nearer order."""
        scope = self._scope()
        asked = set(keys).union(*(self.keys_by_main[key] for key in keys))
        own, answered = answer(lambda engine: visits_of_person(engine, asked, scope, self.period))
        self.complete = self.complete and own.complete and not answered.partial
        for person in people_in(own.items):
            main = next((self.key_of[k] for k in sorted(person.keys) if k in self.key_of), None)
            key = main or (self.spread.key if self.order == 1 else person.key)
            self.near_rows.setdefault(key, []).extend(person.visits)
            self.own_keys |= person.keys
            self.keys_of_near.setdefault(key, set()).update(person.keys)

    def _look(self, stays: Sequence[Stay]) -> None:
        """Visits of those who may have been there with them.

        People of one order meet at the same places. Their stays there as one are looked at once,
        not once for each of them.
        """
        scope = self._scope()
        where = around(scope, self.near) if self.order == 1 else scope
        found, answered = answer(lambda engine: engine.stays_overlapping(stays, where, ROWS_LIMIT))
        self.complete = self.complete and found.complete and not answered.partial
        self.rows |= {r.id: r for r in found.items if self.known.isdisjoint(keys_of(r))}

    def _presence(self) -> Presence:
        """Where the people of the nearer order were."""
        rows = [row for rows in self.near_rows.values() for row in rows]
        return presence_of(rows, Kinds.of({row.venue_id for row in rows}), self.rule)

    def _write(self, *, meetings: bool) -> int:
        """Put the order as it is now in place of what was written of it."""
        near = [row for rows in self.near_rows.values() for row in rows]
        kinds = Kinds.of({row.venue_id for row in near})
        known = self.known | self.own_keys
        others = (row for row in self.rows.values() if known.isdisjoint(keys_of(row)))
        presence = presence_of(near, kinds, self.rule)
        found = contacts_in(others, presence, kinds, self.rule, self.order)
        lines = self._lines(found, kinds) if meetings else []
        with transaction.atomic():
            earlier = SpreadContact.objects.filter(spread=self.spread, order__lt=self.order)
            self._beat(found=earlier.count() + len(found), complete=self._all_complete())
            SpreadContact.objects.filter(spread=self.spread, order=self.order).delete()
            SpreadContact.objects.bulk_create(
                (_contact(self.spread, contact) for contact in found), batch_size=1000
            )
            if meetings:
                self._keep_keys()
                self._replace_meetings(found, lines)
        self.written = time.monotonic()
        return len(found)

    def _lines(self, found: list[Contact], kinds: Kinds) -> list[Line]:
        presences: dict[UUID, Presence] = {
            key: presence_of(rows, kinds, self.rule) for key, rows in self.near_rows.items()
        }
        lines = [
            Line(self.spread.pk, one, other, m.venue, m.start, m.end, m.assumed)
            for one, other, m in islice(pairs(presences, found, kinds), MEETINGS_LIMIT + 1)
        ]
        self.complete = self.complete and len(lines) <= MEETINGS_LIMIT
        return lines[:MEETINGS_LIMIT]

    def _keep_keys(self) -> None:
        """Later orders must know the nearer people by all their keys."""
        grown = []
        nearer = SpreadContact.objects.filter(spread=self.spread, order=self.order - 1)
        for contact in nearer.iterator(chunk_size=1000):
            keys = sorted({*contact.keys, *map(str, self.keys_of_near.get(contact.key, ()))})
            if len(keys) > len(contact.keys):
                contact.keys = keys
                grown.append(contact)
        SpreadContact.objects.bulk_update(grown, ["keys"], batch_size=500)

    def _replace_meetings(self, found: Iterable[Contact], lines: list[Line]) -> None:
        """An order that is done again must not be written twice."""
        written = SpreadMeeting.objects.filter(spread=self.spread)
        for keys in batches([contact.person.key for contact in found], 500):
            written.filter(other__in=keys).delete()
        write(lines)

    def _scope(self) -> Scope:
        """What the account may see now; NotAllowed if it lost its right meanwhile."""
        user = type(self.spread.asked_by).objects.get(pk=self.spread.asked_by_id)
        if not user.is_active or not user.has_perm(services.PERMISSION):
            raise NotAllowed("the account lost its right")
        return sight_for(user)

    def _all_complete(self) -> bool:
        return self.complete and self.spread.complete

    def _beat(self, **more: object) -> None:
        """A sign of life with progress; Stopped if the run is no longer ours."""
        mine = Spread.objects.filter(
            pk=self.spread.pk, state=SpreadState.RUNNING, started_at=self.spread.started_at
        )
        if not mine.update(heartbeat_at=timezone.now(), **more):
            raise Stopped
        if "complete" in more:
            self.spread.complete = bool(more["complete"])


def _contact(spread: Spread, contact: Contact) -> SpreadContact:
    return SpreadContact(
        spread=spread,
        key=contact.person.key,
        keys=sorted(str(key) for key in contact.person.keys),
        name=contact.person.name,
        order=contact.order,
        minutes=contact.minutes,
        meetings=len(contact.meetings),
        last_met=contact.last,
        risk=contact.risk,
    )


def _end(spread: Spread, state: str, what: str, *, problem: str = "") -> None:
    with transaction.atomic():
        ended = {"state": state, "problem": problem, "finished_at": timezone.now()}
        mine = Spread.objects.filter(
            pk=spread.pk, state__in=(SpreadState.QUEUED, SpreadState.RUNNING),
            started_at=spread.started_at,
        )  # fmt: skip
        if mine.update(**ended):
            record_step(spread, what, SpreadContact.objects.filter(spread=spread).count())
