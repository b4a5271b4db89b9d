"""Forms of the admin: recording a visitor, and choosing which visits to list."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from areas.scope import scope_for
from people.ids import parse_id
from people.messages import problem_text
from people.names import name_problem, normalise_name
from people.phones import parse_phone
from plugins.qr_venues.choosing import VenueFinder
from plugins.qr_venues.fields import TypedChoiceField


class _VenueForm(forms.Form):
    """A form with a venue of the account's jurisdiction, chosen by typing."""

    approved_only = False

    def __init__(self, *args: Any, account: Any, venue_address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(TypedChoiceField, self.fields["venue"])
        self.finder = VenueFinder(scope_for(account), approved_only=self.approved_only)
        field.finder = self.finder
        field.widget.address = venue_address


class StaffVisitForm(_VenueForm):
    """A visitor whom staff write down; the time is now."""

    approved_only = True

    venue = TypedChoiceField(
        label=_("Venue"), help_text=_("Type a part of its name or its code, accents or none.")
    )
    name = forms.CharField(label=_("Full name"), max_length=None, strip=False)
    phone = forms.CharField(
        label=_("Phone number"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    id_number = forms.CharField(
        label=_("Citizen ID, passport or health insurance card"),
        required=False,
        help_text=_("Ask for phone or ID: with neither, the visitor can hardly be found again."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_name(self) -> str:
        """As it is kept."""
        problem: str | None = name_problem(self.cleaned_data["name"])
        if problem:
            raise forms.ValidationError(problem_text(problem), problem)
        return normalise_name(self.cleaned_data["name"])

    def clean_phone(self) -> str | None:
        """E.164, None for none."""
        result = parse_phone(self.cleaned_data["phone"])
        if result.problem:
            raise forms.ValidationError(problem_text(result.problem), result.problem)
        return result.e164

    def clean_id_number(self) -> str | None:
        """The bare number, None for none."""
        result = parse_id(self.cleaned_data["id_number"])
        if result.problem:
            raise forms.ValidationError(problem_text(result.problem), result.problem)
        return result.number


class VisitFilterForm(_VenueForm):
    """Which visits the register lists: a day, and one venue or all."""

    day = forms.DateField(label=_("Day"), widget=AdminDateInput)
    venue = TypedChoiceField(label=_("Venue"), required=False)
