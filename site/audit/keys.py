"""The persons that an entry names besides its question: ``details["keys"]``, blind keys in hex.

Those whose phones were opened, who stood on a list that was taken out, whom a run of contacts
found. PostgreSQL has an index over them (migration 0004); SQLite reads all entries.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, F, Func

KEYS_AN_ENTRY = 2000  # more persons are named in further entries, ``what`` being PART
PART = "part"


def hexes(keys: Iterable[UUID]) -> list[str]:
    """As an entry's details have them."""
    return sorted({key.hex for key in keys})


class Names(Func):
    """Condition on AuditEntry: it names one of the persons with these keys."""

    output_field = BooleanField()

    def __init__(self, keys: Iterable[UUID]) -> None:
        super().__init__(F("details"))
        self.keys = hexes(keys)

    def as_postgresql(
        self, compiler: Any, connection: Any, **context: Any
    ) -> tuple[str, list[Any]]:
        """Written as the index has it."""
        details, params = compiler.compile(self.source_expressions[0])
        return f"({details} -> 'keys') ?| %s::text[]", [*params, self.keys]

    def as_sqlite(
        self, compiler: Any, connection: Any, **context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """Key by key."""
        details, params = compiler.compile(self.source_expressions[0])
        marks = ", ".join(["%s"] * len(self.keys))
        named = f"json_each({details}, '$.keys') AS named WHERE named.value IN ({marks})"
        # only the column and marks stand in it, the keys are parameters
        return f"EXISTS (SELECT 1 FROM {named})", (*params, *self.keys)  # noqa: S608
