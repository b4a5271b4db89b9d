"""What the editor is shown of a book before anything is written."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from people.sealing import seal, unseal
from plugins.declarations.logbooks.jobs.source import Chunk
from plugins.declarations.logbooks.models import Logbook
from plugins.declarations.retention import expired_before

FIRST_ROWS = 20
IGNORED_SHOWN = 50
REPAIRS_SHOWN = 20  # of each kind
_CONTEXT = b"logbook-preview:"


@dataclass
class Findings:
    """Counts over all rows, and the first rows themselves."""

    faults: Counter[str] = field(default_factory=Counter)  # "phone:phone_length"
    repairs: Counter[str] = field(default_factory=Counter)
    ignored: Counter[str] = field(default_factory=Counter)
    first: list[list[Any]] = field(default_factory=list)
    ignored_rows: list[list[Any]] = field(default_factory=list)
    # Of each kind the first ones: the cell as written, and the entry that came of its row.
    repaired: dict[str, list[list[Any]]] = field(default_factory=dict)
    read: int = 0
    refused: int = 0
    settled: int = 0  # rows that the book which this one corrects has already; not counted
    over: int = 0  # visits so old that the next nightly deletion takes them (retention.py)
    kept_since: float = field(default_factory=lambda: expired_before(timezone.now()).timestamp())

    def add(self, chunk: Chunk) -> None:
        """Look at one chunk."""
        self.read += len(chunk.entries) + len(chunk.refused)
        self.refused += len(chunk.refused)
        self.settled += len(chunk.marked)
        self.over += sum((entry[6] or entry[5]) < self.kept_since for entry in chunk.entries)
        for row in chunk.refused:
            self.faults.update(f"{fault.column}:{fault.code}" for fault in row.faults)
        for entry in chunk.entries:
            for column, code, before in entry[8]:
                self._repaired(f"{column}:{code}", before, entry)
        self.ignored.update(row[2] for row in chunk.ignored)
        _fill(self.first, chunk.entries, FIRST_ROWS)
        _fill(self.ignored_rows, chunk.ignored, IGNORED_SHOWN)

    def _repaired(self, kind: str, before: str, entry: list[Any]) -> None:
        self.repairs[kind] += 1
        shown = self.repaired.setdefault(kind, [])
        if len(shown) < REPAIRS_SHOWN:
            shown.append([before, entry])

    @property
    def year_missing(self) -> int:
        """How many faults a year would mend."""
        return sum(n for key, n in self.faults.items() if key.endswith(":date_year_unknown"))

    def counts(self) -> dict[str, Any]:
        """For the database: codes and numbers only."""
        return {
            "settled": self.settled,
            "over": self.over,
            "faults": dict(self.faults),
            "repairs": dict(self.repairs),
            "ignored": dict(self.ignored),
        }

    def sealed(self, logbook: Logbook, texts: dict[str, Any]) -> bytes:
        """For the database: texts from the book. ``texts`` as in jobs.source.Source."""
        texts = {
            **texts,
            "first": self.first,
            "ignored": self.ignored_rows,
            "repaired": self.repaired,
        }
        return seal(texts, context=_CONTEXT + logbook.pk.bytes)


def preview_texts(logbook: Logbook) -> dict[str, Any]:
    """What `Findings.sealed` sealed: the texts of jobs.source.Source, first, ignored, repaired.

    All of them are empty before it is there.
    """
    texts: dict[str, Any] = {key: {} for key in ("samples", "tops", "repaired")}
    texts |= {key: [] for key in ("conversions", "titles", "first", "ignored")}
    if logbook.preview is None:
        return texts
    return texts | unseal(logbook.preview, context=_CONTEXT + logbook.pk.bytes)


def _fill(shown: list[list[Any]], rows: Iterable[list[Any]], limit: int) -> None:
    for row in rows:
        if len(shown) >= limit:
            return
        shown.append(row)
