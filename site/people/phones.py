"""Phone numbers as people and spreadsheets write them, to E.164 and back."""

import re
from dataclasses import dataclass
from typing import Literal

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType, ValidationResult

from people.written import without_separators, written

PhoneProblem = Literal["phone_letters", "phone_length", "phone_unknown_prefix", "phone_several"]
PhoneRepair = Literal["separators", "country_code", "leading_zero", "old_prefix"]

# The library's own pattern for Vietnamese mobiles (nine digits, no zero), compiled once: asking
# the library itself costs some fifty times more.
_METADATA = phonenumbers.PhoneMetadata.metadata_for_region("VN")
if _METADATA is None or _METADATA.mobile is None:
    raise ImportError("phonenumbers holds no mobile numbers of Vietnam")
_MOBILE = re.compile(_METADATA.mobile.national_number_pattern or "", re.ASCII)
_MOBILE_WITH_ZERO = re.compile(f"0(?:{_MOBILE.pattern})", re.ASCII)
# A number without its zero is put right only when it begins like a mobile or an area code.
_MISSING_ZERO = frozenset("235789")
_PERSONAL = frozenset(
    {
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
        PhoneNumberType.VOIP,
    }
)
# Mobile prefixes with eleven digits became ten on 15 September 2018; the last seven stay.
_OLD_PREFIXES = {
    **{"120": "70", "121": "79", "122": "77", "126": "76", "128": "78"},
    **{"123": "83", "124": "84", "125": "85", "127": "81", "129": "82"},
    **{f"16{digit}": f"3{digit}" for digit in "23456789"},
    **{"186": "56", "188": "58", "199": "59"},
}
_DIGITS = re.compile(r"\+?[0-9]+")
_SEVERAL = 18  # digits: two numbers in one place


@dataclass(frozen=True, slots=True)
class PhoneResult:
    """A number in E.164 with what was put right, or a problem, or neither: none was given."""

    e164: str | None = None
    problem: PhoneProblem | None = None
    repairs: tuple[PhoneRepair, ...] = ()


def parse_phone(value: object) -> PhoneResult:
    """Read a phone number from text, a whole number or a float, as a form or a cell holds it.

    Vietnamese mobiles and landlines come with or without the zero, with +84, 0084 or 84, with
    the prefixes of before 2018, and with separators. Foreign numbers need + or 00.
    """
    if isinstance(value, str) and _MOBILE_WITH_ZERO.fullmatch(value):
        return PhoneResult("+84" + value[1:])
    text = written(value)
    if _MOBILE_WITH_ZERO.fullmatch(text):
        return PhoneResult("+84" + text[1:])
    compact = without_separators(text)
    if not compact:
        return PhoneResult()
    if not _DIGITS.fullmatch(compact):
        return PhoneResult(problem="phone_letters")
    if len(compact) >= _SEVERAL:
        return PhoneResult(problem="phone_several")
    result = _parse_digits(compact)
    if result.e164 is None or result.e164 == text:
        return PhoneResult(result.e164, result.problem)
    if compact != text:
        return PhoneResult(result.e164, None, ("separators", *result.repairs))
    return result


def _parse_digits(compact: str) -> PhoneResult:
    """Read digits with at most a plus sign before them."""
    repairs: list[PhoneRepair] = []
    if compact[0] == "+" or compact.startswith("00"):
        digits = compact.removeprefix("+").removeprefix("00")
        if not digits.startswith("84"):
            return _parse_foreign(digits, () if compact[0] == "+" else ("country_code",))
        national = digits[2:].removeprefix("0")
        repairs.append("country_code")
    else:
        national = compact.removeprefix("0")
        if len(national) > 10 and national.startswith("84"):
            national = national[2:].removeprefix("0")
            repairs.append("country_code")
        elif national == compact:
            repairs.append("leading_zero")
    if len(national) == 10 and national[:3] in _OLD_PREFIXES:
        national = _OLD_PREFIXES[national[:3]] + national[3:]
        repairs.append("old_prefix")
    problem = _vietnamese_problem(national, zero_missing="leading_zero" in repairs)
    if problem:
        return PhoneResult(problem=problem)
    return PhoneResult("+84" + national, None, tuple(repairs))


def _vietnamese_problem(national: str, *, zero_missing: bool) -> PhoneProblem | None:
    """What is wrong with a number of Vietnam, given without the zero."""
    first = national[:1]
    known = not zero_missing or first in _MISSING_ZERO
    if known and _MOBILE.fullmatch(national):
        return None
    if len(national) != (10 if first in ("1", "2") else 9):
        return "phone_length"
    number = PhoneNumber(country_code=84, national_number=int(national))
    if known and first != "0" and phonenumbers.number_type(number) in _PERSONAL:
        return None
    return "phone_unknown_prefix"


def _parse_foreign(digits: str, repairs: tuple[PhoneRepair, ...]) -> PhoneResult:
    """Read a number whose digits begin with the code of another country."""
    try:
        number = phonenumbers.parse("+" + digits)
    except phonenumbers.NumberParseException as error:
        short = error.error_type == error.TOO_SHORT_AFTER_IDD or len(digits) < 7
        return PhoneResult(problem="phone_length" if short else "phone_unknown_prefix")
    if phonenumbers.is_valid_number(number):
        e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
        return PhoneResult(e164, None, repairs)
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible in (ValidationResult.IS_POSSIBLE, ValidationResult.INVALID_COUNTRY_CODE):
        return PhoneResult(problem="phone_unknown_prefix")
    return PhoneResult(problem="phone_length")


def display_phone(e164: str) -> str:
    """Number as people read it: 0912 345 678, 024 3825 1234; foreign ones with their country."""
    if e164.startswith("+84") and len(e164) == 12:
        return f"0{e164[3:6]} {e164[6:9]} {e164[9:]}"
    number = phonenumbers.parse(e164)
    vietnamese = number.country_code == 84
    style = PhoneNumberFormat.NATIONAL if vietnamese else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)
