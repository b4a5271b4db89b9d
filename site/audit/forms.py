"""What a privacy officer fills in."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from audit.models import Action
from audit.reading import Filter
from people.blind import id_key, phone_key
from people.ids import parse_id
from people.messages import problem_text
from people.phones import parse_phone

SHORTEST_REASON = 5


class FilterForm(forms.Form):
    """Which entries of the record."""

    account = forms.CharField(label=_("Account"), required=False, max_length=150)
    action = forms.ChoiceField(
        label=_("Action"), required=False, choices=[("", _("All")), *Action.choices]
    )
    case = forms.ChoiceField(
        label=_("Case"),
        required=False,
        choices=[("", _("All")), ("with", _("With a case")), ("without", _("Without a case"))],
    )
    text = forms.CharField(label=_("Reason"), required=False, max_length=200)
    first = forms.DateField(label=_("From"), required=False, widget=AdminDateInput)
    last = forms.DateField(label=_("To"), required=False, widget=AdminDateInput)
    same = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """The days the right way round."""
        data = super().clean() or self.cleaned_data
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", _("The last day is before the first."))
        return data

    @property
    def chosen(self) -> Filter:
        """The filter; what is not valid does not filter."""
        if not self.is_bound:
            return Filter()
        self.full_clean()
        known = {key: value for key, value in self.cleaned_data.items() if value}
        return Filter(**known)


class RequestForm(forms.Form):
    """Why the record is taken out, or a person is told."""

    reason = forms.CharField(
        label=_("Reason, or number of the request"),
        min_length=SHORTEST_REASON,
        max_length=300,
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class TellForm(RequestForm):
    """Who asks to be told. ``keys`` after validation: what look-ups of them are recorded under."""

    name = forms.CharField(
        label=_("Name"), help_text=_("As it should stand in the letter."), max_length=200
    )
    phone = forms.CharField(
        label=_("Phone"), required=False, max_length=40, widget=forms.TextInput({"type": "tel"})
    )
    number = forms.CharField(label=_("ID number"), required=False, max_length=40)
    field_order = ("name", "phone", "number", "reason")

    keys: frozenset[UUID] = frozenset()

    def clean(self) -> dict[str, Any]:
        """One of the two numbers at least, each one that can be.

        Nine digits may be meant as either, and a search for them was recorded as the likelier.
        """
        data = super().clean() or self.cleaned_data
        given = {field: data.get(field, "").strip() for field in ("phone", "number")}
        if not any(given.values()) and not self.errors:
            self.add_error("phone", _("Enter the phone number or the ID number, or both."))
        phone, paper = parse_phone(given["phone"]), parse_id(given["number"])
        if given["phone"] and phone.e164 is None:
            self.add_error("phone", problem_text(phone.problem or "phone_length"))
        if given["number"] and paper.number is None:
            self.add_error("number", problem_text(paper.problem or "id_length"))
        keys = set()
        for text in filter(None, given.values()):
            if (e164 := parse_phone(text).e164) is not None:
                keys.add(phone_key(e164))
            if (number := parse_id(text).number) is not None:
                keys.add(id_key(number))
        self.keys = frozenset(keys)
        return data
