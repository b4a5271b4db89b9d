"""The contact graph of a case: its persons, and where they met as far as the account may see."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from plugins.tracing import services
from plugins.tracing.apps import TracingConfig
from plugins.tracing.contacts import Rule, presence_of
from plugins.tracing.kinds import Kinds
from plugins.tracing.models import Case, CaseMember
from plugins.tracing.periods import Period
from plugins.tracing.persons import Person
from plugins.tracing.pictures.graph import NOWHERE, Graph, Line, Met, Node, lines_of, shown, within
from plugins.tracing.pictures.limits import MOST_LINES, Window
from plugins.tracing.reasons import Asker


@dataclass(frozen=True, slots=True)
class CasePicture:
    """The graph, and where the data come from."""

    graph: Graph
    source: services.Source


def graph_of_case(asker: Asker, case: Case, window: Window) -> CasePicture:
    """F0 and the persons nearest and longest together with those before; a look-up, recorded.

    Visits count from the first infectious day on. Persons known to have met without a visit that
    the account may see are joined by a line without a place.
    """
    members = list(case.members.order_by("order", "-minutes", "pk")[: window.most])
    period = Period.of_days(case.infectious_from, None)
    keys = [member.key for member in members]
    people, complete, source = services.people_of_keys(asker, keys, period, f"case:{case.number}")
    by_key = {key: person for person in people for key in person.keys}
    persons = {member.key: by_key[member.key] for member in members if member.key in by_key}
    kinds = Kinds.of({row.venue_id for person in people for row in person.visits})
    margin = timedelta(minutes=int(TracingConfig.setting("margin_minutes")))
    lines = lines_of(_meetings(members, persons, kinds, Rule(margin)))
    lines = [*lines, *_without_place(members, lines)]
    nodes = [Node(m.key, m.name, m.order, -m.order * 1e6 + m.minutes) for m in members]
    graph = shown(
        nodes,
        within(lines, window.start, window.end),
        window.most,
        MOST_LINES,
        nodes_of=case.members.count(),
        complete=complete and not source.partial,
    )
    return CasePicture(graph, source)


def _meetings(
    members: Sequence[CaseMember], persons: dict[UUID, Person], kinds: Kinds, rule: Rule
) -> Iterator[Met]:
    """Times together of persons of one order with those of the next."""
    by_order: dict[int, list[UUID]] = {}
    for member in members:
        if member.key in persons:
            by_order.setdefault(member.order, []).append(member.key)
    for order, near in sorted(by_order.items()):
        others = by_order.get(order + 1, [])
        for one in near if others else ():
            presence = presence_of(persons[one].visits, kinds, rule)
            for other in others:
                if persons[other] is persons[one]:
                    continue
                stays = (kinds.stay(row) for row in persons[other].visits)
                for met in presence.meetings(stays):
                    yield Met(one, other, met.venue, met.start, met.end, met.assumed)


def _without_place(members: Sequence[CaseMember], lines: Iterable[Line]) -> Iterator[Line]:
    """For those who met someone of the case as the case says, but nowhere that can be seen."""
    orders = {member.key: member.order for member in members}
    known = {line.other for line in lines}
    for member in members:
        one, at = member.met_key, member.last_met
        if one is None or at is None or member.key in known:
            continue
        if orders.get(one, member.order) < member.order:
            yield Line(one, member.key, NOWHERE, ((at, at),), known_minutes=member.minutes)
