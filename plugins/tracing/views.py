"""Pages of the admin for tracing officials.

No address holds what was typed: a search is posted, kept sealed in the session and shown under a
token; people have their blind keys.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from areas.scope import scope_for
from plugins.tracing import facets, inquiry, places_offered, services, shown, spots
from plugins.tracing.apps import TracingConfig
from plugins.tracing.casework.access import places_in_cases
from plugins.tracing.errors import NoReason
from plugins.tracing.forms import PeriodForm, ReasonForm, SearchForm
from plugins.tracing.handover import services as handover
from plugins.tracing.inquiry import Inquiry
from plugins.tracing.links.shown import in_force
from plugins.tracing.models import Case, CaseStatus
from plugins.tracing.periods import Period
from plugins.tracing.questions import parse_question
from plugins.tracing.reasons import Asker

CASES_OFFERED = 50
VISITS_COMPARED = 1000  # of a person, with others', when the page is shown
View = Callable[..., HttpResponse]


def for_officials(view: View) -> View:
    """Only for those who may trace; never kept by browsers; without a good reason, ask for one."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NoReason as fault:
            if inquiry.current(request.session).reason:
                messages.error(request, fault.message)
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('tracing_reason')}?{query}")

    return never_cache(permission_required(services.PERMISSION, raise_exception=True)(guarded))


@for_officials
@sensitive_post_parameters("question")
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """The one box."""
    now = inquiry.current(request.session)
    initial = {"reason": now.reason, "first": now.first, "last": now.last}
    form = SearchForm(request.POST or None, initial=initial, scope=scope_for(request.user))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        inquiry.keep(request.session, Inquiry(given["reason"], given["first"], given["last"]))
        return redirect("tracing_found", inquiry.keep_question(request.session, given["question"]))
    return render(request, "tracing/search.html", {"form": form, "cases": _cases(request)})


@for_officials
@require_http_methods(["GET", "HEAD", "POST"])
def reason(request: HttpRequest) -> HttpResponse:
    """Give or change the reason, then go on where it was missing."""
    now = inquiry.current(request.session)
    goal = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(goal, None, request.is_secure()):
        goal = reverse("tracing_search")
    form = ReasonForm(
        request.POST or None, initial={"reason": now.reason}, scope=scope_for(request.user)
    )
    if request.method == "POST" and form.is_valid():
        changed = Inquiry(form.cleaned_data["reason"], now.first, now.last)
        inquiry.keep(request.session, changed)
        return redirect(goal)
    context = {"form": form, "cases": _cases(request), "goal": goal}
    return render(request, "tracing/reason.html", context)


@for_officials
@require_safe
def found(request: HttpRequest, token: str) -> HttpResponse:
    """The people found, a page at a time; every page is a look-up of its own."""
    text = inquiry.question(request.session, token)
    if text is None:
        messages.info(request, _("This search is no longer kept. Search again."))
        return redirect("tracing_search")
    now, question = inquiry.current(request.session), parse_question(text)
    per_page = int(TracingConfig.setting("people_per_page"))
    number = _number(request.GET.get("page"))
    narrow = facets.parse(request.GET)
    venue = places_offered.venue_in(request.user, narrow.venue)
    narrow = replace(narrow, venue=venue.pk if venue else None)
    this = f"{token}?{facets.query(narrow)}&{_days_query(now.period, now)}"
    answer = services.search(
        _asker(request, now),
        question,
        now.period,
        page=number,
        per_page=per_page,
        narrow=narrow,
        facets=facets.FACETS,
        spot=spots.find(request.session, this, number),
    )
    if answer.elsewhere:  # the person's page says where, and offers to ask for a hand-over
        return redirect("tracing_person", answer.elsewhere)
    if answer.next_spot:
        spots.keep(request.session, this, answer.page + 1, answer.next_spot)
    offered = [] if venue else places_offered.offers(request.user, question, answer, narrow, now)
    if goal := places_offered.straight_to(offered, question, answer):
        return HttpResponseRedirect(goal)
    context = {
        "text": text,
        "inquiry": now,
        "places": offered,
        "answer": answer,
        "people": shown.people(answer.people),
        "page": _FoundPage(answer, per_page),
        "facets": facets.groups(answer.counts, narrow, venue),
        "narrowed": facets.query(narrow),
    }
    return render(request, "tracing/found.html", context)


class _FoundPage:
    """Where a page of people stands; how many pages there are is known when all have been."""

    def __init__(self, answer: services.People, per_page: int) -> None:
        self.number, self.open = answer.page, not answer.complete
        pages = -(-answer.total // per_page)
        self.pages = max(pages, answer.page)
        self.has_previous = answer.page > 1
        self.previous_page_number, self.next_page_number = answer.page - 1, answer.page + 1
        self.has_next = bool(answer.next_spot) or (not answer.beyond and answer.page < pages)
        self.has_other_pages = self.has_previous or self.has_next


@for_officials
@require_safe
def person(request: HttpRequest, key: UUID) -> HttpResponse:
    """A person: history to look at and to read, and contacts (``order=2``: further ones too)."""
    now = inquiry.current(request.session)
    form = PeriodForm(request.GET if {"first", "last"} & set(request.GET) else None)
    if form.is_bound and form.is_valid():
        now = Inquiry(now.reason, form.cleaned_data["first"], form.cleaned_data["last"])
    elif not form.is_bound:
        form = PeriodForm(initial={"first": now.first, "last": now.last})
    asker, order = _asker(request, now), 2 if request.GET.get("order") == "2" else 1
    history = services.history(asker, key, now.period)
    context: dict[str, Any] = {
        "inquiry": now,
        "form": form,
        "history": history,
        "person": history.person,
        "order": order,
        "query": _days_query(now.period, now),
        "elsewhere": handover.elsewhere(request.user, history.keys(key), history.elsewhere),
        "elsewhere_total": sum(history.elsewhere.values()),
        "elsewhere_key": key,
    }
    if history.person is not None:
        visits = history.person.visits
        newest = replace(history.person, visits=visits[:VISITS_COMPARED])
        met = services.contacts(asker, key, now.period, order=order, known=newest)
        by_order = {n: [c for c in met.contacts if c.order == n] for n in (1, 2)}
        context |= {
            "contacts": met,
            "compared": VISITS_COMPARED if len(visits) > VISITS_COMPARED else 0,
            "first_order": shown.contacts(by_order[1], _number(request.GET.get("contacts"))),
            "second_order": shown.contacts(by_order[2], _number(request.GET.get("further"))),
            "readable": shown.readable([history.person])[history.person.key],
            "visits": shown.visits(history.person, _number(request.GET.get("visits"))),
            "days": shown.days(history.person),
            "days_cut": shown.days_cut(history.person),
            "decisions": in_force(history.person),
            "in_cases": places_in_cases(request.user, history.person.keys),
            "may_open_books": request.user.has_perm("declarations.view_logbook"),
            "may_open_case": request.user.has_perm("tracing.add_case"),
        }
    return render(request, "tracing/person.html", context)


def _asker(request: HttpRequest, now: Inquiry) -> Asker:
    return Asker(request.user, now.reason, request.META.get("REMOTE_ADDR"))


def _cases(request: HttpRequest) -> Any:
    """Numbers of open cases to choose from; one query."""
    return Case.objects.filter(scope_for(request.user).q("area"), status=CaseStatus.OPEN)[
        :CASES_OFFERED
    ]


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else 1


def _days_query(period: Period, now: Inquiry) -> str:
    """What keeps the days in links within the page."""
    if period.is_open:
        return ""
    return urlencode({"first": now.first or "", "last": now.last or ""})
