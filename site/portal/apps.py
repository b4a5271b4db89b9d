"""The host application."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    """Comes last in INSTALLED_APPS: when it is ready, every plugin is."""

    name = "portal"
    label = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        """Register the checks, load every plugin's tasks and close the registry."""
        from portal import checks, roles  # noqa: F401
        from portal.plugins.registry import loaded, registry

        post_migrate.connect(roles.give_once, sender=self)

        for config in loaded():
            config.contribution("tasks")
        registry.freeze()
