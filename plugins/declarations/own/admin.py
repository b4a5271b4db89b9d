"""The list of requests for deletion: for ward editors of the area and the privacy officer."""

from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import ButtonHelper

from plugins.declarations.own.models import DeletionRequest
from portal.admin import ReadOnly
from portal.registers import Register


class DeletionButtons(ButtonHelper):
    """The time leads to the request."""

    def get_buttons_for_obj(self, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        """None besides."""
        return []

    def get_primary_button(self, obj: DeletionRequest) -> dict[str, Any]:
        """What the first column leads to."""
        label = gettext("Decide this request")
        address = reverse("declarations_decide_deletion", args=[obj.pk])
        return {"url": address, "label": label, "title": label, "classname": ""}


class DeletionRegister(Register):
    """Requests about records of the account's areas; they name nobody."""

    model = DeletionRequest
    area_field = "area"
    menu_label = _("Requests for deletion")
    menu_icon = "bin"
    menu_order = 228
    permission_helper_class = ReadOnly
    button_helper_class = DeletionButtons
    index_view_extra_css = ["qr_venues/admin.css"]
    list_display = ("when", "about", "area", "decision", "decided_at", "by")
    list_filter = ("decision",)
    ordering = ("-asked_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Without what is sealed."""
        found = super().get_queryset(request)
        return found.select_related("area", "decided_by").defer("sealed")

    @display(description=_("asked"), ordering="asked_at")
    def when(self, request: DeletionRequest) -> str:
        """Time."""
        return date_format(timezone.localtime(request.asked_at), "SHORT_DATETIME_FORMAT")

    @display(description=_("about"))
    def about(self, request: DeletionRequest) -> str:
        """What kind of record."""
        return gettext("a declaration") if request.of_declaration else gettext("a visit")

    @display(description=_("by"))
    def by(self, request: DeletionRequest) -> str:
        """Who decided."""
        return str(request.decided_by or "–")
