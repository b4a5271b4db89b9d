"""Texts and parts of the OpenAPI description that the functions' types do not say."""

from typing import Any

from plugins.declarations.api.problems import DETAILS, MEDIA_TYPE
from plugins.declarations.api.schemas import MOST_VISITS

DESCRIPTION = """\
Record visits and health declarations from another system, and look up check points.

* **Key**: `Authorization: Bearer cong_…`. A key has scopes, an area and a number of requests a
  minute; an administrator of the portal makes it.
* **Send it again**: every record has an id that *you* make, a UUID of version 7. When no answer
  came, send the same again: the same id with the same content gives the first answer again, with
  other content 409, and nothing is ever recorded twice.
* **Clocks**: times carry their offset (`2021-07-05T09:00:00+07:00`). A batch may say what your
  clock shows (`sent_at`); the difference from ours is taken off. A time that is still in the
  future, or more than seven days ago, is replaced by ours; `clock_doubted` says so.
* **Faults** are problem details (RFC 9457), `application/problem+json`, in Vietnamese or English
  as `Accept-Language` asks. `code` never changes; `errors` point into what you sent.
* **Overload**: 429 and 503 carry `Retry-After` in seconds. Wait that long, then send again.
"""

_PROBLEM_REF = {"$ref": "#/components/schemas/ProblemOut"}


def refusals(*codes: str) -> dict[Any, Any]:
    """What an operation may answer besides success, for ``openapi_extra``."""
    by_status: dict[int, list[str]] = {}
    for code in codes:
        by_status.setdefault(DETAILS[code][0], []).append(code)
    return {
        str(status): {
            "description": "Problem: " + ", ".join(each),
            "content": {MEDIA_TYPE: {"schema": _PROBLEM_REF}},
        }
        for status, each in by_status.items()
    }


BATCH = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["visits"],
                "additionalProperties": False,
                "properties": {
                    "visits": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": MOST_VISITS,
                        "items": {
                            "type": "object",
                            "description": "As for “Record a visit” (VisitIn). One with faults is "
                            "refused by itself: the answer says so, the others are recorded.",
                        },
                    },
                    "sent_at": {"type": "string", "format": "date-time"},
                },
            }
        }
    },
}
