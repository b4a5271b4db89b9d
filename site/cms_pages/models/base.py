"""What every page of the portal has."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from cms_pages.fields import BodyField
from cms_pages.folding import padded, plain


class PortalPage(Page):
    """Summary and body, and the folded text by which the page is found.

    A table of its own, so that site search reads title, text and order of every kind of page
    from one place.
    """

    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=600,
        help_text=_("Two or three plain sentences: shown in lists and at the top of the page."),
    )
    body = BodyField(verbose_name=_("text"), blank=True)

    # Filled on every save, see fill_search_fields.
    search_title = models.TextField(editable=False, default="")
    search_text = models.TextField(editable=False, default="")
    search_folded = models.TextField(editable=False, default="")

    is_creatable = False
    # Indexed at once (signals.py), not by a background task: what is published can be found.
    search_auto_update = False
    search_fields = [
        *Page.search_fields,
        index.SearchField("search_title", boost=2),
        index.AutocompleteField("search_title"),
        index.SearchField("search_folded"),
    ]
    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel(
                    "show_in_menus",
                    help_text=_(
                        "Pages right below the home page: ticked, they stand in the menu at the "
                        "top; not ticked, in the footer."
                    ),
                ),
            ],
            _("Address and menu"),
        ),
        MultiFieldPanel(
            [FieldPanel("seo_title"), FieldPanel("search_description")], _("For search engines")
        ),
    ]

    class Meta:
        verbose_name = _("page")

    def search_parts(self) -> Iterator[object]:
        """Texts (or HTML) by which the page is found and from which snippets are cut."""
        yield self.summary
        yield from self.body.stream_block.get_searchable_content(self.body)

    def fill_search_fields(self) -> None:
        """Work out the searched columns from what the page says now."""
        self.search_title = padded(self.title)
        self.search_text = plain(self.search_parts())
        self.search_folded = padded(self.search_text)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, keeping the searched columns true; a save of single fields leaves them alone."""
        if kwargs.get("update_fields") is None:
            self.fill_search_fields()
        super().save(*args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the way here and the page in other languages."""
        return {
            **super().get_context(request, *args, **kwargs),
            "crumbs": self.crumbs(request),
            "other_languages": self.other_languages(request),
        }

    def crumbs(self, request: HttpRequest) -> list[tuple[str, str]]:
        """Title and address of the pages above, the home page first."""
        home, *above = [*self.get_ancestors().filter(depth__gte=2), self]
        if home == self:
            return []
        return [
            (gettext("Home"), home.get_url(request)),
            *((page.title, page.get_url(request)) for page in above[:-1]),
        ]

    def other_languages(self, request: HttpRequest) -> list[tuple[str, str, str]]:
        """Code, name and address of this page in each other language; else its home page."""
        translations = {
            page.locale.language_code: page.get_url(request)
            for page in self.get_translations().live().select_related("locale")
        }
        found = []
        for code, name in settings.LANGUAGES:
            if code != self.locale.language_code:
                with override(code):
                    home = reverse("wagtail_serve", args=[""])
                found.append((code, name, translations.get(code) or home))
        return found
