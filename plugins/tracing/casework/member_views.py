"""The page of one person of a case."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from plugins.tracing import cases
from plugins.tracing.casework import access
from plugins.tracing.casework.changes import Stale
from plugins.tracing.casework.forms import HandForm, MemberForm
from plugins.tracing.casework.members import change_member, hand_member, put_in_charge
from plugins.tracing.casework.messages import told
from plugins.tracing.casework.phones import phones_of, record_person
from plugins.tracing.casework.views import address_of
from plugins.tracing.casework.working import done, saved
from plugins.tracing.models import CaseMember, CaseStatus
from portal.text import as_pk

MOST_TICKED = 100  # twice what a page shows


@access.for_case_workers
@sensitive_post_parameters("note")
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    """Whom to call and what came of it; opening the page is recorded, as it shows the phone."""
    member = access.member_of(request, pk, member_pk)
    may_change = request.user.has_perms(access.CHANGES)
    posted = request.method == "POST" and may_change
    form = MemberForm(request.POST if posted else None, member=member)
    stale = None
    if posted and form.is_valid():
        stale = done(
            request,
            form,
            lambda: saved(change_member(member, by=request.user, **form.cleaned_data)),
            lambda: access.member_of(request, pk, member_pk),
        )
        if stale is None:
            return redirect(member_address(member))
        member = access.member_of(request, pk, member_pk)
    record_person(member, by=request.user, address=request.META.get("REMOTE_ADDR"))
    case = member.case
    phones = {}
    if case.status == CaseStatus.OPEN:  # a closed case is no reason to look anybody up
        phones = phones_of(CaseMember.objects.filter(pk=member.pk))
    context = {
        "case": case,
        "member": member,
        "form": form,
        "stale": stale,
        "readable": phones.get(member.key),
        "through": _through(request, member),
        "followed": case.followed_by.filter(person_key=member.key).first(),
        "told": told(list(member.events.select_related("by")[:50])),
        "own": access.own_cases(request.user).filter(pk=case.pk).exists(),
        "may_change": may_change,
        "may_open_case": request.user.has_perm("tracing.add_case"),
    }
    return render(request, "tracing/casework/member.html", context)


@access.for_case_changers
@sensitive_post_parameters("note")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_person(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    """Hand a person to the officials of another area."""
    member = access.member_of(request, pk, member_pk)
    form = HandForm(
        request.POST or None,
        address=reverse("tracing_find_areas"),
        initial={"version": member.version},
    )
    context: dict[str, Any] = {
        "case": member.case,
        "form": form,
        "title": _("Hand over %(name)s") % {"name": member.name},
        "explained": _("The officials of that area see this person and go on from here."),
        "button": _("Hand over"),
        "back": member_address(member),
    }
    if request.method == "POST" and form.is_valid():

        def hand() -> str:
            hand_member(member, by=request.user, **form.cleaned_data)
            said = _("%(name)s was handed to %(area)s.")
            return said % {"name": member.name, "area": form.cleaned_data["area"]}

        context["stale"] = done(request, form, hand, lambda: CaseMember.objects.get(pk=member_pk))
        if context["stale"] is None:
            if not access.cases_for(request.user).filter(pk=pk).exists():  # was the last one
                return redirect("tracing_case_modeladmin_index")
            return redirect(address_of(member.case))
    return render(request, "tracing/casework/ask.html", context)


@access.for_case_changers
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an official in charge of the persons ticked on the page of a case."""
    case = get_object_or_404(access.cases_for(request.user), pk=pk)
    versions = _ticked(request.POST.getlist("person"))
    members = access.members_for(request.user).filter(case=case, pk__in=versions)
    official = access.officials_for(request.user, case).get(request.POST.get("official", ""))
    if not versions or official is None:
        messages.error(request, _("Tick the persons and choose who is in charge."))
        return redirect(address_of(case))
    done, stale = put_in_charge(members.select_related("case"), versions, official, by=request.user)
    said = ngettext("%(n)s person has a new official.", "%(n)s persons have a new official.", done)
    messages.success(request, said % {"n": done})
    if stale:
        names = ", ".join(member.name for member in stale)
        said = _("Somebody else changed these meanwhile, and they stay as they are: %(names)s.")
        messages.warning(request, said % {"names": names})
    return redirect(address_of(case))


@access.for_case_changers
@require_POST
def positive(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    """The person tested positive: F0 of a new case, at the touch of a button."""
    member = access.member_of(request, pk, member_pk)
    if not request.user.has_perm("tracing.add_case"):
        messages.error(request, _("This account may not open cases."))
        return redirect(member_address(member))
    version = as_pk(request.POST.get("version")) or 0
    try:
        case = cases.follow(member, by=request.user, version=version)
    except Stale:
        messages.error(request, _("Somebody else changed this person. Look again first."))
        return redirect(member_address(member))
    except cases.NotPossible as fault:
        messages.error(request, fault.message)
        return redirect(member_address(member))
    said = _("Case %(number)s is open. Put its infectious days right.") % {"number": case}
    messages.success(request, said)
    return redirect(address_of(case))


def _through(request: HttpRequest, member: CaseMember) -> CaseMember | None:
    """Whom the person met of the case, if the account may see that one too."""
    if member.met_key is None:
        return None
    seen = access.members_for(request.user).filter(case=member.case_id, key=member.met_key)
    return seen.first()


def member_address(member: CaseMember) -> str:
    """The page of a person of a case."""
    return reverse("tracing_case_member", args=[member.case_id, member.pk])


def _ticked(values: list[str]) -> dict[int, int]:
    """Version by key from "key-version"; what cannot be one is left out."""
    pairs = [value.partition("-") for value in values[:MOST_TICKED]]
    read = [(as_pk(key), as_pk(version)) for key, _dash, version in pairs]
    return {key: version for key, version in read if key and version}
