"""Builds the page trees of both languages from the files in pages/."""

import tomllib
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import override
from wagtail.models import Locale, Page, Site

from cms_pages import models
from cms_pages.demo.files import document

PAGES = Path(__file__).parent / "pages"
TYPES = {
    "home": models.HomePage,
    "directive_index": models.DirectiveIndexPage,
    "directive": models.DirectivePage,
    "guidance_index": models.GuidanceIndexPage,
    "guidance": models.GuidancePage,
    "news_index": models.NewsIndexPage,
    "news": models.NewsPage,
    "standard": models.StandardPage,
}


@transaction.atomic
def build() -> int:
    """Make the pages that are missing; returns how many. Existing ones stay as they are."""
    sources = {path.stem.partition("_")[2]: _read(path) for path in sorted(PAGES.glob("*.toml"))}
    pages: dict[str, dict[str, models.PortalPage]] = {}
    made: list[tuple[str, str]] = []
    for language, _name in settings.LANGUAGES:
        locale, _created = Locale.objects.get_or_create(language_code=language)
        tree = pages[language] = {}
        with override(language):
            for key, source in sources.items():
                parent = tree.get(source.get("parent", "home")) or Page.get_first_root_node()
                twin = next((p[key] for p in pages.values() if key in p), None)
                page = parent.get_children().filter(slug=source[language]["slug"]).first()
                if page is None:
                    tree[key] = _new(parent, source, language, locale, twin)
                    made.append((language, key))
                else:
                    tree[key] = page.specific
            for key in [key for code, key in made if code == language]:
                _connect(tree[key], sources[key], tree)
    _serve(pages[settings.LANGUAGE_CODE]["home"])
    return len(made)


def _read(path: Path) -> dict:
    with path.open("rb") as file:
        return tomllib.load(file)


def _new(
    parent: Page,
    source: dict,
    language: str,
    locale: Locale,
    twin: models.PortalPage | None,
) -> models.PortalPage:
    """A published page; ``twin`` is the same page in another language."""
    own = source[language]
    later = {"notice_page", "body"}
    fields = {k: v for k, v in (source.get("shared", {}) | own).items() if k not in later}
    page = TYPES[source["type"]](
        **fields,
        locale=locale,
        translation_key=twin.translation_key if twin else uuid4(),
        show_in_menus=source.get("in_menu", False),
        body=[_block(block, language) for block in own.get("body", ())],
    )
    parent.add_child(instance=page)
    return page


def _block(block: dict, language: str) -> dict:
    if block["type"] == "documents":
        ids = [document(key, language).pk for key in block["value"]["documents"]]
        return {**block, "value": {**block["value"], "documents": ids}}
    return block


def _connect(page: models.PortalPage, source: dict, tree: dict[str, models.PortalPage]) -> None:
    """Links to other pages and files, once all pages are there; then the first revision."""
    if notice := source.get("shared", {}).get("notice_page"):
        page.notice_page = tree[notice]
    for key in source.get("related", ()):
        page.related.add(models.RelatedDirective(target=tree[key]))
    for key in source.get("attachments", ()):
        file = document(key, page.locale.language_code)
        page.attachments.add(models.DirectiveAttachment(title=file.title, document=file))
    page.save_revision().publish()


def _serve(home: models.PortalPage) -> None:
    """Make the Vietnamese home the site's root, in place of Wagtail's welcome page."""
    address = urlsplit(settings.PUBLIC_URL)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    welcome = site.root_page if site.root_page_id else None
    if site.root_page_id and isinstance(site.root_page.specific, models.PortalPage):
        return  # somebody has set it up already
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.site_name = str(settings.WAGTAIL_SITE_NAME)
    site.root_page = home
    site.save()
    if welcome is not None and welcome.depth > 1 and not welcome.get_children().exists():
        welcome.delete()
