"""What this plugin adds to the Wagtail admin."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from plugins.qr_venues import views
from plugins.qr_venues.admin import VenueRegister
from portal.plugins.switch import only_when_on

modeladmin_register(VenueRegister)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Addresses about check points, and those that fields ask while somebody types."""
    pages: list[tuple[str, Callable[..., HttpResponse], str]] = [
        ("venues/areas/", views.find_areas, "find_areas"),
        ("venues/find/", views.find_venues, "find_venues"),
        ("venues/<int:venue_pk>/posters.pdf", views.venue_posters, "venue_posters"),
        ("venues/<int:venue_pk>/checkpoints/add/", views.add_checkpoint, "add_checkpoint"),
        (
            "venues/checkpoints/<int:checkpoint_pk>/poster.<slug:kind>",
            views.checkpoint_poster,
            "checkpoint_poster",
        ),
        (
            "venues/checkpoints/<int:checkpoint_pk>/revoke/",
            views.revoke_checkpoint,
            "revoke_checkpoint",
        ),
    ]
    guard = only_when_on("qr_venues")
    return [path(route, guard(view), name=f"qr_venues_{name}") for route, view, name in pages]
