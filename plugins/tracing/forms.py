"""What officials fill in: the search, the days of a history, a case."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from areas.models import Area
from areas.scope import Scope, scope_for
from people.names import normalise_name
from plugins.qr_venues.choosing import AreaFinder
from plugins.qr_venues.fields import TypedChoiceField
from plugins.tracing.errors import BadQuestion, NoReason
from plugins.tracing.models import Case
from plugins.tracing.periods import check_day
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
        label=_("Phone number, ID number or name"),
        help_text=_("For example 0912 345 678, 001090123456 or Nguyễn Văn An; accents or none."),
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


class CaseForm(forms.ModelForm):
    """An index case. ``account`` decides which areas may be chosen."""

    area = TypedChoiceField(
        label=_("Area"), help_text=_("Type a part of its name, accents or none.")
    )

    class Meta:
        model = Case
        fields = (
            "number",
            "title",
            "infectious_from",
            "infectious_to",
            "status",
            "notes",
        )
        widgets = {
            "infectious_from": AdminDateInput,
            "infectious_to": AdminDateInput,
            "notes": forms.Textarea({"rows": 4}),
        }

    field_order = ("number", "title", "area")

    def __init__(self, *args: Any, account: Any, area_address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(TypedChoiceField, self.fields["area"])
        field.finder = AreaFinder(scope_for(account))
        field.widget.address = area_address

    def clean_infectious_from(self) -> date | None:
        """A day that can be."""
        return _possible(self.cleaned_data["infectious_from"])

    def clean_infectious_to(self) -> date | None:
        """A day that can be."""
        return _possible(self.cleaned_data["infectious_to"])

    def clean_number(self) -> str:
        """Single spaces."""
        return normalise_name(self.cleaned_data["number"])

    def clean(self) -> dict[str, Any]:
        """Put the area on the case; the infectious days the right way round."""
        data = super().clean() or self.cleaned_data
        if data.get("area"):
            self.instance.area = Area.objects.get(pk=data["area"].pk)
        first, last = data.get("infectious_from"), data.get("infectious_to")
        if first and last and last < first:
            self.add_error("infectious_to", _("The last day is before the first."))
        return data


def _possible(day: date | None) -> date | None:
    if day is not None:
        check_day(day)
    return day
