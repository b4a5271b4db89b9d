"""What this plugin adds to the Wagtail admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import modeladmin_register

from plugins.tracing import places_views, views
from plugins.tracing.admin import CaseRegister
from plugins.tracing.casework.urls import admin_urls as case_urls
from plugins.tracing.declared import declared
from plugins.tracing.exports.admin_urls import export_urls
from plugins.tracing.handover.admin_urls import HandOverMenuItem, handover_urls
from plugins.tracing.links.admin_urls import link_urls
from plugins.tracing.pictures.admin_urls import CurveMenuItem, picture_urls
from plugins.tracing.services import PERMISSION
from plugins.tracing.spread.admin_urls import spread_urls
from portal.plugins.switch import is_on, only_when_on

modeladmin_register(CaseRegister)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """The search, its results, a person, the reason."""
    guard = only_when_on("tracing")
    return [
        path("tracing/", guard(views.search), name="tracing_search"),
        path("tracing/visitors/", guard(places_views.visitors), name="tracing_visitors"),
        path("tracing/reason/", guard(views.reason), name="tracing_reason"),
        path("tracing/found/<str:token>/", guard(views.found), name="tracing_found"),
        path("tracing/people/<uuid:key>/", guard(views.person), name="tracing_person"),
        *handover_urls(),
        *spread_urls(),
        *export_urls(),
        *link_urls(),
        path("tracing/people/<uuid:key>/declared/", guard(declared), name="tracing_declared"),
        *case_urls(),
        *picture_urls(),
    ]


class TracingMenuItem(MenuItem):
    """Shown to those who may trace, while the plugin is switched on."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this request's account sees the entry."""
        return is_on("tracing") and request.user.has_perm(PERMISSION)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """The search."""
    return TracingMenuItem(_("Tracing"), reverse("tracing_search"), icon_name="search", order=240)


@hooks.register("register_admin_menu_item")
def places_menu_item() -> MenuItem:
    """Places at risk."""
    return TracingMenuItem(
        _("Places at risk"), reverse("tracing_places"), icon_name="site", order=251
    )


@hooks.register("register_admin_menu_item")
def handovers_menu_item() -> MenuItem:
    """Hand-overs, with the number that waits."""
    address = reverse("tracing_handovers")
    return HandOverMenuItem(_("Hand-overs"), address, icon_name="resubmit", order=260)


@hooks.register("register_admin_menu_item")
def tasks_menu_item() -> MenuItem:
    """Whom to call."""
    return TracingMenuItem(_("To call"), reverse("tracing_tasks"), icon_name="list-ul", order=252)


@hooks.register("register_admin_menu_item")
def curve_menu_item() -> MenuItem:
    """Cases day by day."""
    return CurveMenuItem()


@hooks.register("register_admin_menu_item")
def exports_menu_item() -> MenuItem:
    """Lists taken out."""
    return TracingMenuItem(
        _("My exports"), reverse("tracing_exports"), icon_name="download", order=262
    )
