"""What people read for each code that this app's functions give."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

_PROBLEMS = {
    "name_empty": _("Enter a name."),
    "name_no_letter": _("A name needs at least one letter."),
    "name_length": _("This name is longer than 200 characters."),
    "phone_letters": _("A phone number may hold only digits, for example 0912 345 678."),
    "phone_length": _(
        "This phone number has too few or too many digits. A mobile number has 10, for example "
        "0912 345 678."
    ),
    "phone_unknown_prefix": _(
        "No phone number begins like this. Check the first digits; a foreign number begins with + "
        "and its country code."
    ),
    "phone_several": _("This looks like more than one phone number. Keep one."),
    "id_characters": _("An ID number may hold only letters and digits."),
    "id_length": _(
        "This ID number has too few or too many digits. A citizen ID (CCCD) has 12, an old "
        "identity card (CMND) has 9."
    ),
    "id_province": _(
        "The first 3 digits of this citizen ID (CCCD) are not a province code. Check the number."
    ),
    "id_birth_year": _(
        "The 4th to 6th digits of this citizen ID (CCCD) give a birth year that has not come yet. "
        "Check the number."
    ),
    "id_form": _(
        "This is neither a citizen ID, an identity card, a passport nor a health insurance card "
        "number. Check the number."
    ),
}
_REPAIRS = {
    "separators": _("Spaces, dots and dashes were taken out."),
    "country_code": _("The country code was written the usual way."),
    "leading_zero": _("The zero missing at the beginning was put back."),
    "old_prefix": _("The old 11-digit mobile number was changed to the 10-digit one."),
}


def problem_text(code: str) -> "StrPromise":
    """Sentence for a problem code; KeyError for a code that nothing here gives."""
    return _PROBLEMS[code]


def repair_text(code: str) -> "StrPromise":
    """Sentence for a repair code; KeyError for a code that nothing here gives."""
    return _REPAIRS[code]
