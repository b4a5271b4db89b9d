"""What happened in a case, in words, from the codes that CaseEvent keeps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from areas.models import Area
from plugins.tracing.casework.changes import note_of
from plugins.tracing.casework.models import CaseEvent, MemberState, PlaceState, TestResult
from plugins.tracing.models import Case

SIMPLE = {
    "opened": gettext_lazy("Case opened"),
    "closed": gettext_lazy("Case closed"),
    "reopened": gettext_lazy("Case opened again"),
    "note": gettext_lazy("Note"),
    "member": gettext_lazy("Note"),
    "place": gettext_lazy("Note"),
    "notice": gettext_lazy("Notice for visitors written; it waits for approval"),
}
FIELDS = {
    "number": gettext_lazy("case number"),
    "title": gettext_lazy("what it is about"),
    "area_id": gettext_lazy("area"),
    "infectious_from": gettext_lazy("infectious from"),
    "infectious_to": gettext_lazy("infectious to"),
    "notes": gettext_lazy("remarks"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """An event to read; ``note`` None: it cannot be opened. ``about``: whose or where, if any."""

    at: datetime
    by: str
    what: str
    note: str | None
    event: CaseEvent


def shown_name(account: Any) -> str:
    """Full name, or the account's; an account that is gone is a dash."""
    return (account.get_full_name() or account.get_username()) if account else "–"


def told(events: Sequence[CaseEvent]) -> list[Told]:
    """Events in words; three queries at most (the events' accounts must be there already)."""
    names = _Names(events)
    return [Told(e.at, shown_name(e.by), names.words(e), note_of(e), e) for e in events]


class _Names:
    """Areas, accounts and cases that events speak of, looked up together."""

    def __init__(self, events: Iterable[CaseEvent]) -> None:
        details = [event.details for event in events]
        areas = {pk for each in details for pk in each.get("areas", ()) if pk}
        accounts = {pk for each in details for pk in each.get("assigned_to", ()) if pk}
        cases = {each["case"] for each in details if "case" in each}
        self.areas = Area.objects.in_bulk(areas) if areas else {}
        self.accounts = get_user_model().objects.in_bulk(accounts) if accounts else {}
        self.cases = Case.objects.in_bulk(cases) if cases else {}

    def words(self, event: CaseEvent) -> str:
        """One line."""
        details, case = event.details, self.cases.get(event.details.get("case", 0))
        if event.what == "changed":
            fields = ", ".join(str(FIELDS.get(name, name)) for name in details["fields"])
            return _("Changed: %(what)s") % {"what": fields or "–"}
        if event.what == "added":
            return ngettext("%(n)s person added", "%(n)s persons added", details["new"]) % {
                "n": details["new"]
            }
        if event.what in ("handed", "case_handed"):
            before, after = (self.areas.get(pk) for pk in details["areas"])
            words = {"before": before or "–", "after": after or "–"}
            if event.what == "handed":
                return _("Handed over: %(before)s → %(after)s") % words
            return _("Case handed over: %(before)s → %(after)s") % words
        if event.what == "followed":
            return _("Tested positive; F0 of case %(case)s") % {"case": case or "–"}
        if event.what == "merged":
            return _("Case %(case)s merged into this one") % {"case": case or "–"}
        if event.what == "forgotten":
            said = _(
                "Persons (%(persons)s, %(positive)s of them positive), places (%(places)s) and "
                "notes deleted: the visits are over their time"
            )
            return said % details
        if event.what == "merged_away":
            return _("Merged into case %(case)s") % {"case": case or "–"}
        return "; ".join(self._changes(event)) or str(SIMPLE.get(event.what, event.what))

    def _changes(self, event: CaseEvent) -> Iterable[str]:
        states: Any = PlaceState if event.what == "place" else MemberState
        if "state" in event.details:
            yield _arrow(*(_label(states, code) for code in event.details["state"]))
        if "result" in event.details:
            results = (_label(TestResult, code) for code in event.details["result"])
            yield _("Test: %(change)s") % {"change": _arrow(*results)}
        if "assigned_to" in event.details:
            people = (shown_name(self.accounts.get(pk)) for pk in event.details["assigned_to"])
            yield _("In charge: %(change)s") % {"change": _arrow(*people)}


def _arrow(before: str, after: str) -> str:
    return f"{before} → {after}"


def _label(choices: Any, code: str) -> str:
    return str(choices(code).label) if code in choices.values else code
