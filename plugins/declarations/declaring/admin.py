"""The health official's list: declarations of symptoms or contact, the newest first."""

from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import ButtonHelper

from areas.scope import Scope
from audit.models import Action
from audit.services import record
from plugins.declarations.declaring.models import Declaration, Handling
from plugins.declarations.declaring.services import attention, within
from portal.admin import ReadOnly
from portal.registers import Register, RegisterIndex

MOST_LISTED = 1000


class DeclarationButtons(ButtonHelper):
    """The time leads to the declaration."""

    def get_buttons_for_obj(self, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        """None besides."""
        return []

    def get_primary_button(self, obj: Declaration) -> dict[str, Any]:
        """What the first column leads to."""
        label = gettext("Open this declaration")
        address = reverse("declarations_open_declaration", args=[obj.pk])
        return {"url": address, "label": label, "title": label, "classname": ""}


class DeclarationIndex(RegisterIndex):
    """Names are shown: each page goes on record, without a reason."""

    def get_page_title(self) -> str:
        """As in the menu: not all declarations are here."""
        return str(self.model_admin.get_menu_label())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What modeladmin's own would give, of the newest MOST_LISTED, which are counted once.

        All of them are never counted: a province may have millions. Put on record.
        """
        newest = self.get_queryset()[:MOST_LISTED]
        paginator = self.paginator_class(newest, self.items_per_page)
        page = paginator.get_page(self.page_num)
        record(
            self.request.user,
            Action.SEARCH,
            question="declarations",
            results=len(page.object_list),
            address=self.request.META.get("REMOTE_ADDR"),
        )
        context = {
            "view": self,
            "model_admin": self.model_admin,
            "all_count": 1,  # not asked for: shows the filters
            "paginator": paginator,
            "page_obj": page,
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "object_list": page.object_list,
            "more": paginator.count >= MOST_LISTED,
            "most": MOST_LISTED,
        }
        return {**context, **kwargs}


class DeclarationRegister(Register):
    """Declarations that need attention, made at a venue of the jurisdiction or by people who stay
    or go there.
    """

    model = Declaration
    menu_label = _("Declared symptoms")
    menu_icon = "warning"
    menu_order = 225
    permission_helper_class = ReadOnly
    button_helper_class = DeclarationButtons
    index_view_class = DeclarationIndex
    index_template_name = "declarations/declaring/list.html"
    index_view_extra_css = ["qr_venues/admin.css"]
    list_display = ("when", "who", "told", "where", "kind", "state")
    list_filter = ("handling", "has_symptoms", "had_contact", "kind")
    list_select_related = ("area", "venue")
    ordering = ("-declared_at", "-pk")

    def limit(self, queryset: QuerySet, scope: Scope) -> QuerySet:
        """Those with symptoms or contact."""
        return attention(queryset.filter(within(scope)))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Without what is sealed: the list shows nothing of it."""
        return super().get_queryset(request).defer("sealed")

    @display(description=_("declared"), ordering="declared_at")
    def when(self, declaration: Declaration) -> str:
        """Time."""
        return date_format(timezone.localtime(declaration.declared_at), "SHORT_DATETIME_FORMAT")

    @display(description=_("name"))
    def who(self, declaration: Declaration) -> str:
        """The person's name."""
        return declaration.name

    @display(description=_("tells of"))
    def told(self, declaration: Declaration) -> str:
        """Symptoms, contact or both."""
        parts = [
            gettext("symptoms") if declaration.has_symptoms else "",
            gettext("contact") if declaration.had_contact else "",
        ]
        return ", ".join(filter(None, parts))

    @display(description=_("where"))
    def where(self, declaration: Declaration) -> str:
        """The venue of a check-in, else where the person stays or goes."""
        return str(declaration.venue or declaration.area or "–")

    @display(description=_("state"))
    def state(self, declaration: Declaration) -> SafeString:
        """Not looked at yet stands out."""
        style = "cong-status--stopped" if declaration.handling == Handling.NEW else ""
        label = declaration.get_handling_display()
        return format_html('<span class="w-status {}">{}</span>', style, label)
