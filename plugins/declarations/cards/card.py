"""What a scanned code says."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Problem = Literal[
    "card_fields", "card_number", "card_name", "card_hex", "card_date", "card_venue", "card_unknown"
]


class Kind(StrEnum):
    """Whose code it is."""

    CCCD = "cccd"  # citizen card
    BHYT = "bhyt"  # health insurance card
    PC_COVID = "pc_covid"  # personal code of the PC-Covid app
    OWN = "own"  # our own personal code


@dataclass(frozen=True, slots=True)
class Card:
    """What could be read. With ``problems`` a person must look and complete it.

    ``number`` is the bare number of the paper, "" where it is missing or wrong. ``birth`` is
    ISO ("1990-01-31"), or the year alone where the card knows no more. Our own codes hold a
    ``token`` and nothing else.
    """

    kind: Kind
    name: str = ""
    number: str = ""
    birth: str = ""
    sex: Literal["", "male", "female"] = ""
    address: str = ""
    token: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """Text that is no card. ``number`` is what in it may be a paper's number or a phone's."""

    problem: Problem = "card_unknown"
    number: str = ""
