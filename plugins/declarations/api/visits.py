"""Recording visits that connected systems send."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plugins.declarations import repeated, services
from plugins.declarations.api.models import ApiClient
from plugins.declarations.api.persons import read_person
from plugins.declarations.api.points import Point, points
from plugins.declarations.api.problems import Problem, field_error
from plugins.declarations.api.schemas import CheckOutIn, OneVisitIn, VisitIn, VisitOut
from plugins.declarations.clocks import FUTURE, Moment, moment
from plugins.declarations.models import Source, Visit
from plugins.declarations.repeated import Known

_BEFORE = _("The leaving is before the coming.")
_COMING = _("This time has not come yet. If your clock is ahead, send “sent_at” with it.")
_OLD = _("This time is more than seven days ago.")


class _Kept(NamedTuple):
    """What the database has of a visit that is sent again."""

    checked_in: datetime
    checked_out: datetime | None
    device_time: datetime | None


@dataclass(frozen=True, slots=True)
class _Ready:
    """A visit that can be recorded if its check point was open, and what its client is told."""

    new: services.NewVisit
    content: bytes
    point: Point

    @property
    def is_open(self) -> bool:
        """Whether the check point took visits at that time."""
        return self.point.is_open(self.new.checked_in)

    def answer(self, kept: _Kept | None = None) -> VisitOut:
        """``kept`` where it is sent again: our clock may have told its times."""
        came, gone, device_time = kept or _Kept(
            self.new.checked_in, self.new.checked_out, self.new.device_time
        )
        return VisitOut(
            id=self.new.id,
            checked_in=came,
            checked_out=gone if self.new.checked_out else None,
            clock_doubted=device_time is not None,
        )


def record(
    client: ApiClient,
    sent: Mapping[str, VisitIn],
    sent_at: datetime | None = None,
) -> dict[str, VisitOut | Problem]:
    """Record visits; what became of each, by its pointer in what was sent.

    Those with faults are left out and the others recorded: five statements, however many.
    """
    now = timezone.now()
    known = points(client, {visit.point for visit in sent.values()})
    results: dict[str, VisitOut | Problem] = {}
    ready: dict[str, _Ready] = {}
    for place, visit in sent.items():
        try:
            ready[place] = _ready(visit, known.get(visit.point), place, sent_at, now)
        except Problem as problem:
            results[place] = problem
    return results | _recorded(ready)


def record_one(client: ApiClient, sent: OneVisitIn) -> VisitOut:
    """Record one visit. Raises Problem."""
    (result,) = record(client, {"#": sent}, sent.sent_at).values()
    if isinstance(result, Problem):
        raise result
    return result


def _recorded(ready: Mapping[str, _Ready]) -> dict[str, VisitOut | Problem]:
    contents: dict[UUID, bytes] = {}
    clashing: set[str] = set()
    for place, each in ready.items():
        if contents.setdefault(each.new.id, each.content) != each.content:
            clashing.add(place)  # one id twice in the batch, with other content
    known = repeated.compare(Visit, contents)
    # What was recorded before its code was revoked is answered as before.
    closed = {
        place
        for place, each in ready.items()
        if known[each.new.id] is Known.NEW and not each.is_open
    }
    fresh = [
        each.new
        for place, each in ready.items()
        if known[each.new.id] is Known.NEW and place not in clashing | closed
    ]
    added = services.record_visits(fresh)
    late = {each.id: contents[each.id] for each in fresh if each.id not in added}
    if late:  # somebody else sent them between the two statements
        known |= repeated.compare(Visit, late)
    kept = _kept([pk for pk, state in known.items() if state is Known.SAME])
    results: dict[str, VisitOut | Problem] = {}
    for place, each in ready.items():
        if place in clashing or known[each.new.id] is Known.OTHER:
            results[place] = Problem("conflict")
        elif place in closed:
            results[place] = Problem("point_closed")
        else:
            results[place] = each.answer(kept.get(each.new.id))
    return results


def _kept(ids: Sequence[UUID]) -> dict[UUID, _Kept]:
    """No query without ids."""
    if not ids:
        return {}
    rows = Visit.objects.filter(pk__in=ids).values_list("pk", *_Kept._fields)
    return {pk: _Kept(*row) for pk, *row in rows}


def _ready(
    sent: VisitIn, point: Point | None, at: str, sent_at: datetime | None, now: datetime
) -> _Ready:
    """Raises Problem."""
    if point is None:
        raise Problem("point_unknown")
    person = read_person(sent, at)
    if sent.checked_out is not None and sent.checked_out < sent.checked_in:
        person.errors.append(field_error(f"{at}/checked_out", "order", _BEFORE))
    if person.errors:
        raise Problem("invalid", person.errors)
    came = moment(sent.checked_in, sent_at, now)
    gone = _leaving(sent, came, sent_at, now)
    content = repeated.content_of(
        sent.model_dump(mode="json", exclude={"sent_at"}, exclude_defaults=True)
    )
    new = services.NewVisit(
        id=sent.id,
        venue_id=point.venue_id,
        checkpoint_id=point.checkpoint_id,
        checked_in=came.at,
        checked_out=gone,
        source=Source.API,
        name=person.name,
        phone=person.phone,
        id_number=person.id_number,
        details=person.details,
        device_time=came.device_time,
        content=content,
    )
    return _Ready(new, content, point)


def _leaving(
    sent: VisitIn, came: Moment, sent_at: datetime | None, now: datetime
) -> datetime | None:
    """A leaving by a clock that cannot be right is not known."""
    if sent.checked_out is None or came.device_time is not None:
        return None
    gone = moment(sent.checked_out, sent_at, now)
    return None if gone.device_time is not None else max(gone.at, came.at)


def check_out(client: ApiClient, visit_id: UUID, sent: CheckOutIn) -> VisitOut:
    """Record a leaving; the same one again gives the same answer. Raises Problem."""
    visits = Visit.objects.filter(pk=visit_id, source=Source.API)
    if client.area is not None:
        visits = visits.filter(venue__area__path__startswith=client.area.path)
    now = timezone.now()
    gone = moment(sent.checked_out, sent.sent_at, now)
    if gone.device_time is not None:
        detail = _COMING if gone.device_time > now else _OLD
        raise Problem("invalid", [field_error("#/checked_out", "time", detail)])
    visit = visits.first()
    if visit is None:
        raise Problem("visit_unknown")
    if gone.at < visit.checked_in:
        raise Problem("invalid", [field_error("#/checked_out", "order", _BEFORE)])
    if not services.check_out(visit_id, gone.at):
        visit.refresh_from_db(fields=["checked_out"])
        left = visit.checked_out
        # A clock that is a little ahead was cut to ours when it was sent first.
        if left is None or not timedelta() <= sent.checked_out - left <= FUTURE:
            raise Problem("conflict")
        gone = Moment(left)
    return VisitOut(
        id=visit_id,
        checked_in=visit.checked_in,
        checked_out=gone.at,
        clock_doubted=visit.device_time is not None,
    )
