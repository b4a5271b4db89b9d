"""Guidance: how to do it, for each audience."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from cms_pages.models.base import PortalPage


class Audience(models.TextChoices):
    """Whom a piece of guidance speaks to; the values are also names of icons."""

    VISITORS = "visitors", _("Visitors")
    VENUES = "venues", pgettext_lazy("audience", "Venues")
    GATE = "gate", pgettext_lazy("audience", "Gate staff")
    WARD = "ward", _("Ward editors")
    OFFICIALS = "officials", _("Officials")

    @classmethod
    def cards(cls) -> list[tuple["Audience", object]]:
        """Each audience with what it finds, for the home page."""
        return [
            (cls.VISITORS, _("Scan the code, declare in under a minute, check out on leaving.")),
            (cls.VENUES, _("Ask for a code, print it, hang it where everybody passes.")),
            (cls.GATE, _("Help people without a phone; keep the book when the network is down.")),
            (cls.WARD, _("Register venues, enter paper books, follow up who has no code yet.")),
            (cls.OFFICIALS, _("Trace contacts quickly, with a reason, and leave a record.")),
        ]


class GuidanceIndexPage(PortalPage):
    """All guidance, grouped by audience."""

    parent_page_types = ["cms_pages.HomePage"]
    subpage_types = ["cms_pages.GuidancePage"]
    template = "cms_pages/guidance_index.html"

    class Meta:
        verbose_name = _("guidance section")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the guidance of the audience asked for, or of all."""
        asked = request.GET.get("audience", "")
        chosen = asked if asked in Audience.values else ""
        pages = GuidancePage.objects.child_of(self).live().public()
        if chosen:
            pages = pages.filter(audience=chosen)
        groups: dict[str, list[GuidancePage]] = {}
        for page in pages.order_by("path"):
            groups.setdefault(page.audience, []).append(page)
        return {
            **super().get_context(request, *args, **kwargs),
            "audiences": Audience,
            "chosen": chosen,
            "groups": [(item, groups[item]) for item in Audience if item in groups],
        }


class GuidancePage(PortalPage):
    """One piece of guidance; its steps are blocks of the body."""

    audience = models.CharField(_("written for"), max_length=20, choices=Audience.choices)

    search_fields = [*PortalPage.search_fields, index.FilterField("audience")]
    content_panels = [
        *PortalPage.content_panels[:1],
        FieldPanel("audience"),
        *PortalPage.content_panels[1:],
    ]
    parent_page_types = ["cms_pages.GuidanceIndexPage"]
    subpage_types: list[str] = []
    template = "cms_pages/guidance.html"

    class Meta:
        verbose_name = _("guidance page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds what else there is for the same audience."""
        others = GuidancePage.objects.sibling_of(self, inclusive=False).live().public()
        return {
            **super().get_context(request, *args, **kwargs),
            "others": others.filter(audience=self.audience).order_by("path"),
        }
