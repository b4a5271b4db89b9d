"""Addresses of runs in the admin."""

from django.urls import URLPattern, path

from plugins.tracing.spread import views
from portal.plugins.switch import only_when_on


def spread_urls() -> list[URLPattern]:
    """Asking, watching, cancelling."""
    guard = only_when_on("tracing")
    return [
        path("tracing/people/<uuid:key>/spread/", guard(views.ask), name="tracing_ask_spread"),
        path("tracing/spread/<uuid:pk>/", guard(views.show), name="tracing_spread"),
        path(
            "tracing/spread/<uuid:pk>/cancel/",
            guard(views.cancel),
            name="tracing_cancel_spread",
        ),
    ]
