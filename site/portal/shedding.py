"""More requests than the server can take: a bounded number wait, the others are told to come back.

Without it every request is accepted and waits its turn, answers come after the visitor has given
up, and the server works for nobody. See docs/decisions/0029-overload.md.
"""

import json
import random
import threading
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

# Clients that were sent away at once must not come back at once.
SOONEST, LATEST = 2, 6  # seconds
STATUS = f"{HTTPStatus.SERVICE_UNAVAILABLE.value} {HTTPStatus.SERVICE_UNAVAILABLE.phrase}"


class Shedding:
    """Lets ``at_once`` requests of this process into ``application``.

    ``waiting`` more wait for at most ``seconds``; whoever finds no room gets 503 with Retry-After.
    Answers that stream count until they begin.
    """

    def __init__(
        self, application: Application, at_once: int, waiting: int, seconds: float
    ) -> None:
        self._application = application
        self._room = threading.BoundedSemaphore(at_once)
        self._queue = threading.BoundedSemaphore(at_once + waiting)
        self._seconds = seconds

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """As WSGI (PEP 3333) calls it."""
        if not self._queue.acquire(blocking=False):
            return _busy(environ, start_response)
        try:
            if not self._room.acquire(timeout=self._seconds):
                return _busy(environ, start_response)
            try:
                return self._application(environ, start_response)
            finally:
                self._room.release()
        finally:
            self._queue.release()


def _busy(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    """What was sent was not read; a form that is sent again by the browser's reload is whole."""
    wait = random.randint(SOONEST, LATEST)  # noqa: S311 – nothing secret
    english = environ.get("PATH_INFO", "").startswith("/en/")
    with override("en" if english else "vi"):
        heading = _("Very many people are here just now")
        advice = _(
            "Wait a few seconds, then press the browser’s reload button. What you typed is sent "
            "again; nothing is recorded twice."
        )
    kinds = environ.get("CONTENT_TYPE", "") + environ.get("HTTP_ACCEPT", "")
    if "json" in kinds or "/api/" in environ.get("PATH_INFO", ""):
        kind = "application/problem+json"
        body = json.dumps(
            {
                "type": "urn:cong:problem:busy",
                "title": HTTPStatus.SERVICE_UNAVAILABLE.phrase,
                "status": HTTPStatus.SERVICE_UNAVAILABLE.value,
                "code": "busy",
                "detail": advice,
            },
            ensure_ascii=False,
        )
    else:
        kind = "text/html; charset=utf-8"
        body = (
            f'<!doctype html><html lang="{"en" if english else "vi"}"><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{heading}</title><h1>{heading}</h1><p>{advice}</p></html>"
        )
    content = body.encode()
    head = [
        ("Content-Type", kind),
        ("Content-Length", str(len(content))),
        ("Cache-Control", "no-store"),
        ("Retry-After", str(wait)),
    ]
    start_response(STATUS, head)
    return [content]
