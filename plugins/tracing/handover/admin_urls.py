"""Addresses and menu entry of hand-overs in the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from wagtail.admin.menu import MenuItem

from plugins.tracing.handover import services, views
from portal.plugins.switch import is_on, only_when_on

ACTIONS = ("grant", "refuse", "revoke", "withdraw")


def handover_urls() -> list[URLPattern]:
    """List, request, answer; and where a request begins, beside the person."""
    guard = only_when_on("tracing")
    actions = [
        path(
            f"tracing/handovers/<int:pk>/{what}/",
            guard(views.decide),
            {"what": what},
            name=f"tracing_handover_{what}",
        )
        for what in ACTIONS
    ]
    return [
        path("tracing/handovers/", guard(views.index), name="tracing_handovers"),
        path("tracing/handovers/<int:pk>/", guard(views.detail), name="tracing_handover"),
        path(
            "tracing/people/<uuid:key>/ask/<int:area_pk>/",
            guard(views.ask),
            name="tracing_handover_ask",
        ),
        *actions,
    ]


class HandOverMenuItem(MenuItem):
    """Says how many requests wait for an answer."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For those who may trace, while the plugin is switched on."""
        return is_on("tracing") and request.user.has_perm(services.TRACE)

    def render_component(self, request: HttpRequest) -> Any:
        """The entry with the number behind its name; one query."""
        component = super().render_component(request)
        if waiting := services.waiting(request.user):
            component.label = _("Hand-overs (%(n)s)") % {"n": waiting}
        return component
