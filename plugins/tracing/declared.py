"""What a person declared, with each visit and beside them; opened on demand, which is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from areas.scope import scope_for
from audit.models import Action
from audit.services import record
from people.sealing import SealError
from plugins.declarations.declaring.services import declarations_of
from plugins.declarations.declaring.shown import Line, declaration_lines
from plugins.declarations.models import Declaration, Visit
from plugins.declarations.services import unsealed
from plugins.qr_venues.models import Venue
from plugins.tracing import inquiry, services
from plugins.tracing.engines.base import VisitRow
from plugins.tracing.links.known import links_now
from plugins.tracing.periods import Period
from plugins.tracing.reasons import Asker
from plugins.tracing.recording import also_named
from plugins.tracing.views import for_officials

ROWS = 50
_LABELS = {
    "name": _("Name"),
    "phone": _("Phone"),
    "id": _("ID"),
    "birth": _("Birth date"),
    "address": _("Address"),
    "notes": _("Notes"),
}


@dataclass(frozen=True, slots=True)
class Declared:
    """A visit with what was declared, as label and text; None where it cannot be opened."""

    row: VisitRow
    venue: Venue | None
    answers: list[tuple[Any, str]] | None


@for_officials
@require_safe
def declared(request: HttpRequest, key: UUID) -> HttpResponse:
    """A page of the person's visits, the newest first, with all that was declared."""
    now = inquiry.current(request.session)
    asker = Asker(request.user, now.reason, request.META.get("REMOTE_ADDR"))
    history = services.history(asker, key, now.period)
    if history.person is None:
        return redirect("tracing_person", key)
    page = Paginator(history.person.visits, ROWS).get_page(request.GET.get("page"))
    # Declarations stand before the visits of the first page.
    beside = [] if page.has_previous() else _beside(asker, history.keys(key), now.period)
    opened = opened_for(asker, key, page, len(beside))
    context = {
        "person": history.person,
        "inquiry": now,
        "source": history.source,
        "opened": opened,
        "declarations": [(each, _lines(each)) for each in beside],
        "page": page,
    }
    return render(request, "tracing/declared.html", context)


def opened_for(asker: Asker, key: UUID, page: Page, beside: int = 0) -> list[Declared]:
    """What was declared with the visits on a page; recorded before it is opened.

    ``beside``: how many declarations are opened with them.
    """
    rows: Sequence[VisitRow] = list(page.object_list)
    record(
        asker.user,
        Action.OPEN_PERSON,
        reason=asker.reason,
        question=f"key:{key.hex}",
        results=len(rows) + beside,
        address=asker.address,
        details={"what": "declared", "page": page.number, **also_named(key)},
    )
    visits = Visit.objects.only("pk", "sealed").in_bulk([row.id for row in rows])
    venues = Venue.objects.select_related("area").in_bulk({row.venue_id for row in rows})
    return [
        Declared(row, venues.get(row.venue_id), _answers(row, visits.get(row.id))) for row in rows
    ]


def _beside(asker: Asker, keys: frozenset[UUID], period: Period) -> list[Declaration]:
    """The person's declarations of the period, still sealed; two queries beside the jurisdiction.

    Of those who share a phone and were parted, the names tell whose a declaration is.
    """
    links = links_now()
    own = links.whole(keys)
    found = declarations_of(links.reach(keys), scope_for(asker.user))
    return [
        each
        for each in found
        if period.holds(each.declared_at, each.declared_at)
        and not own.isdisjoint(links.owns(each.name, each.person_key, each.second_key))
    ]


def _lines(declaration: Declaration) -> list[Line] | None:
    try:
        return declaration_lines(declaration)
    except SealError:
        return None


def _answers(row: VisitRow, visit: Visit | None) -> list[tuple[Any, str]] | None:
    if visit is None:
        return None
    try:
        details = unsealed(visit)
    except SealError:
        return None
    given = {"name": row.name, **details}
    order = [*_LABELS, *(name for name in details if name not in _LABELS)]
    return [(_LABELS.get(name, name), str(given[name])) for name in order if given.get(name)]
