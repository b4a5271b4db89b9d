"""When a row of a book tells of a visit that is known already: the rule, and the book by itself.

A row and a visit have the same venue. They are **the same visit** if they have the same id, which a
row's venue, person, name and minute make up; or if the visit was recorded otherwise (a scan, the
gate, a card, another system) for the same person within some minutes of the row's time. The person
is the same by the ID, or by the phone if the names fit each other: families share phones.

They are **possibly the same** if name and minute are the same (some minutes apart where the visit
was recorded otherwise) and one of them has neither phone nor ID. Two rows of one book that say the
same without phone and ID are possibly the same as well: an editor decides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from people.blind import name_key
from people.matching import match_name
from plugins.declarations.paper_rows import Known, PaperRow
from plugins.declarations.visit_ids import paper_hex


class Verdict(IntEnum):
    """What a known visit is to a row; the lower, the surer."""

    SAME = 0
    POSSIBLE = 1


@dataclass(slots=True)
class Sorted:
    """What became of the rows of a chunk, by their places in it; the others are new visits."""

    duplicates: dict[int, str] = field(default_factory=dict)  # the visit's id, in hex
    # The visit's id, and the occurrence that makes the row's own id should it be another person.
    possible: dict[int, tuple[str, int]] = field(default_factory=dict)

    def otherwise_known(self, rows: Sequence[PaperRow]) -> dict[int, str]:
        """The duplicates of visits that have another id than the row would have."""
        return {n: visit for n, visit in self.duplicates.items() if visit != rows[n].id}


def verdict(row: PaperRow, known: Known, venue_id: int, minutes: int) -> Verdict | None:
    """What a visit with another id is to the row; ``minutes`` may lie between them."""
    apart = abs(row.came // 60 - known.at // 60)
    if apart > (0 if known.on_paper else minutes):
        return None
    if not known.on_paper and _same_person(row, known):
        return Verdict.SAME
    if row.folded != known.folded:
        return None
    bare = row.bare or known.person == name_key(known.folded, str(venue_id)).hex
    return Verdict.POSSIBLE if bare else None


def closest(
    row: PaperRow, visits: Iterable[Known], venue_id: int, minutes: int
) -> tuple[Verdict, str] | None:
    """The visit that the row repeats most likely, with its id; None if it is a new one."""
    found = [
        (judged, abs(row.came - known.at), known.id)
        for known in visits
        if (judged := verdict(row, known, venue_id, minutes)) is not None
    ]
    if not found:
        return None
    judged, _apart, visit = min(found)
    return judged, visit


def _same_person(row: PaperRow, known: Known) -> bool:
    if row.identity and row.identity in (known.person, known.second):
        return True
    return row.has_phone and row.person == known.person and _fits(row.folded, known.folded)


def _fits(one: str, other: str) -> bool:
    """Whether two names may be one person's: equal, or the shorter one a part of the other."""
    shorter, longer = sorted((one, other), key=len)
    return one == other or match_name(shorter, longer) is not None


class OwnRows:
    """The rows of one book that came before, as far as later ones may repeat them.

    Of each only its id is kept, under a number made of name and time: what lies within one
    number's group says the same but for the person.
    """

    def __init__(self, venue_id: int) -> None:
        self.venue_id = venue_id
        self._first: dict[int, int] = {}
        self._bare: dict[int, str] = {}  # the first bare row of a number
        # Where a number came again, which is rare: how often each id.
        self._times: dict[int, dict[str, int]] = {}

    def sort(self, rows: Sequence[PaperRow]) -> tuple[list[PaperRow], Sorted]:
        """The rows, those said again with the id of their occurrence, and which repeat which."""
        shown, found = list(rows), Sorted()
        first, bare = self._first, self._bare
        for n, row in enumerate(rows):
            number = hash((row.folded, row.came))
            before = first.get(number)
            if before is None:
                first[number] = int(row.id, 16)
            else:
                shown[n] = self._again(number, f"{before:032x}", n, row, found)
            if row.bare:
                bare.setdefault(number, row.id)
        return shown, found

    def _again(self, number: int, first: str, n: int, row: PaperRow, found: Sorted) -> PaperRow:
        """A row of a name and time that were there before, first with the id ``first``."""
        times = self._times.setdefault(number, {first: 1})
        alike = times.get(row.id, 0)
        times[row.id] = alike + 1
        if alike and not row.bare:
            found.duplicates[n] = row.id
        elif alike:
            found.possible[n] = row.id, alike
            again = paper_hex(self.venue_id, row.person, row.folded, row.came, alike)
            return row._replace(id=again)
        elif row.bare:
            found.possible[n] = first, 0
        elif number in self._bare:
            found.possible[n] = self._bare[number], 0
        return row
