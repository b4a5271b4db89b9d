"""What the frame of a page needs from the page tree."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.translation import get_language, override
from wagtail.models import Page, Site

register = template.Library()


@dataclass(frozen=True)
class MenuEntry:
    """A link; ``current`` when the visitor is on that page or below it."""

    title: str
    url: str
    current: bool


@dataclass(frozen=True)
class Menu:
    """Pages right below the home page: those shown in menus, and the rest for the footer."""

    home: Page | None
    header: list[MenuEntry]
    footer: list[MenuEntry]


@register.simple_tag(takes_context=True)
def portal_menu(context: Context) -> Menu:
    """The site's menus in the language of the address; worked out once a request."""
    request = context.get("request")
    if request is None:
        return Menu(None, [], [])
    if not hasattr(request, "_portal_menu"):
        request._portal_menu = _menu(request)
    return request._portal_menu


def _menu(request: HttpRequest) -> Menu:
    site = Site.find_for_request(request)
    if site is None:
        return Menu(None, [], [])
    home = site.root_page.localized.specific
    entries: dict[bool, list[MenuEntry]] = {True: [], False: []}
    for page in home.get_children().live().public():
        if url := page.get_url(request):
            entries[page.show_in_menus].append(
                MenuEntry(page.title, url, request.path.startswith(url))
            )
    return Menu(home, entries[True], entries[False])


@register.simple_tag
def home_in_other_languages() -> list[tuple[str, str, str]]:
    """Code, name and home page's address of the languages that this page is not in."""
    found = []
    for code, name in settings.LANGUAGES:
        if code != get_language():
            with override(code):
                found.append((code, name, reverse("wagtail_serve", args=[""])))
    return found
