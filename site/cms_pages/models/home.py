"""The home page of a language."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Page

from cms_pages.models.base import PortalPage
from cms_pages.models.directives import DirectiveIndexPage, DirectivePage
from cms_pages.models.guidance import Audience, GuidanceIndexPage
from cms_pages.models.news import NewsIndexPage, NewsPage


class HomePage(PortalPage):
    """Greets, leads each audience to its guidance, shows what is new, says who we are."""

    notice = models.CharField(
        _("notice"),
        max_length=200,
        blank=True,
        help_text=_("One sentence above everything else, for what everybody must know today."),
    )
    notice_page = models.ForeignKey(
        Page,
        verbose_name=_("page that tells more"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    office_name = models.CharField(_("name of the office"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=255, blank=True)
    hotline = models.CharField(_("hotline"), max_length=40, blank=True)
    email = models.EmailField(_("email"), blank=True)

    content_panels = [
        *PortalPage.content_panels[:2],
        MultiFieldPanel([FieldPanel("notice"), PageChooserPanel("notice_page")], _("Notice")),
        MultiFieldPanel(
            [
                FieldPanel("office_name"),
                FieldPanel("address"),
                FieldPanel("hotline"),
                FieldPanel("email"),
            ],
            _("Office (in the footer of every page)"),
        ),
        FieldPanel("body"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "cms_pages.DirectiveIndexPage",
        "cms_pages.GuidanceIndexPage",
        "cms_pages.NewsIndexPage",
        "cms_pages.StandardPage",
    ]
    template = "cms_pages/home.html"

    class Meta:
        verbose_name = _("home page")

    def clean(self) -> None:
        """Raises ValidationError for a link without a notice: nobody would see it."""
        super().clean()
        if self.notice_page and not self.notice:
            raise ValidationError({"notice": _("Write the sentence that the link belongs to.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the newest directives and news and the guidance sections."""
        below = {
            page.specific_class: page
            for page in self.get_children().live().public()
            if page.specific_class in (DirectiveIndexPage, GuidanceIndexPage, NewsIndexPage)
        }
        return {
            **super().get_context(request, *args, **kwargs),
            "directive_index": below.get(DirectiveIndexPage),
            "guidance_index": below.get(GuidanceIndexPage),
            "news_index": below.get(NewsIndexPage),
            "audiences": Audience.cards(),
            "directives": DirectivePage.objects.live().public().descendant_of(self).newest()[:4],
            "news": NewsPage.objects.live()
            .public()
            .descendant_of(self)
            .order_by("-date", "-pk")[:3],
        }
