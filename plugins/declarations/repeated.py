"""The same sent again: who has no answer sends once more, and must not be recorded twice.

Clients make the ids. An id that is known with the same content gives the first answer again; with
other content it is a conflict, and nothing is changed.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any
from uuid import UUID

from django.db.models import Model

from people.blind import blind_index


class Known(Enum):
    """What the database knows of an id."""

    NEW = "new"
    SAME = "same"
    OTHER = "other"


def content_of(sent: Mapping[str, Any]) -> bytes:
    """16 bytes that stand for what was sent: equal content, equal bytes; nobody reads it back.

    ``sent`` is what JSON can hold; the order of its names does not matter.
    """
    text = json.dumps(sent, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # Halves of characters (JSON can hold them, UTF-8 cannot) stand as their escapes, which nothing
    # else gives here.
    return blind_index("content", text.encode(errors="backslashreplace").decode()).bytes


def compare(model: type[Model], contents: Mapping[UUID, bytes]) -> dict[UUID, Known]:
    """For each id of a batch, with its content: is it new, the same again, or another's? One query.

    ``model`` has the columns ``id`` and ``content``. A record without content was made elsewhere:
    its id is another's.
    """
    rows = model._default_manager.filter(pk__in=contents).values_list("pk", "content")
    found = dict(rows)
    return {each: _known(content, found, each) for each, content in contents.items()}


def _known(content: bytes, found: Mapping[UUID, Any], each: UUID) -> Known:
    if each not in found:
        return Known.NEW
    kept = found[each]
    return Known.SAME if kept is not None and bytes(kept) == content else Known.OTHER


def twice(ids: Iterable[UUID]) -> set[UUID]:
    """Ids that stand in one batch more than once."""
    return {each for each, times in Counter(ids).items() if times > 1}
