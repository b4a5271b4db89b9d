"""Text as it is searched: folded syllables, and where they stand in the original."""

import re
import unicodedata
from collections.abc import Iterable
from html import unescape

from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

from people.names import exact, fold

MAX_SYLLABLES = 20  # of a question; the rest is ignored
SNIPPET_LENGTH = 240  # characters

_WORD = re.compile(r"[^\W_]+")
_STOPS = frozenset(".,;:!?…")
_TAG_END = re.compile(r"</(?:p|li|h\d|td|th)>|<br\s*/?>")


def padded(text: str) -> str:
    """Folded text with a space at both ends, so that " ma " finds the syllable and no other."""
    folded = fold(text)
    return f" {folded} " if folded else ""


def syllables(question: str) -> list[str]:
    """Folded syllables of a question, in order, at most MAX_SYLLABLES."""
    return fold(question).split()[:MAX_SYLLABLES]


def slug_from(title: str) -> str:
    """Part of an address: "Quét mã ở Đà Nẵng" gives "quet-ma-o-da-nang"."""
    return fold(title).replace(" ", "-")[:200].strip("-")


def plain(parts: Iterable[object]) -> str:
    """Readable text of several parts, some of them HTML: single spaces, NFC.

    Paragraphs and parts that end without a full stop are set apart by a dot.
    """
    lines = (
        " ".join(unescape(strip_tags(line)).split())
        for part in parts
        for line in _TAG_END.sub("\n", str(part or "")).splitlines()
    )
    text = ""
    for line in filter(None, lines):
        text += (" " if text[-1:] in _STOPS else " · ") + line if text else line
    return unicodedata.normalize("NFC", text)


def snippet(text: str, question: str, length: int = SNIPPET_LENGTH) -> SafeString:
    """The part of `text` (as from `plain`) where the question is met, its words in <mark>.

    Words that stand together as in the question win over single ones; without a hit it is the
    beginning of the text.
    """
    hits = _hits(text, question)
    start, stop = _window(text, hits[0][0] if hits else 0, length)
    return _marked(text, [hit for hit in hits if start <= hit[0] and hit[1] <= stop], start, stop)


def highlight(text: str, question: str) -> SafeString:
    """All of `text`, the question's words in <mark>."""
    whole = unicodedata.normalize("NFC", text)
    return _marked(whole, _hits(whole, question), 0, len(whole))


def _hits(text: str, question: str) -> list[tuple[int, int]]:
    """Start and end of each place to mark: as written if it is there so, else accents aside."""
    spans = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)]
    for form in (exact, fold):
        wanted = form(question).split()[:MAX_SYLLABLES]
        words = [(start, end, form(word)) for start, end, word in spans]
        runs = _runs(words, wanted)
        if runs:
            return runs
    as_written = set(exact(question).split())
    single = [(start, end) for start, end, word in spans if exact(word) in as_written]
    return single or [(start, end) for start, end, word in words if word in wanted]


def _runs(words: list[tuple[int, int, str]], wanted: list[str]) -> list[tuple[int, int]]:
    """Places where the wanted syllables follow one another."""
    size = len(wanted)
    if not size:
        return []
    forms = [form for _start, _end, form in words]
    return [
        (words[i][0], words[i + size - 1][1])
        for i in range(len(words) - size + 1)
        if forms[i : i + size] == wanted
    ]


def _window(text: str, first_hit: int, length: int) -> tuple[int, int]:
    """Start and end of a stretch around the first hit that begins and ends between words."""
    start = max(0, first_hit - length // 3)
    if start:
        start = text.find(" ", start, first_hit) + 1 or first_hit
    stop = min(len(text), start + length)
    if stop < len(text):
        stop = max(text.rfind(" ", start, stop), first_hit)
    return start, stop


def _marked(text: str, hits: list[tuple[int, int]], start: int, stop: int) -> SafeString:
    pieces = ["… " if start else ""]
    at = start
    for begin, end in hits:
        pieces += [format_html("{}<mark>{}</mark>", text[at:begin], text[begin:end])]
        at = end
    pieces += [format_html("{}", text[at:stop]), " …" if stop < len(text) else ""]
    return mark_safe("".join(pieces))  # noqa: S308 every piece is escaped above
