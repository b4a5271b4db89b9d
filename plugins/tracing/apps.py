"""The plugin's description."""

from django.utils.translation import gettext_lazy as _

from portal.plugins import PluginConfig
from portal.roles import Role


class TracingConfig(PluginConfig):
    """Person search, histories, contacts and cases."""

    name = "plugins.tracing"
    label = "tracing"
    verbose_name = _("Tracing")
    summary = _("Finds who was where, and who was there at the same time.")
    version = "1.0.0"
    requires_portal = ">=1.0,<2"
    depends_on = ("qr_venues", "declarations")
    role_permissions = {
        Role.TRACING: (
            "tracing.trace_visits",
            "tracing.add_case",
            "tracing.change_case",
            "tracing.view_case",
        ),
    }
    default_settings = {
        "people_per_page": 20,
        "margin_minutes": 0,  # added to both ends of a stay when looking for contacts
    }
