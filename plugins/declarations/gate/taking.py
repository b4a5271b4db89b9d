"""Recording what the gate sends: any number of entries, each exactly once.

With services.py and the corrections the only module that changes visits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Value, When
from django.db.models.fields import DateTimeField
from django.utils import timezone

from audit.models import Action
from audit.services import record
from people.blind import id_key
from people.names import fold
from people.persons import person_keys
from plugins.declarations import repeated, services
from plugins.declarations.clocks import Moment, from_milliseconds, moment
from plugins.declarations.declaring.services import alerts_for
from plugins.declarations.gate import personal
from plugins.declarations.gate.entries import Entry, read_entry
from plugins.declarations.gate.envelopes import Envelope, Unreadable, opened
from plugins.declarations.gate.models import GateLink
from plugins.declarations.gate.presence import Person, Presence, Stay, presence_of
from plugins.declarations.gate.results import Outcome, Result, refused
from plugins.declarations.models import Source, Visit
from plugins.declarations.repeated import Known
from plugins.declarations.stays import StayRule
from plugins.qr_venues.models import VenueStatus

UNDO = timedelta(seconds=60)
SLACK = timedelta(seconds=30)  # the page says a minute; the way of the message comes on top
CLOCK_SET = timedelta(minutes=1)  # a slow message looks like less
CLOSING = timedelta(minutes=2)  # within these a gate hears that its venue was suspended


@dataclass
class _Work:
    """A batch on its way."""

    link: GateLink
    now: datetime
    rule: StayRule
    moments: dict[UUID, Moment]
    keys: dict[UUID, tuple[UUID, UUID | None]]
    contents: dict[UUID, bytes]
    known: dict[UUID, Known]
    presence: Presence
    new: dict[UUID, services.NewVisit] = field(default_factory=dict)
    left: dict[UUID, datetime] = field(default_factory=dict)
    back: dict[UUID, datetime] = field(default_factory=dict)  # leaving taken back; new stay_end
    gone: set[UUID] = field(default_factory=set)


def take(
    link: GateLink, envelopes: Sequence[Envelope], device_now: int, now: datetime
) -> list[Result]:
    """Record a batch in its order; one result an envelope. The number of queries is fixed."""
    results: dict[UUID, Result] = {}
    contents: dict[UUID, bytes] = {}
    entries: list[Entry] = []
    for envelope in envelopes:
        if envelope.id in contents:
            continue  # the same once more
        try:
            plain = opened(envelope)
        except Unreadable:
            results[envelope.id] = refused(envelope.id, "unreadable")
            continue
        entry = read_entry(envelope.id, plain)
        if entry is None:
            results[envelope.id] = refused(envelope.id, "unreadable")
            continue
        contents[envelope.id] = repeated.content_of(plain)
        entries.append(entry)
    with transaction.atomic():
        results |= _taken(link, entries, contents, device_now, now)
    return [results[envelope.id] for envelope in envelopes]


def _taken(
    link: GateLink,
    entries: list[Entry],
    contents: dict[UUID, bytes],
    device_now: int,
    now: datetime,
) -> dict[UUID, Result]:
    sent_at = from_milliseconds(device_now)
    moments = {e.id: _moment(e, sent_at, now) for e in entries}
    times = {entry_id: each.at for entry_id, each in moments.items()}
    results = personal.fill_in(entries, times)
    persons = [e for e in entries if e.of is None and not e.errors and e.id not in results]
    place = str(link.venue_id)
    keys = {e.id: person_keys(e.phone, e.id_number, e.name, place) for e in persons}
    every_key = {key for pair in keys.values() for key in pair if key}
    work = _Work(
        link,
        now,
        services.stay_rules([link.venue_id])[link.venue_id],
        moments,
        keys,
        contents,
        repeated.compare(Visit, contents),
        presence_of(
            link.venue_id,
            every_key,
            [e.of for e in entries if e.of],
            times.values(),
        ),
    )
    for entry in entries:
        if entry.id not in results:
            results[entry.id] = _DEEDS[entry.deed](work, entry)
    _write(work)
    _mark_alerts(work, persons, results, every_key)
    return results


def _moment(entry: Entry, sent_at: datetime, now: datetime) -> Moment:
    """When it was. A clock that was set between entry and sending is taken as the device knew it
    then, and the visit is marked: which of the two was right nobody can tell.
    """
    said = from_milliseconds(entry.at)
    if entry.offset is None:
        return moment(said, sent_at, now)
    change = timedelta(milliseconds=entry.offset) - (now - sent_at)
    if abs(change) <= CLOCK_SET:
        return moment(said, sent_at, now)
    known = moment(from_milliseconds(entry.at + entry.offset), None, now)
    return Moment(known.at, said)


def _come(work: _Work, entry: Entry) -> Result:
    known = work.known[entry.id]
    if known is Known.OTHER:
        return refused(entry.id, "conflict")
    if (problem := _problem(work, entry)) is not None:
        return problem
    at, keys = work.moments[entry.id].at, work.keys[entry.id]
    if known is Known.SAME:
        return Result(entry.id, Outcome.IN, name=entry.name, visit=entry.id)
    if not _was_open(work, at):
        return refused(entry.id, "venue_closed")
    inside = None if entry.another else work.presence.at(_person(work, entry), at)
    if inside is not None:
        return _about(entry, Outcome.INSIDE, inside)
    work.new[entry.id] = services.NewVisit(
        id=entry.id,
        venue_id=work.link.venue_id,
        checkpoint_id=work.link.checkpoint_id,
        checked_in=at,
        source=entry.source,
        name=entry.name,
        phone=entry.phone,
        id_number=entry.id_number,
        details=entry.details,
        keys=keys,
        device_time=work.moments[entry.id].device_time,
        content=work.contents[entry.id],
    )
    stay = Stay(entry.id, frozenset(k for k in keys if k), entry.name, at, None, work.rule.end(at))
    work.presence.add(stay)
    return _about(entry, Outcome.IN, stay)


def _was_open(work: _Work, at: datetime) -> bool:
    """Nobody knows since when a venue is suspended. Who came before the gate could have heard of it
    was there: a chain of infections must not break over it.
    """
    status = work.link.venue.status
    if status == VenueStatus.SUSPENDED:
        return work.now - at > CLOSING
    return status == VenueStatus.APPROVED


def _go(work: _Work, entry: Entry) -> Result:
    if (problem := _problem(work, entry)) is not None:
        return problem
    at, person = work.moments[entry.id].at, _person(work, entry)
    stay = work.presence.at(person, at)
    if stay is None:
        before = work.presence.left_at(person, at)
        if before is None:
            return refused(entry.id, "not_inside")
        return _about(entry, Outcome.OUT, before)
    if stay.went is None:
        stay.went = work.left[stay.id] = at
    return _about(entry, Outcome.OUT, stay)


def _undo_in(work: _Work, entry: Entry) -> Result:
    if entry.venue_id != work.link.venue_id:
        return refused(entry.id, "venue")
    stay = work.presence.get(entry.of)
    if stay is None:  # never came here, or taken back before
        return Result(entry.id, Outcome.UNDONE)
    at = work.moments[entry.id].at
    # Times of entries are a device's word; what was recorded when is not.
    since = at - stay.came if stay.recorded is None else work.now - stay.recorded
    if since > UNDO + SLACK:
        return refused(entry.id, "too_late")
    work.presence.drop(stay)
    if work.new.pop(stay.id, None) is None:
        work.gone.add(stay.id)
    work.left.pop(stay.id, None)
    return Result(entry.id, Outcome.UNDONE)


def _undo_out(work: _Work, entry: Entry) -> Result:
    if entry.venue_id != work.link.venue_id:
        return refused(entry.id, "venue")
    stay = work.presence.get(entry.of)
    if stay is None or stay.went is None:
        return Result(entry.id, Outcome.UNDONE)
    at = work.moments[entry.id].at if stay.id in work.left else work.now
    if at - stay.went > UNDO + SLACK:
        return refused(entry.id, "too_late")
    stay.went = None
    if work.left.pop(stay.id, None) is None:
        work.back[stay.id] = stay.ends = work.rule.end(stay.came)
    return Result(entry.id, Outcome.UNDONE)


_DEEDS = {"in": _come, "out": _go, "undo_in": _undo_in, "undo_out": _undo_out}


def _problem(work: _Work, entry: Entry) -> Result | None:
    if entry.venue_id != work.link.venue_id:
        return refused(entry.id, "venue")
    if entry.errors:
        return Result(entry.id, Outcome.REFUSED, "fields", errors=entry.errors)
    return None


def _person(work: _Work, entry: Entry) -> Person:
    keys = frozenset(key for key in work.keys[entry.id] if key)
    return Person(keys, id_key(entry.id_number) if entry.id_number else None, fold(entry.name))


def _about(entry: Entry, outcome: Outcome, stay: Stay) -> Result:
    since = f"{timezone.localtime(stay.came):%H:%M}"
    return Result(entry.id, outcome, name=entry.name or stay.name, since=since, visit=stay.id)


def _write(work: _Work) -> None:
    """What was decided; a statement or a few for each kind of deed, whatever their number."""
    if work.gone:
        _take_back(work)
    if work.new:
        services.record_visits(list(work.new.values()))
    if work.left:
        open_visits = Visit.objects.filter(pk__in=work.left, checked_out=None)
        ends = Case(
            *(When(pk=pk, then=Value(at)) for pk, at in work.left.items()),
            output_field=DateTimeField(),
        )
        open_visits.update(checked_out=ends, stay_end=ends)
    if work.back:
        ends = Case(
            *(When(pk=pk, then=Value(at)) for pk, at in work.back.items()),
            output_field=DateTimeField(),
        )
        Visit.objects.filter(pk__in=work.back).update(checked_out=None, stay_end=ends)


def _take_back(work: _Work) -> None:
    """Delete check-ins of the gate; visitors' own stay. On record, since nothing else tells."""
    own = Visit.objects.filter(pk__in=work.gone, source__in=(Source.GATE, Source.CARD))
    found = sorted(each.hex for each in own.values_list("pk", flat=True))
    if found and own.delete()[0]:
        record(
            None,
            Action.CHANGE,
            question=f"gate link {work.link.pk}",
            results=len(found),
            details={"venue": work.link.venue.code, "what": "undone", "visits": found},
        )


def _mark_alerts(
    work: _Work, persons: list[Entry], results: dict[UUID, Result], keys: set[UUID]
) -> None:
    """Tell the gate of persons who declared symptoms or contact; one query."""
    if not keys:
        return
    alerted: dict[UUID, list[tuple[frozenset[UUID], str]]] = {}
    for first, second, name in alerts_for(keys, work.now):
        own = frozenset(key for key in (first, second) if key)
        for key in own:
            alerted.setdefault(key, []).append((own, name))
    for entry in persons:
        person = _person(work, entry)
        found = [each for key in person.keys for each in alerted.get(key, ())]
        results[entry.id].alert = entry.alert or any(person.is_who(*each) for each in found)
