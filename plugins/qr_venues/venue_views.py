"""Pages of the venue register: registering, changing and looking at one venue."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormView
from wagtail import hooks
from wagtail.admin import messages
from wagtail_modeladmin.views import InspectView, InstanceSpecificView, WMABaseView

from areas.models import Area
from areas.scope import scope_for
from plugins.qr_venues import services
from plugins.qr_venues.choosing import AreaFinder
from plugins.qr_venues.codes import shown
from plugins.qr_venues.forms import ChangeForm, CheckpointForm, RegistrationForm
from plugins.qr_venues.models import Venue, VenueStatus
from plugins.qr_venues.views import venue_address
from portal.text import as_pk

# Other plugins add to a venue's page: hook(request, venue) -> [(address, label)].
LINKS = "qr_venues_venue_links"
STATUS_CLASSES = {
    VenueStatus.APPROVED: "w-status w-status--primary",
    VenueStatus.PENDING: "w-status",
    VenueStatus.SUSPENDED: "w-status cong-status--stopped",
}


def another_address(venue: Venue) -> str:
    """Where the next venue of the same category and area is registered."""
    query = urlencode({"category": venue.category_id, "area": venue.area_id})
    return f"{reverse('qr_venues_venue_modeladmin_create')}?{query}"


class VenueFormView(WMABaseView, FormView):
    """What registering and changing have in common."""

    template_name = "qr_venues/venue_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form needs to know who may choose which areas."""
        kwargs = super().get_form_kwargs()
        return {
            **kwargs,
            "account": self.request.user,
            "area_address": reverse("qr_venues_find_areas"),
        }

    def form_invalid(self, form: Any) -> HttpResponse:
        """What is wrong stands beside each field; say so above as well."""
        messages.error(
            self.request, gettext("Nothing was saved yet. Put right what is marked below.")
        )
        return super().form_invalid(form)


class RegisterVenueView(VenueFormView):
    """A new venue; the next one begins with the same category and area."""

    form_class = RegistrationForm
    page_title = _("Register a venue")

    def check_action_permitted(self, user: Any) -> bool:
        """Whether the account may register venues."""
        return self.permission_helper.user_can_create(user)

    def get_initial(self) -> dict[str, Any]:
        """Category and area of the venue before, or the only area that there is to choose."""
        areas = AreaFinder(scope_for(self.request.user))
        wanted = self.request.GET.get("area", "")
        key = as_pk(wanted)
        chosen = areas.get(key) if key else None
        if chosen is None and len(options := areas.search("", limit=2)) == 1:
            chosen = options[0]
        return {
            "category": self.request.GET.get("category"),
            "area": chosen,
            "checkpoints": services.MAIN_GATE,
        }

    def form_valid(self, form: RegistrationForm) -> HttpResponse:
        """Register, then show the check points with their posters."""
        data = dict(form.cleaned_data)
        venue = services.register_venue(
            by=self.request.user,
            area=Area.objects.get(pk=data.pop("area").pk),
            checkpoint_names=data.pop("checkpoints"),
            **data,
        )
        messages.success(
            self.request,
            gettext("“%(venue)s” is registered. Print the posters and hang them up.")
            % {"venue": venue},
            buttons=[messages.button(another_address(venue), gettext("Register another"))],
        )
        return redirect(venue_address(venue))


class ChangeVenueView(VenueFormView, InstanceSpecificView):
    """Change what is known of a venue, or its status."""

    form_class = ChangeForm
    page_title = _("Change venue")

    def check_action_permitted(self, user: Any) -> bool:
        """Whether the account may change venues."""
        return self.permission_helper.user_can_edit_obj(user, self.instance)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Bound to the venue."""
        return {**super().get_form_kwargs(), "instance": self.instance}

    def get_initial(self) -> dict[str, Any]:
        """The venue's own area, also where it has ended since."""
        return {
            "area": AreaFinder(scope_for(self.request.user), self.instance.area_id).get(
                self.instance.area_id
            )
        }

    def form_valid(self, form: ChangeForm) -> HttpResponse:
        """Save and go to the venue's page."""
        services.change_venue(form.instance, by=self.request.user)
        messages.success(
            self.request, gettext("“%(venue)s” was changed.") % {"venue": form.instance}
        )
        return redirect(venue_address(form.instance))


class VenueView(InspectView):
    """A venue's page: what is known of it, its check points, their posters."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template shows."""
        user, venue = self.request.user, self.instance
        codes = [(each, shown(each.token)) for each in venue.checkpoints.order_by("number", "-pk")]
        return super().get_context_data(
            venue=venue,
            live=[(each, code) for each, code in codes if each.revoked_at is None],
            revoked=[(each, code) for each, code in codes if each.revoked_at],
            may_change=self.permission_helper.user_can_edit_obj(user, venue),
            may_register=self.permission_helper.user_can_create(user),
            another=another_address(venue),
            links=[link for f in hooks.get_hooks(LINKS) for link in f(self.request, venue)],
            status_class=STATUS_CLASSES[VenueStatus(venue.status)],
            checkpoint_form=CheckpointForm(),
            **kwargs,
        )

    def get_fields_dict(self) -> list[dict[str, Any]]:
        """The template names the fields itself."""
        return []
