"""The record as a CSV file, written while it is read."""

import csv
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from audit.models import Action, AuditEntry
from audit.reading import question_shown

BOM = "\ufeff"  # Vietnamese Excel takes the file for UTF-8 by it
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """What csv.writer writes to: it gives each line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(entries: QuerySet[AuditEntry]) -> Iterator[str]:
    """The lines of the file; semicolons, as a Vietnamese Excel expects them.

    They are made while the answer is sent, but in the language of the request.
    """
    return _in_language(get_language(), _lines(entries))


def _in_language(language: str | None, lines: Iterator[str]) -> Iterator[str]:
    line: str | None = ""
    while line is not None:
        with override(language):
            line = next(lines, None)
        if line is not None:
            yield line


def _lines(entries: QuerySet[AuditEntry]) -> Iterator[str]:
    writer = csv.writer(_Line(), delimiter=";")
    titles = [
        _("Time"),
        _("Account"),
        _("Action"),
        _("Case"),
        _("Reason"),
        _("Question"),
        _("Results"),
        _("Network address"),
        _("Entry"),
    ]
    yield BOM + writer.writerow(titles)
    labels = dict(Action.choices)
    for entry in entries.iterator(2000):
        kind, mark = question_shown(entry)
        yield writer.writerow(
            [
                timezone.localtime(entry.at).isoformat(sep=" ", timespec="seconds"),
                harmless(entry.account_name),
                labels.get(entry.action, entry.action),
                harmless(entry.details.get("case", "")),
                harmless(entry.reason),
                harmless(f"{kind} {mark}".strip()),
                "" if entry.results is None else entry.results,
                entry.address or "",
                entry.pk,
            ]
        )


def harmless(text: Any) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = str(text)
    return f"'{text}" if text.startswith(FORMULA) else text
