"""Recording visits that connected systems send."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plugins.declarations import repeated, services
from plugins.declarations.api.models import ApiClient
from plugins.declarations.api.persons import read_person
from plugins.declarations.api.points import Point, points
from plugins.declarations.api.problems import Problem, field_error
from plugins.declarations.api.schemas import VisitIn, VisitOut
from plugins.declarations.clocks import Moment, moment
from plugins.declarations.models import Source, Visit
from plugins.declarations.repeated import Known

_BEFORE = _("The leaving is before the coming.")


@dataclass(frozen=True, slots=True)
class _Ready:
    """A visit that can be recorded, and what its client is told."""

    new: services.NewVisit
    content: bytes

    def answer(self, came: datetime | None = None) -> VisitOut:
        """``came`` is when it was recorded to have come, where it is sent again."""
        return VisitOut(
            id=self.new.id,
            checked_in=came or self.new.checked_in,
            checked_out=self.new.checked_out,
            clock_doubted=self.new.device_time is not None,
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


def record_one(client: ApiClient, sent: VisitIn) -> VisitOut:
    """Record one visit. Raises Problem."""
    (result,) = record(client, {"#": sent}).values()
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
    fresh = [
        each.new
        for place, each in ready.items()
        if known[each.new.id] is Known.NEW and place not in clashing
    ]
    added = services.record_visits(fresh)
    late = {each.id: contents[each.id] for each in fresh if each.id not in added}
    if late:  # somebody else sent them between the two statements
        known |= repeated.compare(Visit, late)
    came = _first_times([pk for pk, state in known.items() if state is Known.SAME])
    return {
        place: Problem("conflict")
        if place in clashing or known[each.new.id] is Known.OTHER
        else each.answer(came.get(each.new.id))
        for place, each in ready.items()
    }


def _first_times(ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When visits that are sent again came: our clock may have told it, so it is not worked out
    anew. No query without ids.
    """
    if not ids:
        return {}
    return dict(Visit.objects.filter(pk__in=ids).values_list("pk", "checked_in"))


def _ready(
    sent: VisitIn, point: Point | None, at: str, sent_at: datetime | None, now: datetime
) -> _Ready:
    """Raises Problem."""
    if point is None:
        raise Problem("point_unknown")
    if not point.open:
        raise Problem("point_closed")
    person = read_person(sent, at)
    if sent.checked_out is not None and sent.checked_out < sent.checked_in:
        person.errors.append(field_error(f"{at}/checked_out", "order", _BEFORE))
    if person.errors:
        raise Problem("invalid", person.errors)
    came = moment(sent.checked_in, sent_at, now)
    gone = _leaving(sent, came, sent_at, now)
    content = repeated.content_of(sent.model_dump(mode="json", exclude_defaults=True))
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
    return _Ready(new, content)


def _leaving(
    sent: VisitIn, came: Moment, sent_at: datetime | None, now: datetime
) -> datetime | None:
    """A leaving by a clock that cannot be right is not known."""
    if sent.checked_out is None or came.device_time is not None:
        return None
    gone = moment(sent.checked_out, sent_at, now)
    return None if gone.device_time is not None else max(gone.at, came.at)


def check_out(client: ApiClient, visit_id: UUID, at: datetime) -> VisitOut:
    """Record a leaving; the same one again gives the same answer. Raises Problem."""
    visits = Visit.objects.filter(pk=visit_id, source=Source.API)
    if client.area is not None:
        visits = visits.filter(venue__area__path__startswith=client.area.path)
    now = timezone.now()
    gone = moment(at, None, now)
    if gone.device_time is not None:
        detail = _("This time is not within the last seven days.")
        raise Problem("invalid", [field_error("#/checked_out", "time", detail)])
    visit = visits.first()
    if visit is None:
        raise Problem("visit_unknown")
    if gone.at < visit.checked_in:
        raise Problem("invalid", [field_error("#/checked_out", "order", _BEFORE)])
    if not services.check_out(visit_id, gone.at):
        visit.refresh_from_db(fields=["checked_out"])
        if visit.checked_out != gone.at:
            raise Problem("conflict")
    return VisitOut(
        id=visit_id,
        checked_in=visit.checked_in,
        checked_out=gone.at,
        clock_doubted=visit.device_time is not None,
    )
