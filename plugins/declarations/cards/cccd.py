"""The code on the citizen card (CCCD): `ID12|CMND9|name|ddmmyyyy|Nam or Nữ|address|issued|…`.

The second field may be empty. Later cards append fields: seven or more are taken.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal

from people.names import fold, normalise_name
from plugins.declarations.cards.card import Card, Kind, Problem
from plugins.declarations.cards.fields import birth_of, cleaned, name_of, number_of

FIELDS = 7
_NUMBER = re.compile(r"[0-9]{12}", re.ASCII)
_DATE = re.compile(r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{4})", re.ASCII)
_SEXES: dict[str, Literal["male", "female"]] = {"nam": "male", "nu": "female"}


def looks_like(fields: Sequence[str]) -> bool:
    """Whether these are the fields of a citizen card, whole or not."""
    return bool(_NUMBER.fullmatch(cleaned(fields[0]))) or (
        len(fields) >= FIELDS and bool(_DATE.fullmatch(cleaned(fields[3])))
    )


def read(fields: Sequence[str], today: date) -> Card:
    """What they say."""
    problems: list[Problem] = []
    if len(fields) < FIELDS:
        problems.append("card_fields")
    number, _old, name, born, sex, address = (*fields, *[""] * FIELDS)[: FIELDS - 1]
    number = number_of(number)
    if not number:
        problems.append("card_number")
    name = name_of(name)
    if not name:
        problems.append("card_name")
    birth = birth_of(_DATE.fullmatch(cleaned(born)), today)
    if not birth:
        problems.append("card_date")
    return Card(
        Kind.CCCD,
        name=name,
        number=number,
        birth=birth,
        sex=_SEXES.get(fold(sex), ""),
        address=normalise_name(address),
        problems=tuple(problems),
    )
