"""The contact graph of a run."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from areas.scope import Scope
from plugins.tracing.batches import batches
from plugins.tracing.pictures.graph import Graph, Met, Node, lines_of, longest, shown, within
from plugins.tracing.pictures.limits import MOST_LINES, Window
from plugins.tracing.spread.limits import FURTHEST
from plugins.tracing.spread.models import Spread, SpreadContact, SpreadMeeting
from plugins.tracing.spread.seen import meetings_seen

MEETINGS_READ = 20_000
_KEYS_A_QUERY = 500


def graph_of_run(run: Spread, scope: Scope, window: Window) -> Graph:
    """Those of the greatest risk who met someone within the window, at venues in the scope.

    Two queries and two for each order, in batches of _KEYS_A_QUERY people.
    """
    meetings = meetings_seen(run, scope)
    if window.start is not None:
        meetings = meetings.filter(end__gt=window.start)
    if window.end is not None:
        meetings = meetings.filter(start__lt=window.end)
    met = run.contacts.all()
    if not scope.everything or window.start or window.end:  # else all of them met somebody
        met = met.filter(key__in=meetings.order_by().values("other"))
    found = {c.key: c for c in met.order_by("-risk", "order", "pk")[: window.most]}
    read: list[Met] = []
    asked: set[UUID] = set()
    for _order in range(FURTHEST):
        new = found.keys() - asked
        read += _meetings(meetings, new, MEETINGS_READ + 1 - len(read))
        asked |= new
        missing = set(longest(lines_of(read)).values()) - found.keys() - {run.key}
        if not missing or len(read) > MEETINGS_READ:
            break
        found |= {contact.key: contact for contact in _contacts(run, missing)}
    nodes = [Node(run.key, run.name, 0)]
    nodes += [Node(c.key, c.name, c.order, c.risk) for c in found.values() if c.key != run.key]
    return shown(
        nodes,
        within(lines_of(read), window.start, window.end),
        window.most,
        MOST_LINES,
        nodes_of=1 + met.count(),
        complete=run.complete and len(read) <= MEETINGS_READ,
    )


def _meetings(meetings: QuerySet[SpreadMeeting], keys: Iterable[UUID], most: int) -> list[Met]:
    rows: list[Met] = []
    for some in batches(sorted(keys), _KEYS_A_QUERY):
        found = meetings.filter(other__in=some).order_by("pk")
        values = found.values_list("one", "other", "venue_id", "start", "end", "assumed")
        rows += [Met(*row) for row in values[: most - len(rows)]]
    return rows


def _contacts(run: Spread, keys: Iterable[UUID]) -> list[SpreadContact]:
    return [
        contact
        for some in batches(sorted(keys), _KEYS_A_QUERY)
        for contact in run.contacts.filter(key__in=some)
    ]
