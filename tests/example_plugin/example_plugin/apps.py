"""The plugin's description."""

from portal.plugins import PluginConfig
from portal.roles import Role


class ExampleConfig(PluginConfig):
    """A noticeboard: one page, one block, one panel, one task."""

    name = "example_plugin"
    label = "example_plugin"
    verbose_name = "Noticeboard"
    version = "0.3"
    requires_portal = ">=1.0,<2"
    base_url = "noticeboard/"
    default_settings = {"greeting": "Xin chào"}
    role_permissions = {Role.DEPARTMENT: ("wagtailadmin.access_admin",)}
