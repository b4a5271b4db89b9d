"""Where pages of people begin, kept in the session beside the question, sealed like it.

A spot holds a name and keys: neither belongs into an address. Addresses hold the page's number.
"""

import base64
import binascii
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase

from people.sealing import SealError, seal, unseal
from plugins.tracing.engines.lists import Pair, Part
from plugins.tracing.walking import Spot

MOST_SEARCHES = 3
MOST_PAGES = 60  # of one search; from further back one begins anew
_SPOTS = "tracing_spots"


def keep(session: SessionBase, search: str, page: int, spot: Spot) -> None:
    """``search``: which one, with all that it was narrowed to."""
    searches = [each for each in session.get(_SPOTS, []) if each[0] != search]
    pages = [each for each in _pages(session, search) if each[0] != page]
    sealed = base64.b64encode(seal(_as_dict(spot), context=_context(search, page))).decode()
    pages = [*pages, [page, sealed]][-MOST_PAGES:]
    session[_SPOTS] = [*searches, [search, pages]][-MOST_SEARCHES:]


def find(session: SessionBase, search: str, page: int) -> Spot | None:
    """Where this page begins; None where that is not known (any more)."""
    sealed = dict(_pages(session, search)).get(page)
    if sealed is None:
        return None
    try:
        kept = unseal(base64.b64decode(sealed), context=_context(search, page))
        return _as_spot(kept)
    except (SealError, binascii.Error):
        return None


def _pages(session: SessionBase, search: str) -> list[list]:
    return list(dict(session.get(_SPOTS, [])).get(search, []))


def _as_dict(spot: Spot) -> dict[str, object]:
    if spot.after is None:
        return {"part": int(spot.part)}
    name, person, second = spot.after
    keys = {"person": person.hex, "second": second.hex if second else ""}
    return {"part": int(spot.part), "name": name, **keys}


def _as_spot(kept: dict) -> Spot:
    if "name" not in kept:
        return Spot(Part(kept["part"]))
    second = UUID(kept["second"]) if kept["second"] else None
    return Spot(Part(kept["part"]), Pair(kept["name"], UUID(kept["person"]), second))


def _context(search: str, page: int) -> bytes:
    return f"tracing-spot:{search}:{page}".encode()
