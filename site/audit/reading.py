"""Reading the record: who may, which entries, and what they are called."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from areas.scope import scope_for
from audit.keys import PART
from audit.models import Action, AuditEntry
from audit.patterns import Finding, Limits, LookUp, Rule, find

PERMISSION = "audit.view_auditentry"
MOST_ENTRIES = 300_000  # that one search for patterns reads
KINDS = {
    "key": _("Person"),
    "name": _("Name"),
    "case": _("Case"),
    "venue": _("Venue"),
    "places": _("Places at risk"),  # "places:case:HD-7", "places:venue:K7M2XP", "places:open"
    "cases": _("Calls to make"),  # "cases:tasks"
    "curve": _("Epidemic curve"),  # "curve:opened", "curve:positive"
}
ALL_OF_A_KIND = ("open", "tasks", "opened", "positive")
RULES = {
    Rule.SAME_PERSON: _("One account looks up the same person on %(n)s days or more"),
    Rule.NO_CASE: _("One account looks up %(n)s people or more in a day without a case"),
    Rule.NIGHT: _("One account makes %(n)s look-ups or more between %(from)s and %(to)s o'clock"),
    Rule.EXPORTED: _("One account takes out %(n)s rows or more in a day"),
    Rule.ONE_BY_MANY: _("%(n)s accounts or more look up the same person without a case"),
    Rule.PHONES: _(
        "One account has %(n)s phones or more shown in a day, in cases or on call lists"
    ),
}
OPENED = ("phones", "calls")  # ``what`` of an entry that phones were shown of several people
MARK = 6  # letters of a blind question that are shown, enough to tell two apart on a page


def may_read(user: Any) -> bool:
    """The record covers all areas, so that it is for those who are responsible for all."""
    return bool(user.is_active and user.has_perm(PERMISSION) and scope_for(user).everything)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries; empty values do not filter. ``same``: the question of that entry."""

    account: str = ""
    action: str = ""
    first: date | None = None
    last: date | None = None
    case: str = ""  # "with", "without"
    text: str = ""
    same: int | None = None

    def entries(self) -> QuerySet[AuditEntry]:
        """Newest first; one query more for ``same``."""
        rows = AuditEntry.objects.all()
        if self.account:
            rows = rows.filter(account_name__icontains=self.account)
        if self.action:
            rows = rows.filter(action=self.action)
        if self.first:
            rows = rows.filter(at__gte=_midnight(self.first))
        if self.last:
            rows = rows.filter(at__lt=_midnight(self.last + timedelta(days=1)))
        if self.case:
            with_case = Q(details__has_key="case")
            rows = rows.filter(with_case if self.case == "with" else ~with_case)
        if self.text:
            rows = rows.filter(reason__icontains=self.text)
        if self.same:
            asked = AuditEntry.objects.filter(pk=self.same).exclude(question="").first()
            rows = rows.filter(question=asked.question) if asked else rows.none()
        return rows


def question_shown(entry: AuditEntry) -> tuple[Any, str]:
    """What kind of question it was, and a mark that is the same for the same question."""
    kind, colon, rest = entry.question.partition(":")
    if not colon or kind not in KINDS:
        return "", entry.question
    if kind in ("key", "name"):
        return KINDS[kind], rest[:MARK]
    return KINDS[kind], "" if rest in ALL_OF_A_KIND else rest.rpartition(":")[2]


def limits() -> Limits:
    """From which numbers on something is unusual here."""
    return Limits(**settings.AUDIT_LIMITS)


@dataclass(frozen=True, slots=True)
class Unusual:
    """What stands out; ``complete`` is False where older entries were left out."""

    findings: list[Finding]
    entries: int
    complete: bool


def unusual(days: int) -> Unusual:
    """Search the last days for patterns; one query, read as a stream."""
    since = timezone.now() - timedelta(days=days)
    rows = AuditEntry.objects.filter(
        at__gte=since,
        action__in=[Action.SEARCH, Action.OPEN_PERSON, Action.CONTACTS, Action.EXPORT],
    )
    read = 0

    def look_ups() -> Iterator[LookUp]:
        nonlocal read
        # Details stay in the database: they may name thousands of people.
        told = (KT("details__what"), KT("details__case"))
        fields = ("pk", "at", "account_name", "action", "question", "results", *told)
        newest = rows.order_by("-pk").values_list(*fields)[:MOST_ENTRIES]
        zone = timezone.get_current_timezone()
        for pk, at, account, action, question, results, what, case in newest.iterator(5000):
            read += 1
            if what == PART:  # of an entry that was counted
                continue
            yield LookUp(
                pk, at.astimezone(zone), account, action, question, case is not None, results or 0,
                what in OPENED,
            )  # fmt: skip

    found = find(look_ups(), limits())
    return Unusual(found, read, read < MOST_ENTRIES)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def night(limits: Limits) -> dict[str, int]:
    """The hours of the night, for a text."""
    return {"from": limits.night_from, "to": limits.night_to}
