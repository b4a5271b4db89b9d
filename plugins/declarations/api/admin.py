"""The register of connected systems: make a key, see when it was used, revoke it."""

from typing import Any

from django.contrib.admin import display
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail_modeladmin.helpers import ButtonHelper

from areas.scope import Scope, scope_for
from plugins.declarations.api import keys
from plugins.declarations.api.forms import ClientForm, of_whole_areas
from plugins.declarations.api.models import ApiClient
from plugins.declarations.api.scopes import SCOPES
from portal.admin import ReadOnly
from portal.plugins.switch import only_when_on
from portal.registers import Register

ADD, CHANGE = "declarations.add_apiclient", "declarations.change_apiclient"


class ClientButtons(ButtonHelper):
    """Revoking is all that can be done with a key."""

    def get_buttons_for_obj(self, obj: ApiClient, *args: Any, **kwargs: Any) -> list[dict]:
        """None for a key that is revoked already."""
        if obj.revoked_at or not self.request.user.has_perm(CHANGE):
            return []
        return [
            {
                "url": reverse("declarations_revoke_client", args=[obj.pk]),
                "label": _t("Revoke"),
                "classname": "button button-small no",
                "title": _t("Revoke the key of this system"),
            }
        ]

    def get_primary_button(self, obj: ApiClient) -> None:
        """The name leads nowhere."""
        return None


class ClientRegister(Register):
    """Systems of the account's areas; those without an area for accounts that see everything."""

    model = ApiClient
    area_field = "area"
    permission_helper_class = ReadOnly
    button_helper_class = ClientButtons
    menu_label = _("Connected systems")
    menu_icon = "link"
    menu_order = 830
    add_to_settings_menu = True
    list_display = ("name", "may", "where", "rate_per_minute", "last_used", "status_tag")
    list_select_related = ("area",)
    search_fields = ("name",)
    index_template_name = "declarations/api/index.html"
    index_view_extra_css = ["qr_venues/admin.css"]

    def limit(self, queryset: QuerySet, scope: Scope) -> QuerySet:
        """See the class."""
        return clients_in(queryset, scope)

    @display(description=_("may"))
    def may(self, client: ApiClient) -> str:
        """Its scopes in words."""
        return ", ".join(str(SCOPES.get(scope, scope)) for scope in client.scopes)

    @display(description=_("area"))
    def where(self, client: ApiClient) -> str:
        """The area, or everywhere."""
        return client.area.name if client.area else _t("everywhere")

    @display(description=_("state"))
    def status_tag(self, client: ApiClient) -> SafeString:
        """Whether its key opens anything."""
        if client.revoked_at:
            return format_html('<span class="w-status">{}</span>', _t("revoked"))
        return format_html('<span class="w-status w-status--primary">{}</span>', _t("in use"))


def clients_in(clients: QuerySet[ApiClient], scope: Scope) -> QuerySet[ApiClient]:
    """Those within a scope."""
    return clients if scope.everything else clients.filter(scope.q("area"), area__isnull=False)


@never_cache
@permission_required(ADD, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def connect(request: HttpRequest) -> HttpResponse:
    """Make a key; it is shown on the answer's page and nowhere else, ever."""
    if not of_whole_areas(scope_for(request.user)).grants:
        raise PermissionDenied
    form = ClientForm(request.POST or None, account=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = keys.make(
            given["name"],
            given["scopes"],
            form.chosen_area(),
            given["rate_per_minute"],
            request.user,
        )
        return render(request, "declarations/api/made.html", {"made": made})
    return render(request, "declarations/api/connect.html", {"form": form})


@never_cache
@permission_required(CHANGE, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then revoke."""
    clients = clients_in(ApiClient.objects.all(), scope_for(request.user))
    client = get_object_or_404(clients, pk=pk)
    if request.method == "POST":
        keys.revoke(client, request.user)
        messages.success(
            request, _t("The key of “%(name)s” opens nothing any more.") % {"name": client}
        )
        return redirect("declarations_apiclient_modeladmin_index")
    return render(request, "declarations/api/revoke.html", {"client": client})


def client_urls() -> list[URLPattern]:
    """Pages beside the register."""
    guard = only_when_on("declarations")
    return [
        path("systems/connect/", guard(connect), name="declarations_connect_client"),
        path("systems/<int:pk>/revoke/", guard(revoke), name="declarations_revoke_client"),
    ]
