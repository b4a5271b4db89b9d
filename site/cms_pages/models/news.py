"""News."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from cms_pages.models.base import PortalPage
from cms_pages.paging import paged


class NewsIndexPage(PortalPage):
    """All news, the latest first."""

    parent_page_types = ["cms_pages.HomePage"]
    subpage_types = ["cms_pages.NewsPage"]
    template = "cms_pages/news_index.html"

    class Meta:
        verbose_name = _("news section")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the page of news asked for."""
        news = NewsPage.objects.child_of(self).live().public().order_by("-date", "-pk")
        return {**super().get_context(request, *args, **kwargs), **paged(news, request.GET)}


class NewsPage(PortalPage):
    """One news item."""

    date = models.DateField(_("date"), default=timezone.localdate)
    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Landscape format, at least 800 pixels wide."),
    )

    search_fields = [*PortalPage.search_fields, index.FilterField("date")]
    content_panels = [
        *PortalPage.content_panels[:1],
        FieldRowPanel([FieldPanel("date"), FieldPanel("image")]),
        *PortalPage.content_panels[1:],
    ]
    parent_page_types = ["cms_pages.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "cms_pages/news.html"

    class Meta:
        verbose_name = _("news item")
