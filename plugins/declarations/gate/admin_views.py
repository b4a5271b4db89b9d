"""Pages of the admin where a venue's gate links are made and ended."""

import segno
from django.contrib.auth.decorators import permission_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages

from areas.scope import scope_for
from plugins.declarations.gate import links
from plugins.declarations.gate.forms import GateLinkForm
from plugins.declarations.gate.models import GateLink
from plugins.qr_venues.models import Venue
from portal.plugins.switch import is_on

MOST_LISTED = 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("declarations.view_gatelink", raise_exception=True)
def venue_gates(request: HttpRequest, venue_pk: int) -> HttpResponse:
    """A venue's gate links, and the form for one more."""
    within = scope_for(request.user).q("area", "category__sector")
    venue = get_object_or_404(Venue.objects.filter(within), pk=venue_pk)
    may_add = request.user.has_perm("declarations.add_gatelink")
    form = GateLinkForm(request.POST if request.method == "POST" else None, venue=venue)
    if request.method == "POST" and may_add and form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                link, pin = links.make_link(
                    venue,
                    data["name"],
                    by=request.user,
                    checkpoint=data["checkpoint"],
                    token=data["token"],
                )
        except IntegrityError:
            messages.warning(
                request, _("This link was made already. Its PIN is shown only once; change it.")
            )
            return redirect("declarations_venue_gates", venue.pk)
        return _made(request, link, pin)
    rows = list(venue.gate_links.select_related("checkpoint", "created_by")[:MOST_LISTED])
    context = {
        "venue": venue,
        "live": [link for link in rows if link.revoked_at is None],
        "ended": [link for link in rows if link.revoked_at is not None],
        "form": form if may_add else None,
        "may_change": request.user.has_perm("declarations.change_gatelink"),
    }
    return render(request, "declarations/gate/links.html", context)


@never_cache
@require_POST
@permission_required("declarations.change_gatelink", raise_exception=True)
def change_pin(request: HttpRequest, link_pk: int) -> HttpResponse:
    """A new PIN, shown once; sent again, the form changes nothing."""
    link = _link(request, link_pk)
    generation = request.POST.get("generation", "")
    pin = None
    if generation.isdecimal() and len(generation) < 9:
        pin = links.change_pin(link, by=request.user, generation=int(generation))
    if pin is None:
        messages.warning(request, _("The PIN was changed meanwhile, or the link has ended."))
        return redirect("declarations_venue_gates", link.venue_id)
    return _made(request, link, pin)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("declarations.change_gatelink", raise_exception=True)
def revoke_gate(request: HttpRequest, link_pk: int) -> HttpResponse:
    """Ask, then end the link."""
    link = _link(request, link_pk)
    if request.method == "POST":
        if links.revoke_link(link, by=request.user):
            messages.success(request, _("The gate link has ended on every device."))
        else:
            messages.warning(request, _("This link had ended already."))
        return redirect("declarations_venue_gates", link.venue_id)
    return render(request, "declarations/gate/revoke.html", {"link": link})


@require_GET
@permission_required("declarations.add_visit", raise_exception=True)
def all_gates(request: HttpRequest) -> HttpResponse:
    """The gates of the account's venues, to open one; for gate staff with an account."""
    live = links.links_within(scope_for(request.user)).filter(revoked_at=None)
    rows = list(live.order_by("venue__name", "name", "pk")[: MOST_LISTED + 1])
    context = {"links": rows[:MOST_LISTED], "more": len(rows) > MOST_LISTED}
    return render(request, "declarations/gate/all.html", context)


def _link(request: HttpRequest, pk: int) -> GateLink:
    return get_object_or_404(links.links_within(scope_for(request.user)), pk=pk)


def _made(request: HttpRequest, link: GateLink, pin: str) -> HttpResponse:
    address = links.address_of(link)
    context = {"link": link, "pin": pin, "address": address, "code": _code(address)}
    return render(request, "declarations/gate/made.html", context)


def _code(address: str) -> SafeString:
    """The address to scan with the phone or tablet that becomes the gate; without the PIN."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(scale=5, border=4)
    return mark_safe(drawn)  # noqa: S308 - of our own making


def venue_links(request: HttpRequest, venue: Venue) -> list[tuple[str, str]]:
    """What a venue's page offers besides: its gates, to those who may see them."""
    if not request.user.has_perm("declarations.view_gatelink") or not is_on("declarations"):
        return []
    return [(reverse("declarations_venue_gates", args=[venue.pk]), _("Gates"))]
