"""What officials set for a run."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plugins.qr_venues.models import VenueCategory
from plugins.tracing.apps import TracingConfig
from plugins.tracing.forms import PeriodForm
from plugins.tracing.services import LONGEST_MARGIN
from plugins.tracing.spread.limits import FURTHEST, Limits


class SpreadForm(PeriodForm):
    """How far, which days, and what counts as a contact."""

    orders = forms.IntegerField(
        label=_("How far"),
        help_text=_("1: those met; 2: those whom these met; up to 4."),
        min_value=1,
        max_value=FURTHEST,
        initial=2,
    )
    margin = forms.IntegerField(
        label=_("Margin in minutes"),
        help_text=_("Added before and after each stay, for the air and what was touched."),
        min_value=0,
        max_value=LONGEST_MARGIN,
    )
    least_minutes = forms.IntegerField(
        label=_("At least, in minutes"),
        help_text=_("Who was together for less in all is left out."),
        min_value=0,
        max_value=LONGEST_MARGIN,
        initial=0,
    )
    categories = forms.MultipleChoiceField(
        label=_("Kinds of venues"),
        help_text=_("None ticked: all of them."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("orders", "first", "last", "margin", "least_minutes", "categories")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["margin"].initial = TracingConfig.setting("margin_minutes")
        choices = [(kind.pk, str(kind)) for kind in VenueCategory.objects.all()]
        self.fields["categories"].choices = choices  # type: ignore[attr-defined]  # of its field

    def limits(self) -> Limits:
        """What was chosen; call when valid."""
        given = self.cleaned_data
        return Limits(
            given["orders"],
            given["margin"],
            given["least_minutes"],
            tuple(given["categories"]),
            given["first"],
            given["last"],
        )
