"""The venue register in the admin."""

from typing import Any

from django.contrib.admin import SimpleListFilter, display
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper

from areas.scope import scope_for
from plugins.qr_venues.choosing import AreaFinder
from plugins.qr_venues.listing import matching
from plugins.qr_venues.models import Checkpoint, Venue, VenueCategory, VenueStatus
from plugins.qr_venues.venue_views import (
    STATUS_CLASSES,
    ChangeVenueView,
    RegisterVenueView,
    VenueView,
)
from portal.registers import Register
from portal.text import as_pk


class VenuePermissions(PermissionHelper):
    """Looking needs the view permission; deleting stays with administrators."""

    def user_can_list(self, user: Any) -> bool:
        """Whether the account may open the list."""
        return self.user_has_specific_permission(user, self.get_perm_codename("view"))

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        """Whether the account may open a venue's page."""
        return self.user_can_list(user)


class VenueButtons(ButtonHelper):
    """Labels that say what happens; the name leads to the venue's page."""

    def add_button(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The button above the list."""
        button = super().add_button(*args, **kwargs)
        return {
            **button,
            "label": gettext("Register a venue"),
            "title": gettext("Register a venue"),
        }

    def inspect_button(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """To the venue's page."""
        button = super().inspect_button(*args, **kwargs)
        label = gettext("Check points and posters")
        return {**button, "label": label, "title": label}

    def get_primary_button(self, obj: Venue) -> dict[str, Any]:
        """What the name in the list leads to."""
        return self.inspect_button(obj.pk)


class CategoryFilter(SimpleListFilter):
    """By category."""

    title = _("category")
    parameter_name = "category"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """All categories."""
        return [(category.pk, str(category)) for category in VenueCategory.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """Venues of the chosen category."""
        return queryset.filter(category=self.value()) if self.value() else None


class AreaFilter(SimpleListFilter):
    """By area, for accounts that see few of them; others search."""

    title = _("area")
    parameter_name = "area"
    most = 30

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The account's areas, none if there are too many to list."""
        finder = AreaFinder(scope_for(request.user))
        if finder.areas[: self.most + 1].count() > self.most:
            return []
        return [(str(o.pk), o.label.partition(",")[0]) for o in finder.search("", self.most)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """Venues of the chosen area."""
        value = self.value()
        return queryset.filter(area_id=pk) if (pk := as_pk(value)) else None


class VenueSearch:
    """By name, accents or none, or by code."""

    show_search_form = True

    def __init__(self, search_fields: Any) -> None:
        pass

    def search_queryset(self, queryset: QuerySet, search_term: str, **kwargs: Any) -> QuerySet:
        """The venues that the words name."""
        return matching(queryset, search_term)


class VenueRegister(Register):
    """Venues within the account's jurisdiction."""

    model = Venue
    area_field = "area"
    sector_field = "category__sector"
    menu_label = _("Venues")
    menu_icon = "home"
    menu_order = 210
    list_display = ("name", "code", "category", "area", "checkpoint_count", "status_tag")
    list_filter = ("status", AreaFilter, CategoryFilter)
    list_select_related = ("area", "category")
    search_fields = ("name", "code")
    search_handler_class = VenueSearch
    permission_helper_class = VenuePermissions
    button_helper_class = VenueButtons
    inspect_view_enabled = True
    create_view_class = RegisterVenueView
    edit_view_class = ChangeVenueView
    inspect_view_class = VenueView
    inspect_template_name = "qr_venues/venue.html"
    index_view_extra_css = ["qr_venues/admin.css"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Each with the number of its live check points."""
        live = Checkpoint.objects.filter(venue=OuterRef("pk"), revoked_at=None)
        count = live.order_by().values("venue").annotate(n=Count("pk")).values("n")
        # A subquery is worked out for the rows of the page only, a join for all of them.
        return super().get_queryset(request).annotate(live_count=Coalesce(Subquery(count), 0))

    @display(description=_("check points"))
    def checkpoint_count(self, venue: Any) -> int:
        """How many codes hang there."""
        return int(venue.live_count)

    @display(description=_("status"))
    def status_tag(self, venue: Venue) -> SafeString:
        """The status as a coloured tag."""
        css = STATUS_CLASSES[VenueStatus(venue.status)]
        return format_html('<span class="{}">{}</span>', css, venue.get_status_display())
