"""The page of a case, and what is done to the case as a whole."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from areas.scope import EVERYTHING
from plugins.qr_venues.choosing import AreaFinder
from plugins.tracing import cases, inquiry
from plugins.tracing.casework import access
from plugins.tracing.casework.changes import Stale, note_event
from plugins.tracing.casework.forgetting import has_forgotten
from plugins.tracing.casework.forms import HandForm, NoteForm
from plugins.tracing.casework.members import WAITING, counts, narrowed
from plugins.tracing.casework.messages import shown_name, told
from plugins.tracing.casework.models import MemberState
from plugins.tracing.casework.phones import phones_of, record_opening, record_tasks
from plugins.tracing.casework.working import done
from plugins.tracing.inquiry import Inquiry
from plugins.tracing.models import Case, CaseMember, CaseStatus
from portal.text import as_pk

PER_PAGE = 50
MOST_CALLS = 300  # on one printed list
EVENTS = 20
WHO = ("mine", "nobody")


@access.for_case_workers
@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """A case: its persons with filters, what is to do, notes and history."""
    case = get_object_or_404(
        access.cases_for(request.user).select_related("opened_by", "area"), pk=pk
    )
    own = access.own_cases(request.user).filter(pk=pk).exists()
    everyone = access.members_for(request.user).filter(case=case)
    page = Paginator(filtered(everyone, request), PER_PAGE).get_page(request.GET.get("page"))
    members = list(page.object_list)
    phones = {}
    with_phones = "phones" in request.GET and case.status == CaseStatus.OPEN
    if with_phones:
        phones = phones_of(CaseMember.objects.filter(pk__in=[member.pk for member in members]))
    what = "phones" if with_phones else "case"
    record_opening(case, members, by=request.user, address=_address(request), what=what)
    events = case.events.select_related("by", "member", "place__venue")
    if not own:
        events = events.filter(member__in=everyone)
    history = Paginator(events, EVENTS).get_page(request.GET.get("events"))
    context = {
        "case": case,
        "own": own,
        "counts": counts(everyone),
        "lines": [(member, phones.get(member.key)) for member in members],
        "page": page,
        "with_phones": with_phones,
        "states": MemberState,
        "chosen": chosen(request),
        "query": urlencode(chosen(request)),
        "history": history,
        "told": told(list(history.object_list)),
        "follows": access.own_cases(request.user).filter(pk=case.follows_id or 0).first(),
        "followed_by": access.own_cases(request.user).filter(follows=case) if own else [],
        "merged": cases.merged_into(case) if case.status == CaseStatus.CLOSED else None,
        "forgotten": has_forgotten(case) if case.status == CaseStatus.CLOSED else None,
        "same": own and Case.objects.filter(cases.same_person(case)).exists(),
        "places": case.places.select_related("venue").order_by("-changed_at")[:5] if own else [],
        "note_form": NoteForm(),
        "may_change": request.user.has_perms(access.CHANGES),
        "officials": [
            (key, shown_name(official))
            for key, official in access.officials_for(request.user, case).items()
        ],
    }
    return render(request, "tracing/casework/case.html", context)


@access.for_case_workers
@require_safe
def calls(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom to call, to print: with phones, recorded with everyone on it."""
    case = get_object_or_404(access.cases_for(request.user), pk=pk)
    if case.status != CaseStatus.OPEN:  # no reason to look anybody up
        messages.error(request, _("Case %(number)s is closed.") % {"number": case})
        return redirect(address_of(case))
    to_call = access.members_for(request.user).filter(case=case, state__in=WAITING)
    people = filtered(to_call, request)
    members = list(people[:MOST_CALLS])
    phones = phones_of(CaseMember.objects.filter(pk__in=[member.pk for member in members]))
    record_opening(case, members, by=request.user, address=_address(request), what="calls")
    context = {
        "case": case,
        "lines": [(member, phones.get(member.key)) for member in members],
        "more": max(0, people.count() - MOST_CALLS),
        "query": urlencode(chosen(request)),
    }
    return render(request, "tracing/casework/calls.html", context)


@access.for_case_workers
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """Whom to call in all open cases: those that the account is in charge of, or nobody is."""
    nobody = request.GET.get("who") == "nobody"
    waiting = access.members_for(request.user).filter(
        case__status=CaseStatus.OPEN,
        state__in=WAITING,
        assigned_to=None if nobody else request.user.pk,
    )
    waiting = waiting.select_related("case", "area").order_by("order", "-minutes", "pk")
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    members = list(page.object_list)
    record_tasks(members, by=request.user, address=_address(request))
    query = urlencode({"who": "nobody"}) if nobody else ""
    context = {"members": members, "page": page, "nobody": nobody, "query": query}
    return render(request, "tracing/casework/tasks.html", context)


@access.for_case_changers
@sensitive_post_parameters("note")
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a note to a case."""
    case = access.open_case_of(request, pk)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note_event(case, "note", by=request.user, note=form.cleaned_data["note"])
        messages.success(request, _("The note was added."))
        return redirect(address_of(case))
    context = {"case": case, "form": form, "title": _("Add a note"), "button": _("Add the note")}
    return render(request, "tracing/casework/ask.html", context)


@access.for_case_changers
@require_POST
def status(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a case or open it again."""
    case = access.open_case_of(request, pk)
    wanted = CaseStatus.CLOSED if request.POST.get("to") == "closed" else CaseStatus.OPEN
    try:
        cases.set_status(
            case, wanted, by=request.user, version=as_pk(request.POST.get("version")) or 0
        )
    except Stale:
        messages.error(request, _("Somebody else changed this case. Look at it again first."))
    except cases.NotPossible as fault:
        messages.error(request, fault.message)
    else:
        messages.success(request, f"{case.number}: {case.get_status_display()}")
    return redirect(address_of(case))


@access.for_case_changers
@sensitive_post_parameters("note")
@require_http_methods(["GET", "HEAD", "POST"])
def hand(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the whole case to another area's officials."""
    case = access.open_case_of(request, pk)
    form = HandForm(
        request.POST or None,
        address=reverse("tracing_find_areas"),
        initial={"version": case.version},
    )
    context: dict[str, Any] = {"case": case, "form": form, "title": _("Hand over the case")}
    if request.method == "POST" and form.is_valid():

        def hand_over() -> str:
            cases.hand_over(case, by=request.user, **form.cleaned_data)
            said = _("Case %(number)s was handed to %(area)s.")
            return said % {"number": case, "area": form.cleaned_data["area"]}

        context["stale"] = done(request, form, hand_over, lambda: Case.objects.get(pk=pk))
        if context["stale"] is None:
            return redirect("tracing_case_modeladmin_index")
    explained = _(
        "The officials of that area go on with the case and all its persons. You see it no "
        "longer, unless that area is yours too."
    )
    context |= {"explained": explained, "button": _("Hand over")}
    return render(request, "tracing/casework/ask.html", context)


@access.for_case_changers
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Put another case of the same person into this one."""
    case = access.open_case_of(request, pk)
    others = access.own_cases(request.user).filter(cases.same_person(case))
    others = others.filter(status=CaseStatus.OPEN)
    if request.method == "POST":
        other = others.filter(pk=as_pk(request.POST.get("other")) or 0).first()
        try:
            if other is None:
                messages.error(request, _("Choose the case to merge."))
                return redirect("tracing_merge_case", pk)
            version = as_pk(request.POST.get("version")) or 0
            cases.merge(case, other, by=request.user, version=version)
        except Stale:
            messages.error(request, _("Somebody else changed this case. Look at it again first."))
        else:
            said = _("Case %(other)s was merged into %(case)s and is closed.")
            messages.success(request, said % {"other": other, "case": case})
        return redirect(address_of(case))
    return render(request, "tracing/casework/merge.html", {"case": case, "others": others})


@access.for_case_workers
@require_safe
def trace(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on to the F0's history, the case being the reason and its days the days."""
    case = access.open_case_of(request, pk)
    if case.person_key is None or case.status != CaseStatus.OPEN:
        raise Http404
    inquiry.keep(request.session, Inquiry(case.number, case.infectious_from, case.infectious_to))
    return redirect("tracing_person", case.person_key)


@access.for_case_workers
@require_safe
def find_areas(request: HttpRequest) -> HttpResponse:
    """Areas of the whole country that a hand-over may go to: [{"pk", "label"}]."""
    options = AreaFinder(EVERYTHING).search(request.GET.get("q", ""))
    return JsonResponse([{"pk": o.pk, "label": o.label} for o in options], safe=False)


def address_of(case: Case) -> str:
    """The page of a case."""
    return reverse("tracing_case", args=[case.pk])


def chosen(request: HttpRequest) -> dict[str, str]:
    """The filters of the address that mean something: who, state, order, result."""
    given = {name: request.GET.get(name, "") for name in ("who", "state", "order", "positive")}
    if given["who"] not in WHO:
        given["who"] = ""
    if given["state"] not in MemberState.values and given["state"] != "waiting":
        given["state"] = ""
    if given["order"] not in tuple("01234"):
        given["order"] = ""
    return {name: value for name, value in given.items() if value}


def filtered(members: QuerySet[CaseMember], request: HttpRequest) -> QuerySet[CaseMember]:
    """Persons by the address' filters, with what a line shows."""
    return narrowed(members, chosen(request), request.user)


def _address(request: HttpRequest) -> str | None:
    return request.META.get("REMOTE_ADDR")
