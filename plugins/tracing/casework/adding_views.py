"""Putting people into a case: one person, those whom a person met, those that a run found."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from plugins.tracing import cases, inquiry, services
from plugins.tracing.casework import access
from plugins.tracing.casework.forms import AddForm
from plugins.tracing.casework.members import FURTHEST, NewMember, add_members
from plugins.tracing.casework.views import address_of
from plugins.tracing.errors import NoReason
from plugins.tracing.forms import PeriodForm
from plugins.tracing.models import Case, CaseStatus, Spread
from plugins.tracing.periods import Period
from plugins.tracing.reasons import Asker
from plugins.tracing.spread.seen import contacts_seen
from plugins.tracing.spread.services import record_shown
from plugins.tracing.views import for_officials

ROWS = 200  # people with a box to tick, on a page


@access.for_case_changers
@for_officials
@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put one person into a case; the look-up is recorded."""
    now = inquiry.current(request.session)
    person = services.history(_asker(request, now.reason), key, now.period).person
    if person is None:
        raise Http404
    form = AddForm(request.POST or None, cases=_open(request), initial=_initial(request, None))
    if request.method == "POST" and form.is_valid():
        one = NewMember(person.key, person.name, form.cleaned_data["order"])
        if answer := _put(request, form, [one]):
            return answer
    context = {"form": form, "title": _("Add to a case"), "subtitle": person.name}
    context |= {"back": reverse("tracing_person", args=[key]), "button": _("Add")}
    return render(request, "tracing/casework/ask.html", context)


@access.for_case_changers
@for_officials
@require_http_methods(["GET", "HEAD", "POST"])
def add_contacts(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put those whom a person met into a case (``order=2``: also whom these met)."""
    now = inquiry.current(request.session)
    period = _days(request) or now.period
    asker = _asker(request, now.reason)
    order = 2 if request.GET.get("order") == "2" else 1
    found = services.contacts(asker, key, period, order=order)
    if found.person is None:
        raise Http404
    people = [
        NewMember(
            key=contact.person.key,
            name=contact.person.name,
            order=contact.order,
            minutes=contact.minutes,
            meetings=len(contact.meetings),
            last_met=contact.last,
            met_key=found.person.key if contact.order == 1 else None,
        )
        for contact in found.contacts
    ]
    back = reverse("tracing_person", args=[key])
    return _choose(
        request, people, found.person.key, found.person.name, complete=found.complete, back=back
    )


@access.for_case_changers
@require_http_methods(["GET", "HEAD", "POST"])
def add_spread(request: HttpRequest, spread_pk: UUID) -> HttpResponse:
    """Put those that a run found into a case; only for the account that asked for the run."""
    spread = get_object_or_404(Spread, pk=spread_pk, asked_by=request.user)
    asker = _asker(request, spread.reason)
    try:
        reason, found = contacts_seen(spread, asker)
    except NoReason as fault:
        messages.error(request, fault.message)
        return redirect("tracing_spread", spread_pk)
    rows = found.order_by("order", "-risk", "pk").values_list(
        "key", "name", "order", "minutes", "meetings", "last_met"
    )
    people = [NewMember(*row) for row in rows.iterator(chunk_size=2000)]
    page = Paginator(people, ROWS).get_page(request.GET.get("page"))
    record_shown(spread, asker, reason, (each.key for each in page.object_list))
    back = reverse("tracing_person", args=[spread.key])
    return _choose(
        request, people, spread.key, spread.name, complete=spread.complete, back=back,
        case=spread.case,
    )  # fmt: skip


def _choose(
    request: HttpRequest,
    people: Sequence[NewMember],
    key: UUID,
    name: str,
    *,
    complete: bool,
    back: str,
    case: Case | None = None,
) -> HttpResponse:
    """The list to choose from: all of it, or those ticked on the page shown."""
    page = Paginator(people, ROWS).get_page(request.GET.get("page"))
    form = AddForm(request.POST or None, cases=_open(request), initial=_initial(request, key, case))
    if request.method == "POST" and form.is_valid():
        ticked = set(request.POST.getlist("person"))
        picked = people
        if request.POST.get("which") != "all":
            picked = [each for each in page.object_list if each.key.hex in ticked]
        if not picked:
            form.add_error(None, _("Nobody is ticked."))
        else:
            shifted = _shifted(picked, form.cleaned_data["order"])
            if _wants_f0(form.cleaned_data["case"], key, form.cleaned_data["order"]):
                shifted.append(NewMember(key, name, 0))
            if answer := _put(request, form, shifted):
                return answer
    ticked_before = set(request.POST.getlist("person")) if request.method == "POST" else None
    context = {
        "form": form,
        "name": name,
        "people": [
            (each, ticked_before is None or each.key.hex in ticked_before)
            for each in page.object_list
        ],
        "total": len(people),
        "which": request.POST.get("which", "ticked"),
        "page": page,
        "complete": complete,
        "back": back,
        "rest": _rest(request),
    }
    return render(request, "tracing/casework/add.html", context)


def _put(request: HttpRequest, form: AddForm, people: list[NewMember]) -> HttpResponse | None:
    """Put them in and go to the case; None, with the form saying why, if it cannot be."""
    case = form.cleaned_data["case"]
    try:
        new, known = add_members(case, people, by=request.user)
    except cases.NotPossible as fault:
        form.add_error(None, str(fault))
        return None
    said = ngettext("%(n)s person was added.", "%(n)s persons were added.", new) % {"n": new}
    if known:
        said += " " + ngettext(
            "%(n)s was in the case already.", "%(n)s were in the case already.", known
        ) % {"n": known}
    messages.success(request, said)
    return redirect(address_of(case))


def _shifted(people: Sequence[NewMember], order: int) -> list[NewMember]:
    """Orders as of the case: those met directly become F``order``, theirs one more."""
    return [
        NewMember(
            p.key, p.name, min(p.order - 1 + order, FURTHEST), p.minutes, p.meetings, p.last_met,
            p.met_key,
        )
        for p in people
    ]  # fmt: skip


def _wants_f0(case: Case, key: UUID, order: int) -> bool:
    """Whether the person whom they met is the case's F0, not yet among its persons."""
    return (
        order == 1 and case.person_key in (None, key) and not case.members.filter(order=0).exists()
    )


def _open(request: HttpRequest) -> Any:
    return access.own_cases(request.user).filter(status=CaseStatus.OPEN)


def _initial(request: HttpRequest, key: UUID | None, case: Case | None = None) -> dict[str, Any]:
    """The case most likely meant: the one given, the reason's, the person's own."""
    likely = _open(request)
    found = case or likely.filter(number=inquiry.current(request.session).reason).first()
    if found is None and key is not None:
        found = likely.filter(person_key=key).first()
    order = 1
    if found is not None and key is not None:
        known = found.members.filter(key=key).values_list("order", flat=True).first()
        order = min((known or 0) + 1, FURTHEST)
    return {"case": found, "order": order}


def _days(request: HttpRequest) -> Period | None:
    """The days that the person's page was narrowed to, from the address."""
    form = PeriodForm(request.GET)
    if not {"first", "last"} & set(request.GET) or not form.is_valid():
        return None
    return Period.of_days(form.cleaned_data["first"], form.cleaned_data["last"])


def _rest(request: HttpRequest) -> str:
    """The address' parameters but the page."""
    rest = request.GET.copy()
    rest.pop("page", None)
    return rest.urlencode()


def _asker(request: HttpRequest, reason: str) -> Asker:
    return Asker(request.user, reason, request.META.get("REMOTE_ADDR"))
