"""The register of saved mappings: to be given another name, or deleted."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail_modeladmin.helpers import PermissionHelper

from plugins.declarations.logbooks.models import LogbookMapping
from portal.registers import Register


class MappingPermissions(PermissionHelper):
    """Mappings are made on the page of a book, where there is something to map."""

    def user_can_create(self, user: Any) -> bool:
        """Never here."""
        return False


class MappingForm(WagtailAdminModelForm):
    """The name only; one of an area's mappings has it."""

    def clean_name(self) -> str:
        """Single spaces; not the name of another mapping of the area."""
        name = " ".join(self.cleaned_data["name"].split())
        others = LogbookMapping.objects.filter(area_id=self.instance.area_id, name=name)
        if others.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is another saved mapping of this name."), "taken")
        return name


class MappingRegister(Register):
    """Saved mappings of the account's areas."""

    model = LogbookMapping
    area_field = "area"
    menu_label = _("Saved mappings")
    menu_icon = "list-ul"
    menu_order = 235
    list_display = ("name", "area", "saved_by", "saved_at")
    list_select_related = ("area", "saved_by")
    search_fields = ("name",)
    permission_helper_class = MappingPermissions
    index_view_extra_css = ["qr_venues/admin.css", "declarations/logbooks.css"]
    edit_handler = ObjectList([FieldPanel("name")], base_form_class=MappingForm)
