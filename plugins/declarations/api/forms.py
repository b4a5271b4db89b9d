"""Connecting a system."""

from typing import Any, cast

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from areas.scope import Scope, scope_for
from plugins.declarations.api.scopes import POINTS_READ, SCOPES
from plugins.qr_venues.choosing import AreaFinder
from plugins.qr_venues.fields import TypedChoiceField

FASTEST = 6000  # requests a minute


def of_whole_areas(scope: Scope) -> Scope:
    """A scope without what is limited to sectors: a key reaches every venue of its area."""
    return Scope(tuple(grant for grant in scope.grants if grant.sectors is None))


class ClientForm(forms.Form):
    """Who it is, what it may do and where. Accounts of one area connect systems of that area."""

    name = forms.CharField(
        label=_("Name of the system"),
        max_length=100,
        help_text=_("As its people call it, for example “Hospital 103, front desk”."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"),
        choices=list(SCOPES.items()),
        initial=[POINTS_READ],
        widget=forms.CheckboxSelectMultiple,
    )
    area = TypedChoiceField(
        label=_("Area"), help_text=_("Type a part of its name, accents or none.")
    )
    rate_per_minute = forms.IntegerField(
        label=_("Requests a minute"), min_value=1, max_value=FASTEST, initial=600
    )

    def __init__(self, *args: Any, account: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scope = of_whole_areas(scope_for(account))
        field = cast(TypedChoiceField, self.fields["area"])
        field.finder = AreaFinder(scope)
        field.widget.address = reverse("qr_venues_find_areas")
        if scope.everything:
            field.required = False
            field.help_text = _("Type a part of its name, accents or none. Empty: everywhere.")

    def chosen_area(self) -> Area | None:
        """Of a form without errors."""
        option = self.cleaned_data["area"]
        return Area.objects.get(pk=option.pk) if option else None
