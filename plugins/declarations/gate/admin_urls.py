"""Addresses in the admin."""

from django.urls import URLPattern, path

from plugins.declarations.gate import admin_views
from portal.plugins.switch import only_when_on


def gate_urls() -> list[URLPattern]:
    """Each behind the plugin's switch."""
    guard = only_when_on("declarations")
    return [
        path("gates/", guard(admin_views.all_gates), name="declarations_gates"),
        path(
            "gates/venue/<int:venue_pk>/",
            guard(admin_views.venue_gates),
            name="declarations_venue_gates",
        ),
        path(
            "gates/<int:link_pk>/pin/",
            guard(admin_views.change_pin),
            name="declarations_change_gate_pin",
        ),
        path(
            "gates/<int:link_pk>/revoke/",
            guard(admin_views.revoke_gate),
            name="declarations_revoke_gate",
        ),
    ]
