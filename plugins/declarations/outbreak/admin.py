"""The register of outbreak rules."""

from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail_modeladmin.views import DeleteView

from plugins.declarations.outbreak.forms import OutbreakRuleForm, put_on_record
from plugins.declarations.outbreak.models import OutbreakRule
from portal.registers import Register


class DeleteRuleView(DeleteView):
    """Deleting goes on record as saving does."""

    def delete_instance(self) -> None:
        """Delete the rule."""
        put_on_record(self.instance, self.request.user, deleted=True)
        super().delete_instance()


class OutbreakRegister(Register):
    """Rules of the account's areas. A rule of a province holds in all its wards."""

    model = OutbreakRule
    area_field = "area"
    menu_label = _("Outbreak rules")
    menu_icon = "crosshairs"
    menu_order = 226
    list_display = ("area", "kind", "asked", "begins", "ends", "made_by")
    list_select_related = ("area", "category", "made_by")
    delete_view_class = DeleteRuleView
    index_view_extra_css = ["qr_venues/admin.css"]
    edit_handler = ObjectList(
        [
            FieldPanel("area"),
            FieldPanel("category"),
            FieldPanel("asks_health"),
            FieldPanel("asks_movement"),
            FieldPanel("begins"),
            FieldPanel("ends"),
        ],
        base_form_class=OutbreakRuleForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With what the list shows."""
        return super().get_queryset(request).select_related("area", "category", "made_by")

    @display(description=_("venue category"))
    def kind(self, rule: OutbreakRule) -> Any:
        """All kinds, where none is chosen."""
        return rule.category or gettext("all kinds of venue")

    @display(description=_("asked for"))
    def asked(self, rule: OutbreakRule) -> str:
        """What a check-in asks for."""
        parts = [
            gettext("health") if rule.asks_health else "",
            gettext("movement") if rule.asks_movement else "",
        ]
        return ", ".join(filter(None, parts))
