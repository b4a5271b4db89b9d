"""The one base class of every register in the admin (venues, visits, paper books, …).

wagtail-modeladmin gets no new features, so everything that we ask of it beyond its own is here:
jurisdiction on every view, the plugin's switch, and permission to view without changing.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, re_path
from django.utils.text import capfirst
from wagtail_modeladmin.menus import ModelAdminMenuItem
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView

from areas.scope import Scope, scope_for
from portal.plugins.config import PluginConfig
from portal.plugins.switch import is_on


class RegisterMenuItem(ModelAdminMenuItem):
    """Shown to those who may list the register, while its plugin is switched on."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this request's account sees the entry."""
        return self.model_admin.is_available() and super().is_shown(request)


class RegisterIndex(IndexView):
    """The list view. It knows its own filters only.

    modeladmin applies any look-up of the address to the query, as in
    ``?created_by__password__startswith=…``, and so answers questions about other tables.
    """

    def get_filters_params(self, params: Any = None) -> dict[str, list[str]]:
        """Parameters that belong to a filter of this register."""
        names = tuple(_parameter(each) for each in self.list_filter)
        given = super().get_filters_params(params)
        return {key: value for key, value in given.items() if key.split("__")[0] in names}

    def get_filters(self, request: HttpRequest) -> tuple[list, bool, dict, bool]:
        """The filters, without what they did not take from the address."""
        specs, any_filter, _remaining, distinct = super().get_filters(request)
        return specs, any_filter, {}, distinct


def _parameter(list_filter: Any) -> str:
    """First part of the address parameter of a filter given by field, pair or class."""
    if isinstance(list_filter, tuple):
        list_filter = list_filter[0]
    name = getattr(list_filter, "parameter_name", list_filter)
    return str(name).split("__")[0]


class Register(ModelAdmin):
    """A list of one model's records that shows an account only what its jurisdiction allows.

    ``area_field`` and ``sector_field`` lead from the model to an Area and to a sector code, in
    query notation ("venue__area"). A register without ``area_field`` must override ``limit``.
    """

    area_field: ClassVar[str | None] = None
    sector_field: ClassVar[str | None] = None
    history_view_enabled = False
    index_view_class = RegisterIndex
    list_per_page = 50

    def limit(self, queryset: QuerySet, scope: Scope) -> QuerySet:
        """The records within this scope."""
        if self.area_field is None:
            raise NotImplementedError(f"{type(self).__name__} must say how it is limited")
        return queryset.filter(scope.q(self.area_field, self.sector_field))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """What this request's account may see; the base of list, search and export."""
        return self.limit(super().get_queryset(request), scope_for(request.user))

    def is_available(self) -> bool:
        """False while the plugin that the model belongs to is switched off."""
        config = self.model._meta.app_config
        return not isinstance(config, PluginConfig) or is_on(config.label)

    def get_menu_label(self) -> str:
        """The plural name, its first letter large. Lazy: the menu outlives the request."""
        return self.menu_label or capfirst(self.opts.verbose_name_plural)

    def get_menu_item(self, order: int | None = None) -> RegisterMenuItem:
        """The menu entry, which vanishes with the plugin."""
        return RegisterMenuItem(self, order or self.get_menu_order())

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """modeladmin's addresses, each behind the switch and the jurisdiction of its record."""
        return tuple(
            re_path(
                pattern.pattern.regex.pattern, self._guarded(pattern.callback), name=pattern.name
            )
            for pattern in super().get_admin_urls_for_registration()
        )

    def _guarded(self, view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            if not self.is_available():
                raise Http404
            if (quoted := kwargs.get("instance_pk")) is not None:
                try:
                    known = self.get_queryset(request).filter(pk=unquote(quoted)).exists()
                except (ValueError, OverflowError, ValidationError):  # no key of this model at all
                    known = False
                if not known:
                    raise Http404
            return view(request, **kwargs)

        return guarded

    def register_indexing(self) -> None:
        """Keep records out of Wagtail's reference index: millions of visits do not belong there."""
