"""Places at risk of one case or of all open ones, looked up with the account's own limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from plugins.qr_venues.models import Venue
from plugins.tracing import services
from plugins.tracing.casework.at_risk import Infectious, Place, places
from plugins.tracing.casework.changes import claim, note_event
from plugins.tracing.casework.models import PlaceState
from plugins.tracing.engines.base import VisitRow
from plugins.tracing.models import Case, CasePlace, CaseStatus
from plugins.tracing.periods import Period
from plugins.tracing.reasons import Asker
from plugins.tracing.services import Source

MOST_CASES = 500  # whose places one look-up works out; the latest ones
SHOWN = 200  # places on a page


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place as the pages show it; ``met`` counts people, None where that was not asked."""

    place: Place
    venue: Venue
    kept: CasePlace | None
    state: PlaceState
    cases: list[Case]
    met: int | None


@dataclass(frozen=True, slots=True)
class AtRisk:
    """``undated`` cases say no infectious days and are left out. ``more``: places not shown."""

    lines: list[PlaceLine]
    undated: list[Case]
    more: int
    complete: bool
    source: Source


def of_case(asker: Asker, case: Case, others: Sequence[Case]) -> AtRisk:
    """The places of one case, with people met; ``others`` are open cases that count there too."""
    found = _look(asker, [case, *others], f"places:case:{case.number}", only=case)
    if case.person_key is None or not found.lines:
        return found
    met = services.contacts(asker, case.person_key, _period(case))
    by_venue: dict[int, set[UUID]] = {}
    for contact in met.contacts:
        for meeting in contact.meetings:
            by_venue.setdefault(meeting.venue, set()).add(contact.person.key)
    lines = [
        PlaceLine(
            line.place, line.venue, line.kept, line.state, line.cases,
            len(by_venue.get(line.venue.pk, ())),
        )
        for line in found.lines
    ]  # fmt: skip
    return AtRisk(lines, found.undated, found.more, found.complete and met.complete, found.source)


def of_all(asker: Asker, cases: Sequence[Case]) -> AtRisk:
    """The places of many cases, those of the most cases first."""
    return _look(asker, cases, "places:open")


def open_cases(cases: Any) -> list[Case]:
    """Those of the cases that are open and have a person, the latest first, at most MOST_CASES."""
    found = cases.filter(status=CaseStatus.OPEN, person_key__isnull=False)
    return list(found.order_by("-opened_at")[:MOST_CASES])


def stays_at(asker: Asker, case: Case, venue: Venue) -> Place | None:
    """When the case's F0 was at a venue while infectious; a look-up, recorded. None: never."""
    infectious = _infectious([case])
    if not infectious:
        return None
    question = f"places:case:{case.number}"
    keys = [each.key for each in infectious]
    people, _complete, _source = services.people_of_keys(asker, keys, _period(case), question)
    found = places(people, infectious)
    return next((place for place in found if place.venue == venue.pk), None)


def stays_of(asker: Asker, cases: Sequence[Case], venue: Venue) -> list[tuple[VisitRow, int]]:
    """When the F0s of these cases were at a venue while infectious, with the case's key.

    A look-up, recorded; none is made if no case has a person and infectious days.
    """
    infectious = _infectious(cases)
    if not infectious:
        return []
    found = _look_all(asker, infectious, f"places:venue:{venue.code}")[0]
    return next((place.stays for place in found if place.venue == venue.pk), [])


def place_of(case: Case, venue: Venue) -> CasePlace:
    """What is kept about the venue in this case, saved or (without a key) not yet."""
    known = CasePlace.objects.filter(case=case, venue=venue).first()
    return known or CasePlace(case=case, venue=venue)


@transaction.atomic
def change_place(place: CasePlace, *, by: Any, version: int, state: str, note: str = "") -> bool:
    """Record what was done about a place; False if nothing is new. Raises Stale."""
    before = place.state
    if state == before and not note:
        return False
    keep(place)
    claim(place, version)
    place.state = state
    place.save(update_fields=["state", "changed_at"])
    details = {"state": [before, state]} if state != before else {}
    note_event(place.case, "place", by=by, place=place, details=details, note=note)
    return True


def keep(place: CasePlace) -> None:
    """Have a row for the place; one that somebody else just made is taken over."""
    if place.pk is None:
        known, _new = CasePlace.objects.get_or_create(case=place.case, venue=place.venue)
        place.pk, place.version = known.pk, known.version
        place._state.adding = False


def _look(asker: Asker, cases: Sequence[Case], question: str, only: Case | None = None) -> AtRisk:
    undated = [case for case in cases if not (case.infectious_from and case.infectious_to)]
    found, complete, source = _look_all(asker, _infectious(cases), question)
    if only is not None:
        found = [place for place in found if only.pk in place.cases]
        undated = [case for case in undated if case == only]
    lines = _lines(found[:SHOWN], {case.pk: case for case in cases}, only)
    return AtRisk(lines, undated, max(0, len(found) - SHOWN), complete, source)


def _look_all(
    asker: Asker, infectious: Sequence[Infectious], question: str
) -> tuple[list[Place], bool, Source]:
    """All the places, whether that is all of them, and where they come from."""
    starts = [each.period.start for each in infectious if each.period.start]
    ends = [each.period.end for each in infectious if each.period.end]
    period = Period(min(starts), max(ends)) if infectious else Period()
    people, complete, source = services.people_of_keys(
        asker, [each.key for each in infectious], period, question
    )
    return places(people, infectious), complete, source


def _infectious(cases: Sequence[Case]) -> list[Infectious]:
    return [
        Infectious(case.pk, case.person_key, _period(case))
        for case in cases
        if case.person_key and case.infectious_from and case.infectious_to
    ]


def _lines(found: Sequence[Place], cases: dict[int, Case], only: Case | None) -> list[PlaceLine]:
    """Two queries: venues, and what is kept about them."""
    venues = Venue.objects.select_related("area", "category").in_bulk([p.venue for p in found])
    kept = CasePlace.objects.filter(venue__in=venues, case__in=[only] if only else list(cases))
    latest: dict[int, CasePlace] = {}
    for place in kept.order_by("changed_at"):
        latest[place.venue_id] = place
    return [
        PlaceLine(
            place=each,
            venue=venues[each.venue],
            kept=latest.get(each.venue),
            state=PlaceState(
                latest[each.venue].state if each.venue in latest else PlaceState.TO_VISIT
            ),
            cases=sorted((cases[pk] for pk in each.cases), key=lambda case: case.number),
            met=None,
        )
        for each in found
        if each.venue in venues
    ]


def _period(case: Case) -> Period:
    return Period.of_days(case.infectious_from, case.infectious_to)
