"""Mounts the interface: whatever goes wrong under it is answered in its own shape."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja.errors import HttpError, ValidationError
from wagtail.utils.urlpatterns import decorate_urlpatterns

from plugins.declarations.api.problems import Problem, answer
from plugins.declarations.api.reading import check_head, pointed
from plugins.declarations.api.views import api

log = logging.getLogger(__name__)
_BY_STATUS = {400: "malformed", 404: "not_found", 405: "method", 413: "too_large"}


@api.exception_handler(Problem)
def _problem(request: HttpRequest, fault: Problem) -> HttpResponse:
    return answer(request, fault)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    return answer(request, Problem("invalid", pointed(fault.errors)))


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, fault: HttpError) -> HttpResponse:
    return answer(request, Problem(_BY_STATUS.get(fault.status_code, "malformed")))


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, _fault: RequestDataTooBig) -> HttpResponse:
    return answer(request, Problem("too_large"))


@api.exception_handler(Exception)
def _fault(request: HttpRequest, fault: Exception) -> HttpResponse:
    """Ours: into the log with all that is known, and to the client in the common shape."""
    log.error("Fault at %s", request.path, exc_info=fault)
    return answer(request, Problem("fault"))


def _shaped(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view whose refusals all have the interface's shape."""

    @csrf_exempt  # keys are sent by programs, never by browsers on their own
    @wraps(view)
    def shaped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            check_head(request)
            response: HttpResponseBase = view(request, *args, **kwargs)
        except Problem as fault:
            return answer(request, fault)
        if response.status_code == 405:
            return answer(request, Problem("method", headers={"Allow": response["Allow"]}))
        return response

    return shaped


def _nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """What is not there, in the same shape."""
    return answer(request, Problem("not_found"))


_patterns, _app_name, _namespace = api.urls
urlpatterns = [
    path("", ([*decorate_urlpatterns(_patterns, _shaped)], _app_name, _namespace)),
    re_path(r"^(?P<rest>.*)$", _nothing),
]
