"""The addresses of the interface, /api/v1/…, and its description."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import NinjaAPI, Status

from plugins.declarations.api import declarations, scopes, visits
from plugins.declarations.api.auth import Key
from plugins.declarations.api.description import BATCH, DESCRIPTION, refusals
from plugins.declarations.api.models import ApiClient
from plugins.declarations.api.points import Point, points
from plugins.declarations.api.problems import Problem, body, in_language_of
from plugins.declarations.api.reading import read_as, read_json
from plugins.declarations.api.schemas import (
    MOST_VISITS,
    CheckOutIn,
    DeclarationIn,
    DeclarationOut,
    OneVisitIn,
    PointOut,
    ProblemOut,
    ResultOut,
    ResultsOut,
    VisitIn,
    VisitOut,
    VisitsIn,
)

api = NinjaAPI(
    title="Cổng",
    version="1.0.0",
    description=DESCRIPTION,
    urls_namespace="declarations:api",
    docs_url="docs",
)
_ALWAYS = ("key_missing", "key_unknown", "not_allowed", "too_many", "fault", "busy")
_SENT = ("malformed", "too_large", "media_type", "invalid")


def _client(request: HttpRequest) -> ApiClient:
    """Whom the key belongs to (see auth.Key)."""
    client: ApiClient = vars(request)["auth"]
    return client


def _with(*codes: str, **more: Any) -> dict[str, Any]:
    return {"responses": refusals(*_ALWAYS, *codes), **more}


@api.get(
    "/points/{code}",
    auth=Key(scopes.POINTS_READ),
    response=PointOut,
    summary="Look up a check point",
    operation_id="point",
    openapi_extra=_with("point_unknown"),
)
def point(request: HttpRequest, code: str) -> PointOut:
    """The check point whose code stands under a QR; dashes and case do not matter."""
    found: Point | None = points(_client(request), [code]).get(code)
    if found is None:
        raise Problem("point_unknown")
    return PointOut(
        code=found.shown,
        name=found.name,
        open=found.is_open(timezone.now()),
        venue=found.venue_name,
        address=found.address,
        area=found.area_name,
    )


@api.post(
    "/visits",
    auth=Key(scopes.VISITS_WRITE),
    response={201: VisitOut},
    summary="Record a visit",
    operation_id="visit",
    openapi_extra=_with(*_SENT, "point_unknown", "point_closed", "conflict"),
)
def visit(request: HttpRequest, sent: OneVisitIn) -> Status:
    """One stay of one person; 201 whether it is new or the same sent again."""
    result = visits.record_one(_client(request), sent)
    return Status(201, result)


@api.post(
    "/visits/batch",
    auth=Key(scopes.VISITS_WRITE),
    response=ResultsOut,
    summary="Record up to 500 visits",
    operation_id="visits",
    openapi_extra=_with(*_SENT, requestBody=BATCH),
)
def visit_batch(request: HttpRequest) -> ResultsOut:
    """Those without faults are recorded; the answer says of each, in order, what became of it."""
    given = read_as(VisitsIn, read_json(request))
    if len(given.visits) > MOST_VISITS:
        raise Problem("too_large")
    places = [f"#/visits/{number}" for number in range(len(given.visits))]
    understood: dict[str, VisitIn] = {}
    results: dict[str, VisitOut | Problem] = {}
    for place, each in zip(places, given.visits, strict=True):
        try:
            understood[place] = read_as(VisitIn, each, place)
        except Problem as problem:
            results[place] = problem
    results |= visits.record(_client(request), understood, given.sent_at)
    answers = [results[place] for place in places]
    with in_language_of(request):
        shown = [_result(*each) for each in zip(given.visits, answers, strict=True)]
    recorded = sum(each.visit is not None for each in shown)
    return ResultsOut(recorded=recorded, refused=len(shown) - recorded, results=shown)


def _result(sent: dict[str, Any], result: VisitOut | Problem) -> ResultOut:
    given = sent.get("id")
    record_id = given if isinstance(given, str) else None
    if isinstance(result, Problem):
        problem = ProblemOut(**body(result.code, result.errors))
        return ResultOut(id=record_id, problem=problem)
    return ResultOut(id=record_id, visit=result)


@api.post(
    "/visits/{visit_id}/check-out",
    auth=Key(scopes.VISITS_WRITE),
    response=VisitOut,
    summary="Record a leaving",
    operation_id="check_out",
    openapi_extra=_with(*_SENT, "visit_unknown", "conflict"),
)
def check_out(request: HttpRequest, visit_id: UUID, sent: CheckOutIn) -> VisitOut:
    """Of a visit that was recorded through the interface. The same again gives the same answer."""
    return visits.check_out(_client(request), visit_id, sent)


@api.post(
    "/declarations",
    auth=Key(scopes.DECLARATIONS_WRITE),
    response={201: DeclarationOut},
    summary="Record a health declaration",
    operation_id="declaration",
    openapi_extra=_with(*_SENT, "visit_unknown", "conflict"),
)
def declaration(request: HttpRequest, sent: DeclarationIn) -> Status:
    """With ``visit``, that of a visit recorded through the interface before."""
    return Status(201, declarations.record(_client(request), sent))
