"""From a request's body to what was sent."""

import json
from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import ValidationError

from plugins.declarations.api.problems import Problem, field_error

MOST_BYTES = 1_000_000
JSON = "application/json"
Sent = TypeVar("Sent", bound=Schema)

# pydantic's own sentences are for programmers and in English only.
_MISSING, _EXTRA = _("This field is missing."), _("There is no field of this name.")
_WRONG = _("This value is not of the kind that the description asks for.")


def check_head(request: HttpRequest) -> None:
    """Refuse what need not be read. Raises Problem."""
    if request.method != "POST":
        return
    if request.content_type != JSON:
        raise Problem("media_type")
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > MOST_BYTES:
        raise Problem("too_large")


def read_json(request: HttpRequest) -> dict[str, Any]:
    """The object in the body. Raises Problem."""
    try:
        sent = json.loads(request.body)
    except RequestDataTooBig:
        raise Problem("too_large") from None
    except (ValueError, RecursionError):  # not UTF-8, not JSON, or nested without end
        raise Problem("malformed") from None
    if not isinstance(sent, dict):
        raise Problem("malformed")
    return sent


def read_as(schema: type[Sent], sent: Any, at: str = "#") -> Sent:
    """Check an object against a schema; ``at`` is its pointer. Raises Problem."""
    try:
        return schema.model_validate(sent)
    except ValidationError as fault:
        errors = [_field_error(each, at) for each in fault.errors(include_url=False)]
        raise Problem("invalid", errors) from None


def as_sent(sent: Schema) -> dict[str, Any]:
    """What makes two requests the same: all but the clock's time of sending."""
    return sent.model_dump(mode="json", exclude={"sent_at"}, exclude_defaults=True)


def pointed(errors: Sequence[Any]) -> list[dict[str, Any]]:
    """Faults that the interface's own checks found, as ours are written."""
    return [
        # Before the field's name stand where it was looked for and the parameter's name.
        _field_error({**each, "loc": each["loc"][2 if each["loc"][0] == "body" else 1 :]}, "#")
        for each in errors
    ]


def _field_error(error: Any, at: str) -> dict[str, Any]:
    text = {"missing": _MISSING, "extra_forbidden": _EXTRA}.get(error["type"], _WRONG)
    pointer = "/".join([at, *(_escaped(str(part)) for part in error["loc"])])
    return field_error(pointer, error["type"], text)


def _escaped(part: str) -> str:
    """As JSON pointers write a name (RFC 6901)."""
    return part.replace("~", "~0").replace("/", "~1")
