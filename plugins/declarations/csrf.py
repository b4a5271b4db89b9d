"""Django's protection against forged forms, for a view that keeps what was typed.

The middleware would answer with a bare error page; a visitor whose cookie went missing would
have to type everything again.
"""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware


class _Check(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> str:
        """Say why instead of answering (the way that Django REST framework uses it)."""
        return reason


def _no_response(request: HttpRequest) -> HttpResponse:
    """Stands for the view, which itself is marked as exempt."""
    return HttpResponse()


def is_forged(request: HttpRequest) -> bool:
    """Whether a POST lacks the token that this site's form carries."""
    check = _Check(_no_response)
    check.process_request(request)
    return check.process_view(request, _no_response, (), {}) is not None
