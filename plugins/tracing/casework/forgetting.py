"""Closed cases forget their persons with the visits; the case itself stays, with counts only.

What stays: number, title, area, days, who opened, handed over and closed it and when, which case
it followed or went into, and how many persons and places it had (an event, FORGOTTEN).
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from plugins.tracing.casework.changes import note_event
from plugins.tracing.casework.models import CaseEvent, CaseMember, CasePlace, TestResult
from plugins.tracing.models import Case, CaseStatus

FORGOTTEN = "forgotten"  # what the event is called
_CLOSING = ("closed", "merged_away")


def cases_over(until: datetime) -> QuerySet[Case]:
    """Cases that were closed before and still hold something about persons."""
    of_case = {"case": OuterRef("pk")}
    closings = CaseEvent.objects.filter(what__in=_CLOSING, **of_case).order_by("-pk")
    closed = Case.objects.filter(status=CaseStatus.CLOSED).annotate(
        closed_at=Coalesce(Subquery(closings.values("at")[:1]), F("opened_at"))
    )
    holds = (
        Q(person_key__isnull=False)
        | ~Q(notes="")
        | Exists(CaseMember.objects.filter(**of_case))
        | Exists(CasePlace.objects.filter(**of_case))
        | Exists(CaseEvent.objects.filter(sealed__isnull=False, **of_case))
    )
    return closed.filter(holds, closed_at__lt=until)


def forget_cases(until: datetime) -> int:
    """Have the cases of ``cases_over`` forget; how many they were."""
    return sum(_forget(pk, until) for pk in list(cases_over(until).values_list("pk", flat=True)))


def has_forgotten(case: Case) -> CaseEvent | None:
    """The event that says when, and how many persons there had been; one query."""
    return case.events.filter(what=FORGOTTEN).last()  # the oldest one


@transaction.atomic
def _forget(pk: int, until: datetime) -> bool:
    """One case; False if somebody opened it again meanwhile."""
    case = Case.objects.select_for_update().filter(pk=pk, status=CaseStatus.CLOSED).first()
    if case is None or not cases_over(until).filter(pk=pk).exists():
        return False
    counts = case.members.aggregate(
        persons=Count("pk"), positive=Count("pk", filter=Q(result=TestResult.POSITIVE))
    )
    counts["places"] = case.places.count()
    case.events.filter(Q(what="note") | Q(member__isnull=False) | Q(place__isnull=False)).delete()
    case.events.update(sealed=None)
    case.members.all().delete()
    case.places.all().delete()
    case.person_key, case.notes = None, ""
    case.version += 1
    case.save(update_fields=["person_key", "notes", "version"])
    note_event(case, FORGOTTEN, by=None, details=counts)
    return True
