"""Pages in the admin about one venue: its check points and their posters."""

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages

from areas.scope import scope_for
from people.names import fold
from plugins.qr_venues import services
from plugins.qr_venues.choosing import AreaFinder, Finder, VenueFinder, may_choose
from plugins.qr_venues.forms import CheckpointForm
from plugins.qr_venues.listing import venues_for
from plugins.qr_venues.models import Checkpoint, Venue
from plugins.qr_venues.posters import CONTENT_TYPES, poster, posters


def venue_address(venue: Venue) -> str:
    """Address of a venue's page in the admin."""
    return reverse("qr_venues_venue_modeladmin_inspect", args=[venue.pk])


@require_POST
@permission_required("qr_venues.change_venue", raise_exception=True)
def add_checkpoint(request: HttpRequest, venue_pk: int) -> HttpResponse:
    """Add a check point; back to the venue's page."""
    venue = get_object_or_404(venues_for(request.user), pk=venue_pk)
    form = CheckpointForm(request.POST)
    if form.is_valid():
        added = services.add_checkpoint(venue, form.cleaned_data["name"], by=request.user)
        said = _("The check point “%(name)s” was added. Print its poster.") % {"name": added.name}
        messages.success(request, said)
    else:
        messages.error(request, " ".join(map(str, form.errors["name"])))
    return redirect(venue_address(venue))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("qr_venues.change_venue", raise_exception=True)
def revoke_checkpoint(request: HttpRequest, checkpoint_pk: int) -> HttpResponse:
    """Ask, then end a code and give its check point a new one."""
    checkpoint = _checkpoint(request, checkpoint_pk)
    if request.method == "POST":
        try:
            services.revoke_checkpoint(checkpoint, by=request.user)
        except services.AlreadyRevoked:
            messages.warning(request, _("This code was revoked already."))
        else:
            said = _("The code was revoked. Print the new poster and hang it in place of the old.")
            messages.success(request, said)
        return redirect(venue_address(checkpoint.venue))
    context = {"checkpoint": checkpoint, "back": venue_address(checkpoint.venue)}
    return render(request, "qr_venues/revoke.html", context)


@require_GET
@permission_required("qr_venues.view_venue", raise_exception=True)
def checkpoint_poster(request: HttpRequest, checkpoint_pk: int, kind: str) -> HttpResponse:
    """The poster of one check point. One query beyond the account's own."""
    checkpoint = _checkpoint(request, checkpoint_pk)
    if kind not in CONTENT_TYPES or checkpoint.revoked_at:
        raise Http404
    name = f"{checkpoint.venue.name} {checkpoint.name} {checkpoint.token}"
    return _file(poster(checkpoint, kind), kind, name)


@require_GET
@permission_required("qr_venues.view_venue", raise_exception=True)
def venue_posters(request: HttpRequest, venue_pk: int) -> HttpResponse:
    """The posters of all live check points of a venue, a page each."""
    venue = get_object_or_404(venues_for(request.user), pk=venue_pk)
    live = list(venue.checkpoints.filter(revoked_at=None).order_by("number"))
    if not live:
        raise Http404
    for checkpoint in live:
        checkpoint.venue = venue
    return _file(posters(live), "pdf", f"{venue.name} {venue.code}")


@require_GET
@permission_required("qr_venues.view_venue", raise_exception=True)
def find_areas(request: HttpRequest) -> JsonResponse:
    """Areas that the account may register venues in: [{"pk", "label"}]."""
    return _found(request, AreaFinder(scope_for(request.user)))


@require_GET
def find_venues(request: HttpRequest) -> JsonResponse:
    """Venues within the jurisdiction, for who has a form that asks: [{"pk", "label"}]."""
    if not may_choose(request.user):
        raise PermissionDenied
    return _found(request, VenueFinder(scope_for(request.user)))


def _found(request: HttpRequest, finder: Finder) -> JsonResponse:
    options = finder.search(request.GET.get("q", ""))
    found = [{"pk": option.pk, "label": option.label} for option in options]
    return JsonResponse(found, safe=False)


def _checkpoint(request: HttpRequest, pk: int) -> Checkpoint:
    """A check point of a venue within the account's jurisdiction, or Http404."""
    within = scope_for(request.user).q("venue__area", "venue__category__sector")
    return get_object_or_404(
        Checkpoint.objects.filter(within).select_related("venue__area", "venue__category"), pk=pk
    )


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    """Shown by the browser, and saved under a name in plain letters."""
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    file_name = f"{slugify(fold(name))}.{kind}"
    response["Content-Disposition"] = f'inline; filename="{file_name}"'
    return response
