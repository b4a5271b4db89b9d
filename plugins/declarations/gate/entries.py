"""What an opened envelope tells: who came or left, or what is taken back."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeGuard
from uuid import UUID

from people.ids import parse_id
from people.messages import problem_text
from people.names import name_problem, normalise_name
from people.phones import parse_phone
from plugins.declarations.cards.card import Card, Kind
from plugins.declarations.cards.reading import LONGEST, read_card
from plugins.declarations.models import Source

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

Deed = Literal["in", "out", "undo_in", "undo_out"]
DEEDS: tuple[Deed, ...] = ("in", "out", "undo_in", "undo_out")
_MOST_MS = 1 << 53


@dataclass
class Entry:
    """One deed at the gate. ``errors`` maps a field to a sentence; with any it is not recorded.

    ``token`` is a personal code's, not looked up yet. ``of`` is the visit that is taken back.
    """

    id: UUID
    deed: Deed
    at: int  # ms since 1970 by the device
    venue_id: int
    offset: int | None = None  # ms that the server was ahead of it, as far as the device knew
    name: str = ""
    phone: str | None = None
    id_number: str | None = None
    source: str = Source.GATE
    token: str = ""
    of: UUID | None = None
    alert: bool = False  # a personal code's declaration tells of symptoms or contact
    another: bool = False  # staff say that it is not the person who is inside
    details: dict[str, Any] = field(default_factory=dict)
    errors: "dict[str, StrPromise]" = field(default_factory=dict)


def read_entry(entry_id: UUID, opened: dict[str, Any]) -> Entry | None:
    """From what was sealed; None if this is no entry at all."""
    deed, at, venue = opened.get("deed"), opened.get("at"), opened.get("venue")
    if deed not in DEEDS or not _is_number(at) or not _is_number(venue):
        return None
    entry = Entry(entry_id, deed, at, venue, _offset(opened.get("offset")))
    if deed.startswith("undo"):
        try:
            entry.of = UUID(_text(opened, "of"))
        except ValueError:
            return None
        return entry
    entry.another = opened.get("another") is True
    _read_person(entry, opened)
    return entry


def _read_person(entry: Entry, opened: dict[str, Any]) -> None:
    """The card decides; what was typed counts where it is missing or was completed by hand."""
    raw = _text(opened, "card")[:LONGEST]
    card = read_card(raw) if raw else None
    if isinstance(card, Card):
        if card.kind == Kind.OWN:
            entry.source, entry.token = Source.CARD, card.token
            return
        entry.details = _details(card)
        if not card.problems:
            entry.source = Source.CARD
            entry.name, entry.id_number = card.name, card.number
            entry.phone = parse_phone(_text(opened, "phone")).e164
            return
    _read_typed(entry, opened, card if isinstance(card, Card) else None)


def _read_typed(entry: Entry, opened: dict[str, Any], card: Card | None) -> None:
    name = _text(opened, "name")
    problem: str | None = name_problem(name)
    phone, number = parse_phone(_text(opened, "phone")), _text(opened, "id_number").strip()
    # The ten digits of an insurance card would else be read as a citizen card's without its zeros.
    insured = card is not None and card.kind == Kind.BHYT and number.upper() == card.number
    id_number = parse_id(number, "bhyt" if insured else None)
    # Who leaves is found by phone or ID alone.
    if problem and (entry.deed == "in" or not (phone.e164 or id_number.number)):
        entry.errors["name"] = problem_text(problem)
    if phone.problem:
        entry.errors["phone"] = problem_text(phone.problem)
    if id_number.problem:
        entry.errors["id_number"] = problem_text(id_number.problem)
    entry.name = normalise_name(name)
    entry.phone, entry.id_number = phone.e164, id_number.number


def _details(card: Card) -> dict[str, Any]:
    kept = {"birth": card.birth, "sex": card.sex, "address": card.address, "card": card.kind.value}
    return {name: value for name, value in kept.items() if value}


def _is_number(value: Any) -> TypeGuard[int]:
    return type(value) is int and 0 <= value < _MOST_MS


def _offset(value: Any) -> int | None:
    return value if type(value) is int and abs(value) < _MOST_MS else None


def _text(opened: dict[str, Any], name: str) -> str:
    value = opened.get(name)
    if not isinstance(value, str):
        return ""
    return value.replace("\0", "").encode(errors="ignore").decode()  # without halves of characters
