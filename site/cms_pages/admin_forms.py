"""The form that editors edit a page in."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from cms_pages.folding import slug_from


class PortalPageForm(WagtailAdminPageForm):
    """An address left empty is made from the title, without accents.

    Wagtail's own way, in the browser, either keeps the accents, which no one can type from a
    printed page, or loses letters.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _(
                "The last part of the page's address. Leave it empty to have it made "
                "from the title."
            )

    def clean_slug(self) -> str:
        """The slug as typed, or a free one made from the title."""
        slug = self.cleaned_data["slug"]
        if slug or not self.cleaned_data.get("title"):
            return slug
        base = candidate = slug_from(self.cleaned_data["title"])
        number = 1
        while not self.instance._slug_is_available(candidate, self.parent_page, self.instance):
            number += 1
            candidate = f"{base}-{number}"
        return candidate
