"""Pages that stand for themselves: privacy, contact, accessibility."""

from django.utils.translation import gettext_lazy as _

from cms_pages.models.base import PortalPage


class StandardPage(PortalPage):
    """Title, summary, body."""

    parent_page_types = ["cms_pages.HomePage"]
    subpage_types: list[str] = []
    template = "cms_pages/standard.html"

    class Meta:
        verbose_name = _("standard page")
