"""Panels on the admin's first page, contributed by plugins.

A panel is a callable ``(request) -> dict | None`` giving ``title``, ``template``, ``context`` and
``order`` (lower comes first); None where the account has nothing to see there.
"""

from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.admin.ui.components import Component

from portal.plugins.registry import registry
from portal.plugins.switch import is_on


class PluginPanel(Component):
    """One plugin's panel as a Wagtail component."""

    media = Media()

    def __init__(self, panel: dict[str, Any]) -> None:
        self.panel = panel
        self.order = panel.get("order", 100)

    def render_html(self, parent_context: Any = None) -> SafeString:
        """The panel's template inside the common frame."""
        request = parent_context["request"] if parent_context else None
        body = render_to_string(self.panel["template"], self.panel.get("context", {}), request)
        return render_to_string(
            "portal/admin/panel.html", {"title": self.panel["title"], "body": body}, request
        )


def panels(request: HttpRequest) -> list[PluginPanel]:
    """The panels of every plugin that is switched on and has something for this account."""
    found = [make(request) for label, make in registry.contributions("panels") if is_on(label)]
    return [PluginPanel(panel) for panel in found if panel]
