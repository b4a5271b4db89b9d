"""Why someone looks: a reason in words, or the number of an open case."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from areas.scope import Scope
from plugins.tracing.errors import NoReason
from plugins.tracing.models import Case, CaseStatus

SHORTEST = 5
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Reason:
    """The words as given; ``case`` is the number of the case that they name, if they do."""

    text: str
    case: str = ""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who looks something up, why, and from which network address."""

    user: Any
    reason: str
    address: str | None = None


def check_reason(text: str, scope: Scope) -> Reason:
    """The reason, if it will do; one query. Raises NoReason.

    ``scope`` limits which cases count: another area's number is just words.
    """
    text = " ".join(text.split())
    case = _case(text, scope) if text else None
    if case is not None and case.status != CaseStatus.OPEN:
        raise NoReason(_("Case %(number)s is closed.") % {"number": case.number})
    if case is not None:
        return Reason(case.number, case.number)
    if len(text) < SHORTEST:
        raise NoReason(_("Say why you are looking: at least 5 characters, or an open case number."))
    if len(text) > LONGEST:
        raise NoReason(_("The reason is too long: 300 characters at most."))
    return Reason(text)


def _case(number: str, scope: Scope) -> Case | None:
    """The case of this number; of those written in other letters an open one; one query."""
    found = Case.objects.filter(scope.q("area"), number__iexact=number)
    fit = sorted(found, key=lambda case: (case.number != number, case.status != CaseStatus.OPEN))
    return fit[0] if fit else None
