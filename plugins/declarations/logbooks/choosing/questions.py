"""What a book leaves open that its editor has to answer before it is imported."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from plugins.declarations.logbooks.models import Logbook, LogbookStatus

AS_IT_STANDS = "unicode"
# Text files in these are converted as a whole; their codes are kept under "encoding".
OLD_ENCODINGS = {"cp1258": "file-cp1258", "viscii": "file-viscii"}
_LOOKED_AT = 20  # imported books of the venue, the latest first


class Question(StrEnum):
    """What can be open."""

    TEXT = "text"  # whether the converted letters read correctly
    DATE_ORDER = "date_order"  # whether days or months come first


class Unanswered(Exception):
    """The book cannot be imported before these questions are answered."""

    def __init__(self, questions: list[Question]) -> None:
        super().__init__(", ".join(questions))
        self.questions = questions


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was decided for earlier books of a venue; "" where nothing was."""

    text: str = ""
    date_order: str = ""


def remembered(venue_id: int) -> Remembered:
    """The latest decisions for books of the venue that were imported; one query."""
    books = Logbook.objects.filter(venue_id=venue_id, status=LogbookStatus.DONE)
    text = date_order = ""
    for choices in books.order_by("-finished_at").values_list("choices", flat=True)[:_LOOKED_AT]:
        text = text or choices.get("encoding", "") or choices.get("text", "")
        date_order = date_order or choices.get("date_order", "")
    return Remembered(text, date_order)


def converted_from(layout: dict[str, Any] | None) -> str:
    """The code that the book's letters were converted from; "" where they stay as they stand."""
    layout = layout or {}
    code: str = layout.get("text", "")
    if code in ("", AS_IT_STANDS):
        return OLD_ENCODINGS.get(layout.get("encoding", ""), "")
    return code


def open_questions(
    logbook: Logbook, *, text_read: bool = False, known: Remembered | None = None
) -> list[Question]:
    """The questions that are open. ``text_read``: the editor says that the letters are right.

    Letters need not be looked at again when those of an earlier book of the venue were converted
    in the same way. The order of dates has to be answered for each book.
    """
    questions = []
    layout = logbook.layout or {}
    code = converted_from(layout)
    if code and not text_read:
        known = known or remembered(logbook.venue_id)
        if known.text != code:
            questions.append(Question.TEXT)
    if layout.get("asks_order") and not logbook.choices.get("date_order"):
        questions.append(Question.DATE_ORDER)
    return questions


def check_answered(logbook: Logbook, *, text_read: bool) -> None:
    """Raise Unanswered if the book may not be imported yet."""
    if questions := open_questions(logbook, text_read=text_read):
        raise Unanswered(questions)


def answered(logbook: Logbook) -> dict[str, Any]:
    """The book's choices with the code of its letters, to be remembered when it is imported."""
    code = converted_from(logbook.layout)
    if code in OLD_ENCODINGS.values():
        return {**logbook.choices, "encoding": code}
    return {**logbook.choices, "text": code} if code else logbook.choices
