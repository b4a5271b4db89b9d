"""What officials fill in: the search, the days of a history."""

from typing import Any, cast

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminDateInput

from areas.scope import Scope
from plugins.qr_venues.choosing import VenueFinder
from plugins.qr_venues.fields import TypedChoiceField
from plugins.tracing.errors import BadQuestion, NoReason
from plugins.tracing.periods import check_day
from plugins.tracing.places_search import hours
from plugins.tracing.questions import parse_question
from plugins.tracing.reasons import check_reason


class PeriodForm(forms.Form):
    """First and last day; either may be left open."""

    first = forms.DateField(
        label=_("From"), required=False, widget=AdminDateInput, validators=[check_day]
    )
    last = forms.DateField(
        label=_("To"), required=False, widget=AdminDateInput, validators=[check_day]
    )

    def clean(self) -> dict[str, Any]:
        """The days the right way round."""
        data = super().clean() or self.cleaned_data
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", _("The last day is before the first."))
        return data


class ReasonForm(forms.Form):
    """Why someone looks."""

    reason = forms.CharField(
        label=_("Reason, or case number"),
        help_text=_("Recorded with every look-up until you change it."),
        max_length=1000,
        required=False,
        widget=forms.TextInput({"list": "tracing-cases", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope

    def clean_reason(self) -> str:
        """A reason that will do."""
        try:
            return check_reason(self.cleaned_data["reason"], self.scope).text
        except NoReason as fault:
            raise forms.ValidationError(str(fault)) from fault


class SearchForm(ReasonForm, PeriodForm):
    """The one box, why, and which days."""

    question = forms.CharField(
        label=_("Phone number, ID number, name or place"),
        help_text=_(
            "For example 0912 345 678, 001090123456, Nguyễn Văn An, or Chợ Hà Đông 5/7 9h-11h; "
            "accents or none."
        ),
        max_length=10_000,  # parse_question says what is too long
        required=False,
        widget=forms.TextInput({"autofocus": True, "autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ("question", "reason", "first", "last")

    def clean_question(self) -> str:
        """Text that can be searched for."""
        try:
            return parse_question(self.cleaned_data["question"]).text
        except BadQuestion as fault:
            raise forms.ValidationError(str(fault)) from fault


class _Clock(forms.TimeInput):
    """Hours and minutes as a 24-hour clock has them, whatever the browser's language."""

    def __init__(self) -> None:
        attrs = {"inputmode": "numeric", "placeholder": "--:--", "autocomplete": "off"}
        super().__init__(format="%H:%M", attrs=attrs)


class PlaceForm(forms.Form):
    """Who was at which venue, on which day, between which times."""

    venue = TypedChoiceField(
        label=_("Venue"), help_text=_("Type a part of its name or its code, accents or none.")
    )
    day = forms.DateField(label=_("Day"), widget=AdminDateInput, validators=[check_day])
    start = forms.TimeField(label=pgettext_lazy("time", "From"), required=False, widget=_Clock())
    end = forms.TimeField(label=pgettext_lazy("time", "To"), required=False, widget=_Clock())

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(TypedChoiceField, self.fields["venue"])
        field.finder = VenueFinder(scope)
        field.widget.address = reverse("qr_venues_find_venues")

    def clean(self) -> dict[str, Any]:
        """With the span of time that is meant."""
        data = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                data["period"] = hours(data["day"], data["start"], data["end"])
            except BadQuestion as fault:
                self.add_error("end", str(fault))
        return data
