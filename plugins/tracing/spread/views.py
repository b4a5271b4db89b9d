"""Pages of a run: asking for it, watching it, cancelling it. Only for the account that asked."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from plugins.qr_venues.models import VenueCategory
from plugins.tracing import inquiry, services
from plugins.tracing.errors import BadQuestion, NoReason
from plugins.tracing.reasons import Asker
from plugins.tracing.spread import services as runs
from plugins.tracing.spread.forms import SpreadForm
from plugins.tracing.spread.models import Spread, SpreadContact
from plugins.tracing.spread.seen import contacts_seen
from plugins.tracing.views import for_officials

ROWS = 100  # people on a page
RUNS = 20  # earlier ones that are listed
QUIET = timedelta(minutes=2)  # without a sign of life


@for_officials
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, key: UUID) -> HttpResponse:
    """Choose the limits, and start; opening the person is recorded as ever."""
    now = inquiry.current(request.session)
    asker = Asker(request.user, now.reason, request.META.get("REMOTE_ADDR"))
    form = SpreadForm(request.POST or None, initial={"first": now.first, "last": now.last})
    history = services.history(asker, key, now.period)
    if request.method == "POST" and form.is_valid() and history.person is not None:
        try:
            run = runs.start(asker, key, history.person.name, form.limits())
        except BadQuestion as fault:
            form.add_error(None, str(fault))
        else:
            return redirect("tracing_spread", run.pk)
    context = {
        "form": form,
        "key": key,
        "person": history.person,
        "history": history,
        "inquiry": now,
        "earlier": runs.runs_of(request.user)[:RUNS],
    }
    return render(request, "tracing/spread/ask.html", context)


@for_officials
@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A run: how far it is, and whom it has found, by order."""
    run = _own(request, pk)
    going = run.state in runs.GOING
    kinds = VenueCategory.objects.filter(pk__in=run.categories)
    asker = Asker(request.user, run.reason, request.META.get("REMOTE_ADDR"))
    try:
        reason, contacts = contacts_seen(run, asker)
    except NoReason as fault:
        messages.error(request, fault.message)
        reason, contacts = None, run.contacts.none()
    page = Paginator(contacts, ROWS).get_page(request.GET.get("page"))
    if reason and not going:  # whom it finds is on record when it ends
        runs.record_shown(run, asker, reason, (contact.key for contact in page.object_list))
    context: dict[str, Any] = {
        "run": run,
        "going": going,
        "quiet": going and (run.heartbeat_at or run.asked_at) < timezone.now() - QUIET,
        "kinds": ", ".join(map(str, kinds)),
        "page": page,
        "counts": _counts(run, contacts),
    }
    return render(request, "tracing/spread/run.html", context)


@for_officials
@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End it; what was found stays."""
    if runs.cancel(_own(request, pk)):
        messages.success(request, _("Cancelled. What was found so far stays."))
    return redirect("tracing_spread", pk)


def _own(request: HttpRequest, pk: UUID) -> Spread:
    return get_object_or_404(runs.runs_of(request.user).select_related("case"), pk=pk)


def _counts(run: Spread, contacts: QuerySet[SpreadContact]) -> list[tuple[int, int]]:
    """People of each order so far; one query."""
    counts: dict[int, int] = dict.fromkeys(range(1, max(run.order_now, 1) + 1), 0)
    found = contacts.order_by().values_list("order").annotate(people=Count("pk"))
    counts |= dict(found)
    return sorted(counts.items())
