"""The code of a confirmation: by it people find again what they declared.

It is the record's own id in 16 characters, so it costs no column and no statement at check-in: 41
bits of milliseconds since 2020 and the leading 39 random bits of the UUIDv7, 80 bits in Crockford's
base 32. They are shuffled under BLIND_INDEX_KEY (a Feistel network of four rounds): ids stand in
addresses, logs and the record of look-ups, and whoever reads one there must not get a code from it.
So a code tells no time either, and guessing must hit one of 2**80.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.utils import timezone

from people.blind import blind_index
from plugins.declarations.declaring.models import Declaration
from plugins.declarations.models import Visit
from plugins.declarations.retention import expired_before

# Crockford's: no I, L, O, U. Typed I and L are read as 1, O as 0.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_VALUES = {char: value for value, char in enumerate(ALPHABET)} | {"I": 1, "L": 1, "O": 0}
_EPOCH = int(datetime(2020, 1, 1, tzinfo=UTC).timestamp() * 1000)
_TIME_BITS, _RANDOM_BITS = 41, 39  # 41 bits of milliseconds last until 2089
_LOW_BITS = 27  # of the 62 random bits of the id's second half that are in the code
_LEFT_OUT = 62 - _LOW_BITS
_ROUNDS, _HALF = 4, 40
_MASK = (1 << _HALF) - 1


def code_of(record_id: UUID) -> str:
    """ "0H5K-8M3P-QRST-7WXY" of a visit's or declaration's id.

    ValueError for an id that is no UUIDv7 of 2020 to 2089: those come from paper books, whose
    visitors get no confirmation.
    """
    milliseconds = (record_id.int >> 80) - _EPOCH
    if record_id.version != 7 or not 0 <= milliseconds < 1 << _TIME_BITS:
        raise ValueError("Only ids made from 2020 to 2089 have a code.")
    high = record_id.int >> 64 & 0xFFF
    low = (record_id.int & (1 << 62) - 1) >> _LEFT_OUT
    number = _shuffled(milliseconds << _RANDOM_BITS | high << _LOW_BITS | low)
    chars = "".join(ALPHABET[number >> shift & 31] for shift in range(75, -1, -5))
    return "-".join(chars[at : at + 4] for at in range(0, LENGTH, 4))


def ids_of(typed: str) -> tuple[UUID, UUID] | None:
    """First and last id with this code, as typed (any case, dashes, spaces); None for no code."""
    chars = [char for char in typed.upper() if char not in "- \t.–—"]
    if len(chars) != LENGTH or not all(char in _VALUES for char in chars):
        return None
    number = 0
    for char in chars:
        number = number << 5 | _VALUES[char]
    number = _unshuffled(number)
    milliseconds = (number >> _RANDOM_BITS) + _EPOCH
    random = number & (1 << _RANDOM_BITS) - 1
    first = (
        milliseconds << 80
        | 7 << 76
        | (random >> _LOW_BITS) << 64
        | 0b10 << 62
        | (random & (1 << _LOW_BITS) - 1) << _LEFT_OUT
    )
    return UUID(int=first), UUID(int=first | (1 << _LEFT_OUT) - 1)


def _shuffled(number: int) -> int:
    left, right = number >> _HALF, number & _MASK
    for turn in range(_ROUNDS):
        left, right = right, left ^ _round(turn, right)
    return left << _HALF | right


def _unshuffled(number: int) -> int:
    left, right = number >> _HALF, number & _MASK
    for turn in reversed(range(_ROUNDS)):
        left, right = right ^ _round(turn, left), left
    return left << _HALF | right


def _round(turn: int, half: int) -> int:
    return blind_index("confirmation", f"{turn}:{half}").int & _MASK


@dataclass(frozen=True, slots=True)
class Found:
    """What a code stands for: a visit with the declaration made with it, or a declaration alone."""

    visit: Visit | None
    declaration: Declaration | None

    @property
    def record_id(self) -> UUID:
        """The id whose code it is."""
        record = self.visit or self.declaration
        if record is None:
            raise ValueError("Nothing was found.")
        return record.pk


def find(typed: str) -> Found | None:
    """What was declared under a code; None if unknown or over its time (no telling which).

    Two queries at most, each over a range of a primary key. A code that by bad luck (two
    records of one millisecond, once in 2**39) stands for two finds none.
    """
    ids = ids_of(typed)
    return _between(*ids) if ids else None


def find_id(record_id: UUID) -> Found | None:
    """The same for the id of a visit or declaration."""
    return _between(record_id, record_id)


def _between(first: UUID, last: UUID) -> Found | None:
    until = expired_before(timezone.now())
    visits = list(
        Visit.objects.filter(
            pk__range=(first, last), stay_end__gte=until, logbook=None
        ).select_related("venue__area", "venue__category")[:2]
    )
    declarations = Declaration.objects.filter(declared_at__gte=until).select_related(
        "venue__area", "area"
    )
    if visits:
        declared = declarations.filter(visit_id=visits[0].pk).first()
        return Found(visits[0], declared) if len(visits) == 1 else None
    alone = list(declarations.filter(pk__range=(first, last))[:2])
    return Found(None, alone[0]) if len(alone) == 1 else None
