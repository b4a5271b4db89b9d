"""Addresses of exports in the admin."""

from django.urls import URLPattern, path

from plugins.tracing.exports import views
from portal.plugins.switch import only_when_on


def export_urls() -> list[URLPattern]:
    """Ask, follow, take; one's own list."""
    guard = only_when_on("tracing")
    return [
        path("tracing/exports/", guard(views.index), name="tracing_exports"),
        path("tracing/exports/new/<str:kind>/", guard(views.ask), name="tracing_export_ask"),
        path("tracing/exports/<uuid:pk>/", guard(views.detail), name="tracing_export"),
        path(
            "tracing/exports/<uuid:pk>/cancel/", guard(views.cancel), name="tracing_export_cancel"
        ),
        path("tracing/exports/<uuid:pk>/again/", guard(views.again), name="tracing_export_again"),
        path("tracing/exports/<uuid:pk>/file/", guard(views.take), name="tracing_export_file"),
    ]
