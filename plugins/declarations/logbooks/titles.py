"""The venue that a book names in its titles, as our own template does."""

import re
from collections.abc import Iterable
from typing import Any

from areas.scope import scope_for
from plugins.declarations.logbooks.models import Logbook
from plugins.qr_venues.codes import ALPHABET, VENUE_CODE_LENGTH
from plugins.qr_venues.models import Venue

# As venues are labelled: "Chợ Hà Đông · Phường Hà Đông · K7M2XP".
_CODE = re.compile(rf"· ([{ALPHABET}]{{{VENUE_CODE_LENGTH}}})\s*$")


def venue_codes(titles: Iterable[str]) -> list[str]:
    """The venue codes that titles end with, each once."""
    return list(dict.fromkeys(found[1] for text in titles if (found := _CODE.search(text))))


def other_venue(logbook: Logbook, titles: Iterable[str], *, account: Any) -> str:
    """The venue that the book says it is of, if that is another than was chosen for it; else "".

    Its code alone where the account may not see it. No query where the titles name no other one.
    """
    codes = venue_codes(titles)
    if not codes or logbook.venue.code in codes:
        return ""
    within = scope_for(account).q("area", "category__sector")
    venue = Venue.objects.filter(within, code=codes[0]).first()
    return f"{venue.name} ({venue.code})" if venue else codes[0]
