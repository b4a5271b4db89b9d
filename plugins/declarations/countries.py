"""Countries that passports are of, in the language of the page."""

from functools import cache

from babel import Locale
from django.utils.translation import get_language

from people.names import fold

VIETNAM = "VN"
# Two letters in CLDR that are no country: groups, unknown, pseudo-regions, outlying places.
_NONE = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ", "AQ", "BV", "CP", "HM", "AC", "TA"})


def country_choices() -> list[tuple[str, str]]:
    """ISO 3166-1 codes with their names, in the order of the alphabet; Vietnam comes first."""
    return _choices((get_language() or "vi").partition("-")[0])


def country_name(code: str) -> str:
    """The name of a code; the code itself where it is none."""
    return dict(country_choices()).get(code, code)


@cache
def known_countries() -> frozenset[str]:
    """The codes."""
    return frozenset(code for code, _name in _choices("en"))


@cache
def _choices(language: str) -> list[tuple[str, str]]:
    names = {
        code: str(name)
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NONE
    }
    return sorted(names.items(), key=lambda item: (item[0] != VIETNAM, _order(item[1])))


def _order(name: str) -> tuple[str, str]:
    """Đ is a letter of its own, after D; marks decide last."""
    return fold(name.replace("Đ", "Dz").replace("đ", "dz")), name
