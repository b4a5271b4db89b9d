"""From the address of a request to what an export is asked about.

No address holds what was typed: people are blind keys, searches the tokens of the session.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from areas.scope import scope_for
from plugins.tracing import facets, inquiry
from plugins.tracing.casework import access
from plugins.tracing.casework.views import chosen
from plugins.tracing.exports.kinds import Kind
from plugins.tracing.forms import PeriodForm, PlaceForm
from plugins.tracing.models import CaseStatus, Spread
from plugins.tracing.periods import Period
from portal.text import as_pk


@dataclass(frozen=True, slots=True)
class Asked:
    """``question`` as services.ask takes it; ``what`` in words; ``back``: where it was asked.

    ``reason`` where the thing asked about is one: the number of the case.
    """

    question: dict[str, Any]
    what: str
    back: str
    reason: str = ""


def asked_in(request: HttpRequest, kind: Kind) -> Asked:
    """What this request asks an export of. Raises Http404 if that cannot be."""
    return _READERS[kind](request)


def _of_person(request: HttpRequest) -> Asked:
    try:
        key = UUID(request.GET.get("key", ""))
    except ValueError:
        raise Http404 from None
    address = reverse("tracing_person", args=[key])
    days, query = _days(request)
    return Asked({"key": key.hex, **days}, _("the person whose page you had open"), address + query)


def _of_search(request: HttpRequest) -> Asked:
    token = request.GET.get("token", "")
    text = inquiry.question(request.session, token)
    if text is None:
        raise Http404
    days, _query = _days(request)
    narrowed = facets.query(facets.parse(request.GET))
    back = reverse("tracing_found", args=[token]) + (f"?{narrowed}" if narrowed else "")
    what = _("the search for “%(text)s”") % {"text": text}
    if narrowed:
        what = _("%(what)s, narrowed as on the page") % {"what": what}
    return Asked({"text": text, "narrow": narrowed, **days}, what, back)


def _of_case(request: HttpRequest) -> Asked:
    case = access.cases_for(request.user).filter(pk=as_pk(request.GET.get("case")) or 0).first()
    if case is None or case.status != CaseStatus.OPEN:
        raise Http404
    question = {"case": case.pk, "filters": chosen(request)}
    back = reverse("tracing_case", args=[case.pk])
    return Asked(question, f"{case.number} {case.title}".strip(), back, reason=case.number)


def _of_spread(request: HttpRequest) -> Asked:
    try:
        key = UUID(request.GET.get("spread", ""))
    except ValueError:
        raise Http404 from None
    spread = get_object_or_404(Spread, pk=key, asked_by=request.user)
    back = reverse("tracing_spread", args=[spread.pk])
    return Asked({"spread": spread.pk.hex}, spread.name, back)


def _of_place(request: HttpRequest) -> Asked:
    form = PlaceForm(request.GET, scope=scope_for(request.user))
    if not form.is_valid():
        raise Http404
    period, venue = form.cleaned_data["period"], form.cleaned_data["venue"]
    shown = [date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") for at in _ends(period)]
    start, end = (at.isoformat() for at in _ends(period))
    return Asked(
        {"venue": venue.pk, "start": start, "end": end},
        f"{venue.label}, {shown[0]} – {shown[1]}",
        f"{reverse('tracing_visitors')}?{request.GET.urlencode()}",
    )


def _ends(period: Period) -> tuple[datetime, datetime]:
    """Of a period that is open at no side."""
    if period.start is None or period.end is None:
        raise Http404
    return period.start, period.end


def _days(request: HttpRequest) -> tuple[dict[str, Any], str]:
    """Days of the address, or of the inquiry where it has none; and as an address has them."""
    given = {name: request.GET[name] for name in ("first", "last") if name in request.GET}
    if not given:
        now = inquiry.current(request.session)
        first, last = now.first, now.last
    else:
        form = PeriodForm(given)
        if not form.is_valid():
            raise Http404
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    days = {"first": first and first.isoformat(), "last": last and last.isoformat()}
    return days, f"?{urlencode(given)}" if given else ""


_READERS = {
    Kind.VISITS: _of_person,
    Kind.CONTACTS: _of_person,
    Kind.PEOPLE: _of_search,
    Kind.CASE: _of_case,
    Kind.SPREAD: _of_spread,
    Kind.PLACE: _of_place,
}
