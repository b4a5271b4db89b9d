"""The plugin's description."""

from django.utils.translation import gettext_lazy as _

from portal.plugins import PluginConfig
from portal.roles import Role


class QrVenuesConfig(PluginConfig):
    """Venues, their check points and the codes that hang there."""

    name = "plugins.qr_venues"
    label = "qr_venues"
    verbose_name = _("Venues and codes")
    summary = _("Registers venues, prints their codes.")
    version = "1.0.0"
    requires_portal = ">=1.0,<2"
    base_url = "venues/"
    role_permissions = {
        Role.DEPARTMENT: ("qr_venues.view_venue",),
        Role.WARD_EDITOR: (
            "qr_venues.add_venue",
            "qr_venues.change_venue",
            "qr_venues.view_venue",
        ),
        Role.TRACING: ("qr_venues.view_venue",),
    }
