"""Pages of the portal."""

from cms_pages.models.base import PortalPage
from cms_pages.models.directives import (
    DirectiveAttachment,
    DirectiveIndexPage,
    DirectivePage,
    RelatedDirective,
)
from cms_pages.models.guidance import GuidanceIndexPage, GuidancePage
from cms_pages.models.home import HomePage
from cms_pages.models.news import NewsIndexPage, NewsPage
from cms_pages.models.standard import StandardPage

__all__ = [
    "DirectiveAttachment",
    "DirectiveIndexPage",
    "DirectivePage",
    "GuidanceIndexPage",
    "GuidancePage",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "PortalPage",
    "RelatedDirective",
    "StandardPage",
]
