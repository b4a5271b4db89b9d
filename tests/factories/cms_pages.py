"""Pages of the portal: a home page per language, sections below it, pages below those."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Locale, Page, Site

from cms_pages import models


def locale(language: str) -> Locale:
    """The locale of a language code; made when it is missing."""
    return Locale.objects.get_or_create(language_code=language)[0]


class PageFactory(DjangoModelFactory):
    """A published page below ``parent``, in the parent's language.

    ``translation_of=`` another page makes it that page's translation.
    """

    class Meta:
        model = models.StandardPage
        abstract = True

    title = factory.Sequence(lambda n: f"Trang {n}")

    @classmethod
    def _create(
        cls,
        model_class: type,
        *args: Any,
        parent: Page | None = None,
        translation_of: Page | None = None,
        **kwargs: Any,
    ) -> Any:
        parent = parent or cls.default_parent()
        if translation_of is not None:
            kwargs["translation_key"] = translation_of.translation_key
        kwargs.setdefault("locale", parent.locale)
        page = parent.add_child(instance=model_class(*args, **kwargs))
        page.save_revision().publish()
        page.refresh_from_db()
        return page

    @classmethod
    def default_parent(cls) -> Page:
        """The Vietnamese home page; made when it is missing."""
        return models.HomePage.objects.filter(locale=locale("vi")).first() or HomePageFactory()


class HomePageFactory(PageFactory):
    """The home page of ``language=``; the Vietnamese one becomes the site's root."""

    class Meta:
        model = models.HomePage

    title = "Trang chủ"
    hotline = "1900 0000"

    @classmethod
    def default_parent(cls) -> Page:
        """The root of all trees; made when a test that commits has emptied the database."""
        return Page.get_first_root_node() or Page.add_root(title="Root", slug="root")

    @classmethod
    def _create(cls, model_class: type, *args: Any, language: str = "vi", **kwargs: Any) -> Any:
        locale("vi")  # the root page needs one
        home = super()._create(model_class, *args, locale=locale(language), **kwargs)
        if language == "vi":
            Site.objects.update_or_create(
                is_default_site=True,
                defaults={"hostname": "testserver", "root_page": home, "site_name": "Cổng"},
            )
        return home


class StandardPageFactory(PageFactory):
    """A page like "Liên hệ"."""


class DirectiveIndexPageFactory(PageFactory):
    """A directives section."""

    class Meta:
        model = models.DirectiveIndexPage

    title = "Văn bản"
    show_in_menus = True


class DirectivePageFactory(PageFactory):
    """A letter of 25 June 2021, in the directives section."""

    class Meta:
        model = models.DirectivePage

    title = factory.Sequence(lambda n: f"Văn bản {n}")
    kind = "letter"
    issuing_body = "Bộ Thông tin và Truyền thông"
    date_issued = date(2021, 6, 25)

    @classmethod
    def default_parent(cls) -> Page:
        """The first directives section there is, or a new one."""
        return models.DirectiveIndexPage.objects.first() or DirectiveIndexPageFactory()


class GuidanceIndexPageFactory(PageFactory):
    """A guidance section."""

    class Meta:
        model = models.GuidanceIndexPage

    title = "Hướng dẫn"
    show_in_menus = True


class GuidancePageFactory(PageFactory):
    """Guidance for visitors, in the guidance section."""

    class Meta:
        model = models.GuidancePage

    audience = "visitors"

    @classmethod
    def default_parent(cls) -> Page:
        """The first guidance section there is, or a new one."""
        return models.GuidanceIndexPage.objects.first() or GuidanceIndexPageFactory()


class NewsIndexPageFactory(PageFactory):
    """A news section."""

    class Meta:
        model = models.NewsIndexPage

    title = "Tin tức"
    show_in_menus = True


class NewsPageFactory(PageFactory):
    """A news item, in the news section."""

    class Meta:
        model = models.NewsPage

    @classmethod
    def default_parent(cls) -> Page:
        """The first news section there is, or a new one."""
        return models.NewsIndexPage.objects.first() or NewsIndexPageFactory()
