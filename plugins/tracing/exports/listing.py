"""What the sources of exports give to those who write them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from areas.scope import Scope
from plugins.tracing.periods import Period
from plugins.tracing.reasons import Asker

BATCH = 200  # people or visits whose details are opened together


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and how wide its column is in characters."""

    heading: str
    width: int = 16


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be listed, for whom and why; ``scope`` is what the account may see just now.

    ``details`` say of whom or what, by kind; see sources.
    """

    asker: Asker
    scope: Scope
    period: Period
    details: dict[str, Any]

    @property
    def key(self) -> UUID:
        """Of the person asked about."""
        return UUID(self.details["key"])


@dataclass(slots=True)
class Listing:
    """A table. ``rows`` are read once, in batches; after that ``complete`` is final,
    and ``partial``: the search index was too slow, and this is what it had found by then.

    ``about``: what was asked, as label and text. ``blind``: the same for the record. Times in
    rows are local, without a zone. ``of``: how many rows there will be, where known.
    ``keys`` of the people in the rows read so far go into the record, so that each can be told.
    """

    title: str
    blind: str
    columns: Sequence[Column]
    about: list[tuple[str, str]] = field(default_factory=list)
    rows: Iterator[Sequence[Any]] = field(default_factory=lambda: iter(()))
    of: int = 0
    complete: bool = True
    keys: set[UUID] = field(default_factory=set)
    partial: bool = False
