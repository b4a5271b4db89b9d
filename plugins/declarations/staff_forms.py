"""Forms of the admin: recording a visitor, and choosing which visits to list."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from areas.scope import scope_for
from people.ids import parse_id
from people.messages import problem_text
from people.names import name_problem, normalise_name
from people.phones import parse_phone
from plugins.qr_venues.choosing import VenueFinder
from plugins.qr_venues.fields import TypedChoiceField

EARLIEST_DAY = date(2000, 1, 1)


class _VenueForm(forms.Form):
    """A form with a venue of the account's jurisdiction, chosen by typing."""

    approved_only = False

    def __init__(self, *args: Any, account: Any, venue_address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(TypedChoiceField, self.fields["venue"])
        self.finder = VenueFinder(scope_for(account), approved_only=self.approved_only)
        field.finder = self.finder
        field.widget.address = venue_address


class PersonForm(forms.Form):
    """Who the visitor is, as staff write it down or put it right."""

    name = forms.CharField(label=_("Full name"), max_length=None, strip=False)
    phone = forms.CharField(
        label=_("Phone number"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    id_number = forms.CharField(
        label=_("Citizen ID, passport or health insurance card"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

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


class StaffVisitForm(_VenueForm, PersonForm):
    """A visitor whom staff write down; the time is now."""

    approved_only = True

    venue = TypedChoiceField(
        label=_("Venue"), help_text=_("Type a part of its name or its code, accents or none.")
    )
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ("venue", "name", "phone", "id_number", "ticket")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id_number"].help_text = _(
            "Ask for phone or ID: with neither, the visitor can hardly be found again."
        )


class VisitFilterForm(_VenueForm):
    """Which visits the register lists: a day, and one venue or all."""

    day = forms.DateField(label=_("Day"), widget=AdminDateInput)
    venue = TypedChoiceField(label=_("Venue"), required=False)

    def __init__(self, *args: Any, account: Any, **kwargs: Any) -> None:
        super().__init__(*args, account=account, **kwargs)
        self.any_day: bool = account.has_perm("declarations.view_past_visits")

    def clean_day(self) -> date:
        """A day that there can be visits of; for the gate, today."""
        day: date = self.cleaned_data["day"]
        today = timezone.localdate()
        last = date(today.year + 1, 12, 31)
        if not EARLIEST_DAY <= day <= last:
            limits = {"first": _short(EARLIEST_DAY), "last": _short(last)}
            raise forms.ValidationError(
                _("Choose a day from %(first)s to %(last)s."), "out_of_range", limits
            )
        if day != today and not self.any_day:
            raise forms.ValidationError(_("Your account may see today’s visits only."), "not_today")
        return day


def _short(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
