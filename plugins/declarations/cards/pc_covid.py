"""Personal codes of the PC-Covid app (Decision 1405/QĐ-BTTTT, 2021).

`SoGiayTo|HoTen|NgaySinh|LoaiDinhDanh|QID|EXT`: the name in capitals without accents, the date as
yyyy-mm-dd.
"""

import re
from collections.abc import Sequence
from datetime import date

from plugins.declarations.cards.card import Card, Kind, Problem
from plugins.declarations.cards.fields import birth_of, cleaned, name_of, number_of

FIELDS = 5  # the last one, EXT, may be missing with its line
_DATE = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})", re.ASCII)


def looks_like(fields: Sequence[str]) -> bool:
    """Whether these are the fields of a PC-Covid code, whole or not."""
    return len(fields) > 2 and bool(_DATE.fullmatch(cleaned(fields[2])))


def read(fields: Sequence[str], today: date) -> Card:
    """What they say."""
    problems: list[Problem] = []
    if len(fields) < FIELDS:
        problems.append("card_fields")
    number, name = number_of(fields[0]), name_of(fields[1])
    if not number:
        problems.append("card_number")
    if not name:
        problems.append("card_name")
    birth = birth_of(_DATE.fullmatch(cleaned(fields[2])), today)
    if not birth:
        problems.append("card_date")
    return Card(Kind.PC_COVID, name=name, number=number, birth=birth, problems=tuple(problems))
