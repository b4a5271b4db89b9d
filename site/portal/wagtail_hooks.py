"""What the host adds to the Wagtail admin: modules page, plugins' panels, its own registers."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail_modeladmin.options import modeladmin_register

from areas.models import Area
from portal import admin_theme, dashboard, modules  # noqa: F401
from portal.admin import AreaRegister, JurisdictionRegister

for register in (AreaRegister, JurisdictionRegister):
    modeladmin_register(register)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Addresses of the modules page."""
    return [
        path("modules/", modules.index, name="portal_modules"),
        path("modules/<slug:label>/switch/", modules.switch, name="portal_modules_switch"),
    ]


class ModulesMenuItem(MenuItem):
    """Shown to those who may switch."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this request's account sees the entry."""
        return request.user.has_perm(modules.PERMISSION)


@hooks.register("register_settings_menu_item")
def modules_menu_item() -> MenuItem:
    """Settings → Modules."""
    return ModulesMenuItem(_("Modules"), reverse("portal_modules"), icon_name="cogs", order=10)


@hooks.register("construct_homepage_panels")
def plugin_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Plugins' panels come before Wagtail's own."""
    panels[:0] = dashboard.panels(request)


class AreaChooser(ChooserViewSet):
    """Areas are chosen by searching: there are thousands."""

    model = Area
    icon = "site"
    choose_one_text = _("Choose an area")
    choose_another_text = _("Choose another area")
    per_page = 20


@hooks.register("register_admin_viewset")
def area_chooser() -> AreaChooser:
    """The chooser behind every form field that leads to an Area."""
    return AreaChooser("area_chooser")


@hooks.register("construct_help_menu")
def help_in_house(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's release notes and guide are English pages on another host."""
    items[:] = [item for item in items if item.name == "keyboard-shortcuts-trigger"]
