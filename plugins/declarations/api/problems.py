"""Everything that goes wrong is answered in one shape: "problem details" of RFC 9457.

The words are in the language that the client asks for (Accept-Language), Vietnamese by default;
``code`` is for programs and never changes.
"""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:cong:problem:"

DETAILS: "Mapping[str, tuple[int, StrPromise]]" = {
    "malformed": (400, _("The request cannot be read. Send one JSON object in UTF-8.")),
    "key_missing": (401, _("Send a key: Authorization: Bearer cong_…")),
    "key_unknown": (401, _("This key is not known, or it was revoked.")),
    "not_allowed": (403, _("This key may not do that.")),
    "not_found": (404, _("There is nothing at this address.")),
    "point_unknown": (404, _("No check point in the area of this key has this code.")),
    "visit_unknown": (404, _("No visit with this id was recorded through the interface.")),
    "method": (405, _("This address does not take this method.")),
    "conflict": (409, _("This id was used before, with other content. Nothing was changed.")),
    "too_large": (413, _("Send at most 500 records in at most 1 MB at a time.")),
    "media_type": (415, _("Send JSON: Content-Type: application/json")),
    "invalid": (422, _("Some fields are not right; see “errors”.")),
    "point_closed": (422, _("This check point takes no check-ins.")),
    "too_many": (429, _("Too many requests. Wait as long as Retry-After says, then go on.")),
    "fault": (500, _("Something went wrong on our side. Nothing was recorded; send it again.")),
    "busy": (503, _("The server is busy. Wait as long as Retry-After says, then send it again.")),
}


class Problem(Exception):
    """Raised anywhere under a request. ``errors`` say which fields, as ``field_error`` makes them.

    ``headers`` go with the answer.
    """

    def __init__(
        self,
        code: str,
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.errors = errors
        self.headers = headers or {}


def field_error(pointer: str, code: str, detail: "StrPromise | str") -> dict[str, Any]:
    """One fault: ``pointer`` is a JSON pointer into what was sent ("#/visits/3/phone")."""
    return {"pointer": pointer, "code": code, "detail": detail}


def body(code: str, errors: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """The answer as a dictionary, in the language that is active."""
    status, detail = DETAILS[code]
    shape: dict[str, Any] = {
        "type": TYPE + code,
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": str(detail),
    }
    if errors:
        shape["errors"] = [{**each, "detail": str(each["detail"])} for each in errors]
    return shape


def in_language_of(request: HttpRequest) -> override:
    """A context in which texts are in the language that the client asks for."""
    return override(get_language_from_request(request))


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The whole response."""
    with in_language_of(request):
        content = body(problem.code, problem.errors)
    text = json.dumps(content, ensure_ascii=False)
    response = HttpResponse(text, status=content["status"], content_type=MEDIA_TYPE)
    for name, value in problem.headers.items():
        response[name] = value
    return response
