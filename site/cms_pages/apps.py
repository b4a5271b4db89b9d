"""Application set-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsPagesConfig(AppConfig):
    """The public pages and their rules."""

    name = "cms_pages"
    label = "cms_pages"
    verbose_name = _("Portal pages")

    def ready(self) -> None:
        """Connect the search index; give the roles their pages after migrate."""
        from cms_pages import permissions, signals

        signals.connect()
        permissions.connect(self)
