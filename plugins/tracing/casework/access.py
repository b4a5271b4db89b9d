"""Who sees which cases and which of their persons; used by every page of a case.

A case is its area's. A person handed to another area is seen by that area's officials too: they
see the case's head and the persons handed to them, nobody else of it.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import permission_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from wagtail.admin import messages

from areas.scope import Scope, scope_for
from plugins.tracing.casework.officials import officials_of
from plugins.tracing.errors import NoReason
from plugins.tracing.models import Case, CaseMember, CaseStatus

SEES = ("tracing.trace_visits", "tracing.view_case")
CHANGES = (*SEES, "tracing.change_case")
MOST_CASES = 20  # of one person, on the person's page
View = Callable[..., HttpResponse]


def for_case_workers(view: View) -> View:
    """For those who may see cases; what is shown is never kept by browsers."""
    return never_cache(permission_required(SEES, raise_exception=True)(_told(view)))


def for_case_changers(view: View) -> View:
    """For those who may work on cases."""
    return never_cache(permission_required(CHANGES, raise_exception=True)(_told(view)))


def _told(view: View) -> View:
    """Where the case is no reason (any more), say so, in the list of cases."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NoReason as fault:
            messages.error(request, fault.message)
            return redirect("tracing_case_modeladmin_index")

    return told


def in_scope(scope: Scope) -> Q:
    """Condition on Case: of these areas, or with a person handed to them."""
    if scope.everything:
        return Q()
    handed = CaseMember.objects.filter(scope.q("area")).values("case")
    return scope.q("area") | Q(pk__in=handed)


def cases_for(user: Any) -> QuerySet[Case]:
    """Cases that the account may see at least a part of."""
    return Case.objects.filter(in_scope(scope_for(user))).select_related("area")


def own_cases(user: Any) -> QuerySet[Case]:
    """Cases of the account's own areas, which it may change."""
    return Case.objects.filter(scope_for(user).q("area")).select_related("area")


def open_case_of(request: HttpRequest, pk: int) -> Case:
    """The account's own case; 404 if it is not its own."""
    return get_object_or_404(own_cases(request.user), pk=pk)


def members_for(user: Any) -> QuerySet[CaseMember]:
    """Persons of cases that the account may see."""
    scope = scope_for(user)
    if scope.everything:
        return CaseMember.objects.all()
    return CaseMember.objects.filter(scope.q("case__area") | scope.q("area"))


def places_in_cases(user: Any, keys: Iterable[UUID]) -> list[CaseMember]:
    """As what the person with these keys stands in cases that the account may see; one query.

    Open cases first, then the latest; at most MOST_CASES.
    """
    if not user.has_perms(SEES):
        return []
    members = members_for(user).filter(key__in=list(keys)).select_related("case", "case__area")
    members = members.annotate(closed=Q(case__status=CaseStatus.CLOSED))
    return list(members.order_by("closed", "-case__opened_at")[:MOST_CASES])


def member_of(request: HttpRequest, pk: int, member_pk: int) -> CaseMember:
    """A person of a case with all that its page shows, or 404."""
    found = (
        members_for(request.user)
        .filter(case_id=pk, pk=member_pk)
        .select_related("case__area", "area", "assigned_to")
        .first()
    )
    if found is None:
        raise Http404
    return found


def officials_for(user: Any, case: Case) -> dict[str, Any]:
    """Whom the account may put in charge of several persons at once, by key as text.

    Itself, and for a case of its own areas the officials of the case's area.
    """
    found = {str(user.pk): user}
    if own_cases(user).filter(pk=case.pk).exists():
        found |= {str(official.pk): official for official in officials_of(case.area)}
    return found
