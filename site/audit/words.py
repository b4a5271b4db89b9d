"""What the codes in an entry's details are called; those of plugins, too."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.models import AuditEntry

DETAILS = {
    "what": _("What"),
    "engine": _("Answered by"),
    "partial": _("Only a part was found"),
    "case": _("Case"),
    "cases": pgettext_lazy("record", "Cases"),
    "from": _("From"),
    "to": _("To"),
    "page": _("Page"),
    "order": _("Contacts of order"),
    "elsewhere": _("Visits in other areas"),
    "keys": _("Persons named"),
    "until": _("until"),
    "visits": _("Visits"),
    "area": _("Area"),
    "status": _("Status"),
    "handover": _("Hand-over"),
    "letter": _("Letter"),
    "filter": _("Filter"),
    "broken": _("First changed entry"),
    "spread": _("Run of contacts"),
    "export": _("List"),
    "kind": _("Kind of list"),
    "form": _("Kind of file"),
    "complete": _("Complete"),
    "person": _("Decision"),
    "persons": pgettext_lazy("record", "Persons"),
    "positive": _("Positive"),
    "places": _("Places"),
    "new": _("Persons added"),
    "known": pgettext_lazy("record", "Known already"),
    "other_case": _("Other case"),
    "fields": _("What was changed"),
    "areas": _("Areas, before and after"),
    "assigned_to": _("In charge, before and after"),
    "state": _("State"),
    "result": _("Test"),
    "venue": _("Venue"),
    "phone": _("Phone"),
}
VALUES = {
    "database": _("database"),
    "elasticsearch": _("search index"),
    "asked": _("asked for"),
    "granted": _("granted"),
    "refused": _("turned down"),
    "revoked": _("withdrawn"),
    "none": _("asked for where nothing is"),
    "record": _("record of look-ups"),
    "True": _("yes"),
    "False": _("no"),
    "open": _("open"),
    "closed": _("closed"),
    "started": _("started"),
    "finished": pgettext_lazy("record", "finished"),
    "cancelled": _("cancelled"),
    "failed": _("stopped by a fault"),
    "part": _("further persons of the entry after it"),
    "case": pgettext_lazy("record", "persons of a case"),
    "phones": _("phones in a case"),
    "calls": _("call list"),
    "tasks": _("list of calls to make"),
    "member": _("a person of a case"),
    "namesakes": _("others of the same name"),
    "declared": _("what was declared"),
    "picture": pgettext_lazy("record", "picture"),
    "run": _("whom a run of contacts found"),
    "own": _("for oneself"),
    "opened": _("case opened"),
    "changed": pgettext_lazy("record", "changed"),
    "reopened": _("opened again"),
    "added": _("persons added"),
    "note": _("note"),
    "place": _("a place of a case"),
    "notice": _("notice for visitors"),
    "handed": _("person handed over"),
    "case_handed": _("case handed over"),
    "followed": _("case opened for a contact"),
    "merged": _("merged with another case"),
    "merged_away": _("merged into another case"),
    "forgotten": _("persons deleted, period over"),
    "joined": _("joined"),
    "parted": _("parted"),
    "undone": pgettext_lazy("record", "taken back"),
}
FIELDS = {
    "state": _("state"),
    "result": pgettext_lazy("record", "test"),
    "number": _("case number"),
    "title": _("what it is about"),
    "area_id": _("area"),
    "infectious_from": _("infectious from"),
    "infectious_to": _("infectious to"),
    "notes": _("remarks"),
}
# Of a code of ours, not of something that was typed or a key.
CODED = frozenset({"what", "engine", "partial", "status", "letter", "complete", "person"})
LEFT_OUT = frozenset({"version", "of"})  # which tell nobody anything


def details_shown(entry: AuditEntry) -> list[tuple[Any, Any]]:
    """What else the entry holds, with a name for each; of the persons named, how many."""
    return [
        (DETAILS.get(key, key), _shown(key, value))
        for key, value in sorted(entry.details.items())
        if key not in LEFT_OUT
    ]


def _shown(key: str, value: Any) -> Any:
    if key == "keys":
        return len(value)
    if key == "fields":
        return ", ".join(str(FIELDS.get(name, name)) for name in value)
    if key in CODED:
        return VALUES.get(str(value), value)
    return ", ".join(map(str, value)) if isinstance(value, list) else value
