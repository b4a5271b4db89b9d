"""Addresses of pictures in the admin; with a kind of file at the end, the file."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from plugins.tracing.casework.access import SEES
from plugins.tracing.pictures import curve_views, graph_views, hours_views
from portal.plugins.switch import is_on, only_when_on

PAGES = [
    ("spread/<uuid:pk>/picture/", graph_views.run, "run_picture"),
    ("cases/<int:pk>/picture/", graph_views.case, "case_picture"),
    ("visitors/hours/", hours_views.venue_hours, "hours"),
    ("curve/", curve_views.cases, "curve"),
]


def picture_urls() -> list[URLPattern]:
    """The pages, and below each its files."""
    guard = only_when_on("tracing")
    pages = [path(f"tracing/{at}", guard(view), name=f"tracing_{name}") for at, view, name in PAGES]
    files = [
        path(f"tracing/{at}<str:kind>/", guard(view), name=f"tracing_{name}_file")
        for at, view, name in PAGES
    ]
    return pages + files


class CurveMenuItem(MenuItem):
    """The curve, for those who may see cases."""

    def __init__(self) -> None:
        address = reverse("tracing_curve")
        super().__init__(_("Epidemic curve"), address, icon_name="history", order=253)

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this request's account sees the entry."""
        return is_on("tracing") and request.user.has_perms(SEES)
