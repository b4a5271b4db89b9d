"""From the address of a request to what an export is asked about.

No address holds what was typed: people are blind keys, searches the tokens of the session.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from plugins.tracing import inquiry
from plugins.tracing.exports.kinds import Kind
from plugins.tracing.forms import PeriodForm


@dataclass(frozen=True, slots=True)
class Asked:
    """``question`` as services.ask takes it; ``what`` in words; ``back``: where it was asked."""

    question: dict[str, Any]
    what: str
    back: str


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


_READERS = {Kind.VISITS: _of_person, Kind.CONTACTS: _of_person}
