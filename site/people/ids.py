"""Numbers of identity papers as people and spreadsheets write them.

Citizen card (CCCD), 12 digits: 3 for the province of registration, 1 for century and sex (0 and 1
for the 1900s, 2 and 3 for the 2000s), 2 for the birth year, 6 serial. The provinces are numbered
001 to 096 as before 2025; which of these were ever given out is not checked, since a paper book
must not lose a visitor over it. Old identity card (CMND), 9 digits. Passport, 6 to 9 letters and
digits. Health insurance card (BHYT): 2 letters and 13 digits, or the last 10 of them on new cards.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from people.written import without_separators, written

IdKind = Literal["cccd", "cmnd", "passport", "bhyt"]
IdProblem = Literal["id_characters", "id_length", "id_province", "id_birth_year", "id_form"]
IdRepair = Literal["separators", "leading_zero"]

CCCD_LENGTH = 12
CMND_LENGTH = 9
BHYT_LENGTH = 10
_PROVINCES = range(1, 97)
_CHARACTERS = re.compile(r"[0-9A-Z]+")
_BHYT_OLD = re.compile(r"[A-Z]{2}[0-9]{13}")
_PASSPORT = re.compile(r"(?=.*[0-9])(?=.*[A-Z])[A-Z0-9]{6,9}")


@dataclass(frozen=True, slots=True)
class IdResult:
    """A number with its kind and what was put right, or a problem, or neither: none was given."""

    number: str | None = None
    kind: IdKind | None = None
    problem: IdProblem | None = None
    repairs: tuple[IdRepair, ...] = ()


def parse_id(value: object, kind: IdKind | None = None) -> IdResult:
    """Read the number of an identity paper from text, a whole number or a float.

    `kind` says which paper it is when that is known, as from a scanned card; else the form of the
    number decides. Ten digits are then a citizen card whose two zeros a spreadsheet dropped, if
    they can be one, and a health insurance card otherwise.
    """
    if kind is None and isinstance(value, str) and _is_plain_cccd(value):
        return IdResult(value, "cccd")  # most of them, and all that follows is for the others
    text = written(value).upper()
    compact = without_separators(text)
    if not compact:
        return IdResult()
    if not _CHARACTERS.fullmatch(compact):
        return IdResult(problem="id_characters")
    result = _parse_digits(compact, kind) if compact.isdigit() else _parse_letters(compact)
    if result.problem is None and kind not in (None, result.kind):
        return IdResult(problem="id_form")
    if result.problem is None and compact != text:
        return IdResult(result.number, result.kind, None, ("separators", *result.repairs))
    return result


def cccd_problem(number: str) -> IdProblem | None:
    """What is implausible about the 12 digits of a citizen card, or None."""
    if len(number) != CCCD_LENGTH:
        return "id_length"
    if int(number[:3]) not in _PROVINCES:
        return "id_province"
    if 1900 + int(number[3]) // 2 * 100 + int(number[4:6]) > date.today().year:
        return "id_birth_year"
    return None


def _is_plain_cccd(text: str) -> bool:
    plain = len(text) == CCCD_LENGTH and text.isascii() and text.isdigit()
    return plain and cccd_problem(text) is None


def _parse_digits(digits: str, kind: IdKind | None) -> IdResult:
    # A spreadsheet drops every zero at the beginning: one that is still there was never dropped.
    dropped = digits[0] != "0"
    if kind == "bhyt" and len(digits) in (BHYT_LENGTH - dropped, BHYT_LENGTH):
        return _padded(digits, BHYT_LENGTH, "bhyt")
    if kind in (None, "cmnd") and len(digits) in (CMND_LENGTH - dropped, CMND_LENGTH):
        return _padded(digits, CMND_LENGTH, "cmnd")
    shortest = CCCD_LENGTH - 2 if dropped else CCCD_LENGTH
    if kind in (None, "cccd") and shortest <= len(digits) <= CCCD_LENGTH:
        problem = cccd_problem(digits.zfill(CCCD_LENGTH))
        if problem is None:
            return _padded(digits, CCCD_LENGTH, "cccd")
        if kind or len(digits) != BHYT_LENGTH:
            return IdResult(problem=problem)
    if kind is None and len(digits) == BHYT_LENGTH:
        return IdResult(digits, "bhyt")
    if kind == "passport" and 6 <= len(digits) <= 9:
        return IdResult(digits, "passport")
    return IdResult(problem="id_length")


def _padded(digits: str, length: int, kind: IdKind) -> IdResult:
    repairs: tuple[IdRepair, ...] = ("leading_zero",) if len(digits) < length else ()
    return IdResult(digits.zfill(length), kind, None, repairs)


def _parse_letters(compact: str) -> IdResult:
    if _BHYT_OLD.fullmatch(compact):
        return IdResult(compact, "bhyt")
    if _PASSPORT.fullmatch(compact):
        return IdResult(compact, "passport")
    return IdResult(problem="id_form")
