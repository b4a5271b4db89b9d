"""Addresses of the pages that join persons and part them."""

from django.urls import URLPattern, path

from plugins.tracing.links import views
from portal.plugins.switch import only_when_on


def link_urls() -> list[URLPattern]:
    """Beside the person whom the decision is on."""
    guard = only_when_on("tracing")
    person = "tracing/people/<uuid:key>"
    return [
        path(f"{person}/join/", guard(views.join), name="tracing_join"),
        path(f"{person}/part/", guard(views.part), name="tracing_part"),
        path(f"{person}/decisions/<int:pk>/undo/", guard(views.undo), name="tracing_unlink"),
    ]
