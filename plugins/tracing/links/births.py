"""In which year someone was born, as far as what was declared tells. A pure function."""

import re
from collections.abc import Mapping
from typing import Any

_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
# Third digit after the province of a citizen ID number: century and sex; then the year.
_CITIZEN_ID = re.compile(r"\d{3}(\d)(\d\d)\d{6}")


def birth_year(details: Mapping[str, Any]) -> int | None:
    """Of a visit's unsealed details: the year in "birth", else the one in a citizen ID number."""
    if found := _YEAR.search(str(details.get("birth", ""))):
        return int(found[1])
    if found := _CITIZEN_ID.fullmatch(str(details.get("id", ""))):
        return 1900 + 100 * (int(found[1]) // 2) + int(found[2])
    return None
