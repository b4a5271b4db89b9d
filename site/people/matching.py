"""What counts as a match between a typed name and a recorded one.

Both search engines only fetch candidates; this rule decides and ranks, so that they agree.
Each syllable of the question stands for one syllable of the name, in the same order (syllables
of the name may be skipped), and

- equals it, or
- is its beginning, if it is the last syllable of the question or an initial, or
- is one edit away (a letter added, dropped, replaced, or two neighbours swapped), if it has
  four letters or more.

Where both of the last two fit, it is a beginning. Syllables are compared folded. An initial is
one letter, or consonants only, which no Vietnamese syllable is: N, Ng, Th.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from string import ascii_lowercase

from people.names import exact, fold

MIN_TYPO_LETTERS = 4
_LETTERS = frozenset(ascii_lowercase)
_CONSONANTS = _LETTERS - frozenset("aeiouy")
_LONGEST_INITIAL = 3  # "Ngh"


class Level(IntEnum):
    """How well a name fits, best first."""

    WHOLE = 0  # nothing of the name is left over
    SYLLABLES = 1  # every syllable of the question is in the name
    BEGINNING = 2  # the last one or an initial is the beginning of a syllable
    TYPO = 3  # at least one syllable is one edit away


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A match. `rank` sorts, lower is better.

    It holds: level, syllables whose accents differ, syllables with a typo, syllables of the
    name that the question does not mention.
    """

    rank: tuple[int, int, int, int]

    @property
    def level(self) -> Level:
        """How well the name fits."""
        return Level(self.rank[0])


@dataclass(frozen=True, slots=True)
class _Pair:
    """How one syllable of the question fits one of the name."""

    level: Level
    accents_differ: bool


@dataclass(frozen=True, slots=True)
class _Syllable:
    folded: str
    exact: str


def question_syllables(question: str) -> list[str]:
    """Folded syllables of a question, in order: what an engine asks its index for."""
    return fold(question).split()


def is_initial(syllable: str) -> bool:
    """Whether a syllable of a question stands for any that begins so. `syllable` is folded."""
    if len(syllable) == 1:
        return syllable in _LETTERS
    return len(syllable) <= _LONGEST_INITIAL and _CONSONANTS.issuperset(syllable)


@lru_cache(maxsize=128)
def edit_neighbours(syllable: str) -> frozenset[str]:
    """The syllable and every string that one edit with the letters a-z makes of it.

    About 55 strings for each letter. Under four letters only the syllable itself, since no typo
    is forgiven there. `syllable` is folded.
    """
    if len(syllable) < MIN_TYPO_LETTERS:
        return frozenset({syllable})
    cuts = [(syllable[:i], syllable[i:]) for i in range(len(syllable) + 1)]
    found = {syllable}
    for head, tail in cuts:
        found.update(head + letter + tail for letter in ascii_lowercase)
        if tail:
            found.add(head + tail[1:])
            found.update(head + letter + tail[1:] for letter in ascii_lowercase)
        if len(tail) > 1:
            found.add(head + tail[1] + tail[0] + tail[2:])
    return frozenset(found)


def is_one_edit(question: str, name: str, letters: frozenset[str] | None = _LETTERS) -> bool:
    """Whether exactly one edit makes `name` of `question`, whatever their length.

    Letters that the edit brings in must be among `letters` (None: any). Agrees with
    `edit_neighbours` wherever that forgives a typo.
    """
    shorter = min(len(question), len(name))
    if question == name or max(len(question), len(name)) > shorter + 1:
        return False
    at = 0
    while at < shorter and question[at] == name[at]:
        at += 1
    if len(question) > len(name):
        return question[at + 1 :] == name[at:]
    new_letter = letters is None or name[at] in letters
    if len(question) < len(name):
        return new_letter and question[at:] == name[at + 1 :]
    if new_letter and question[at + 1 :] == name[at + 1 :]:
        return True
    return question[at : at + 2] == name[at : at + 2][::-1] and question[at + 2 :] == name[at + 2 :]


def _syllables(text: str) -> list[_Syllable]:
    return [_Syllable(part, word) for word in exact(text).split() for part in fold(word).split()]


@lru_cache(maxsize=64)
def _question(text: str) -> list[_Syllable]:
    """Syllables of a question, kept while one search compares it with many names."""
    return _syllables(text)


def _pair(asked: _Syllable, has: _Syllable, *, last: bool) -> _Pair | None:
    if asked.folded == has.folded:
        return _Pair(Level.SYLLABLES, asked.exact != has.exact)
    if (last or is_initial(asked.folded)) and has.folded.startswith(asked.folded):
        return _Pair(Level.BEGINNING, not has.exact.startswith(asked.exact))
    if len(asked.folded) >= MIN_TYPO_LETTERS and is_one_edit(asked.folded, has.folded):
        return _Pair(Level.TYPO, not is_one_edit(asked.exact, has.exact, None))
    return None


def _least(table: Sequence[Sequence[_Pair | None]], allowed: Level) -> tuple[int, int] | None:
    """Fewest (differing accents, typos) over all assignments that keep the order, or None.

    `table[i][j]` says how the question's syllable i fits the name's syllable j. Pairs worse than
    `allowed` are not used.
    """
    width = len(table[0])
    before: list[tuple[int, int] | None] = [(0, 0)] * (width + 1)
    for row in table:
        now: list[tuple[int, int] | None] = [None] * (width + 1)
        for j, pair in enumerate(row):
            best, start = now[j], before[j]
            if pair is not None and pair.level <= allowed and start is not None:
                cost = (start[0] + pair.accents_differ, start[1] + (pair.level == Level.TYPO))
                best = cost if best is None else min(best, cost)
            now[j + 1] = best
        before = now
    return before[width]


def match_name(question: str, name: str) -> NameMatch | None:
    """How `name` fits `question` (both as written), or None. An empty question fits nothing."""
    asked, has = _question(question), _syllables(name)
    if not asked or len(asked) > len(has):
        return None
    table = []
    for i, syllable in enumerate(asked):
        row = [_pair(syllable, other, last=i == len(asked) - 1) for other in has]
        if not any(row):
            return None
        table.append(row)
    for level in (Level.SYLLABLES, Level.BEGINNING, Level.TYPO):
        least = _least(table, level)
        if least is not None:
            skipped = len(has) - len(asked)
            whole = level == Level.SYLLABLES and not skipped
            return NameMatch((Level.WHOLE if whole else level, *least, skipped))
    return None
