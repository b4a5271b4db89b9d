"""Registers of the host: areas and jurisdictions."""

from django.contrib.admin import display
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Length, Substr
from django.forms import CheckboxSelectMultiple, MultipleChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultipleChooserPanel, ObjectList
from wagtail_modeladmin.helpers import PermissionHelper

from areas.models import Area, Jurisdiction, Sector
from areas.scope import Scope
from portal.registers import Register


class ReadOnly(PermissionHelper):
    """Nobody adds, changes or deletes through the register; viewing needs the view permission."""

    def user_can_list(self, user: object) -> bool:
        """Whether the account may open the list."""
        return self.user_has_specific_permission(user, self.get_perm_codename("view"))

    def user_can_inspect_obj(self, user: object, obj: object) -> bool:
        """Whether the account may open one record."""
        return self.inspect_view_enabled and self.user_can_list(user)

    def user_can_create(self, user: object) -> bool:
        """Never."""
        return False

    def user_can_edit_obj(self, user: object, obj: object) -> bool:
        """Never."""
        return False

    def user_can_delete_obj(self, user: object, obj: object) -> bool:
        """Never."""
        return False


class AreaRegister(Register):
    """Areas are loaded by load_areas and never moved, so they are only looked at here."""

    model = Area
    permission_helper_class = ReadOnly
    menu_icon = "site"
    menu_order = 800
    add_to_settings_menu = True
    list_display = ("name", "kind", "code", "parent_name", "valid_from", "valid_to", "successor")
    list_filter = ("kind",)
    list_select_related = ("successor",)
    search_fields = ("name", "code")
    ordering = ("path",)

    def limit(self, queryset: QuerySet, scope: Scope) -> QuerySet:
        """Areas are limited by themselves; each row brings the name of the unit above it."""
        above = Area.objects.filter(
            path=Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Area.steplen)
        )
        return queryset.filter(scope.area_q()).annotate(above=Subquery(above.values("name")))

    @display(description=_("belongs to"))
    def parent_name(self, area: Area) -> str:
        """Name of the unit above; empty for provinces."""
        return area.above or ""


class JurisdictionForm(WagtailAdminModelForm):
    """Sectors as tick boxes; the model keeps a list of codes."""

    sectors = MultipleChoiceField(
        label=_("sectors"),
        choices=Sector.choices,
        required=False,
        widget=CheckboxSelectMultiple,
        help_text=_("None ticked: all sectors."),
    )


class JurisdictionRegister(Register):
    """Which account or group sees which areas and sectors; for administrators."""

    model = Jurisdiction
    menu_icon = "key"
    menu_order = 810
    add_to_settings_menu = True
    list_display = ("__str__", "everywhere", "area_names", "sector_names")
    edit_handler = ObjectList(
        [
            FieldPanel("user"),
            FieldPanel("group"),
            FieldPanel("everywhere"),
            MultipleChooserPanel("granted", chooser_field_name="area", label=_("areas")),
            FieldPanel("sectors"),
        ],
        base_form_class=JurisdictionForm,
    )

    def limit(self, queryset: QuerySet, scope: Scope) -> QuerySet:
        """Only those who see everything may hand out sight of anything."""
        return queryset if scope.everything else queryset.none()

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With what the list shows, so that it costs a constant number of queries."""
        return (
            super().get_queryset(request).select_related("user", "group").prefetch_related("areas")
        )

    @display(description=_("areas"))
    def area_names(self, row: Jurisdiction) -> str:
        """Names of the areas, separated by commas."""
        return ", ".join(area.name for area in row.areas.all()) or "–"

    @display(description=_("sectors"))
    def sector_names(self, row: Jurisdiction) -> str:
        """Names of the sectors, separated by commas."""
        return ", ".join(str(Sector(code).label) for code in row.sectors) or "–"
