"""What officials fill in about a case, its persons and its places."""

import re
from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from areas.models import Area
from areas.scope import EVERYTHING, scope_for
from people.names import fold, normalise_name
from plugins.qr_venues.choosing import AreaFinder
from plugins.qr_venues.fields import TypedChoiceField
from plugins.tracing.casework.members import FURTHEST
from plugins.tracing.casework.messages import shown_name
from plugins.tracing.casework.models import CasePlace, MemberState, PlaceState, TestResult
from plugins.tracing.casework.officials import BY_NAME, officials_of
from plugins.tracing.models import Case, CaseMember
from plugins.tracing.periods import check_day

LONGEST_NOTE = 4000


class VersionedForm(forms.Form):
    """Knows which version of its record it was filled in on."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def renew(self, version: int) -> None:
        """Show what was typed again, as a change of this version."""
        typed: Any = self.data
        self.data = {**typed.dict(), self.add_prefix("version"): str(version)}


class CaseForm(VersionedForm, forms.ModelForm):
    """An index case. ``account`` decides which areas may be chosen."""

    area = TypedChoiceField(
        label=_("Area"), help_text=_("Type a part of its name, accents or none.")
    )

    class Meta:
        model = Case
        fields = ("number", "title", "infectious_from", "infectious_to", "notes")
        labels = {"notes": _("Remarks")}
        help_texts = {
            "title": _("Which cluster, where. Nobody's name: the title is kept for good."),
            "notes": _(
                "For everyone who sees the case. What is personal goes into the case's notes, "
                "which are kept sealed."
            ),
        }
        widgets = {
            "infectious_from": AdminDateInput,
            "infectious_to": AdminDateInput,
            "notes": forms.Textarea({"rows": 4}),
        }

    field_order = ("number", "title", "area")

    def __init__(self, *args: Any, account: Any, area_address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(TypedChoiceField, self.fields["area"])
        own = self.instance.area_id if self.instance.pk else None
        field.finder = AreaFinder(scope_for(account), also=own)
        field.widget.address = area_address
        self.fields["version"].initial = self.instance.version
        self.fields["version"].required = bool(self.instance.pk)

    def clean_infectious_from(self) -> date | None:
        """A day that can be."""
        return _possible(self.cleaned_data["infectious_from"])

    def clean_infectious_to(self) -> date | None:
        """A day that can be."""
        return _possible(self.cleaned_data["infectious_to"])

    def clean_number(self) -> str:
        """Single spaces; hd-7 and HD-7 are one number, as reasons are read."""
        number = normalise_name(self.cleaned_data["number"])
        if "number" not in self.changed_data:
            return number
        same = Case.objects.filter(number__iexact=number).exclude(pk=self.instance.pk)
        if (other := same.exclude(number=number).first()) is not None:
            said = _(
                "There is a case of this number already, written in other letters: %(number)s."
            )
            raise forms.ValidationError(said % {"number": other.number})
        return number

    def clean(self) -> dict[str, Any]:
        """Put the area on the case; the infectious days the right way round."""
        data = super().clean() or self.cleaned_data
        if data.get("area"):
            self.instance.area = Area.objects.get(pk=data["area"].pk)
        first, last = data.get("infectious_from"), data.get("infectious_to")
        if first and last and last < first:
            self.add_error("infectious_to", _("The last day is before the first."))
        return data


def _note(*, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=_("Note"),
        required=required,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Kept sealed; read only by those who see the case."),
    )


class NoteForm(forms.Form):
    """A note, kept sealed."""

    note = _note()


class MemberForm(VersionedForm):
    """What was done about a person."""

    state = forms.ChoiceField(label=_("State"), choices=MemberState.choices)
    result = forms.ChoiceField(label=_("Test"), choices=TestResult.choices, required=False)
    assigned_to: Any = forms.ModelChoiceField(
        label=_("In charge"), queryset=None, required=False, empty_label=_("Nobody yet")
    )
    note = _note(required=False)

    def __init__(self, *args: Any, member: CaseMember, **kwargs: Any) -> None:
        initial = {
            "state": member.state,
            "result": member.result,
            "assigned_to": member.assigned_to_id,
            "version": member.version,
        }
        super().__init__(*args, **{**kwargs, "initial": initial})
        officials = officials_of(member.area or member.case.area)
        if member.assigned_to_id:  # stays to be chosen, though no longer of the area
            likely = Q(pk__in=officials.order_by().values("pk")) | Q(pk=member.assigned_to_id)
            officials = officials.model.objects.filter(likely).order_by(*BY_NAME)
        field: Any = self.fields["assigned_to"]
        field.queryset = officials
        field.label_from_instance = shown_name


class HandForm(VersionedForm):
    """To which area; any of the country."""

    area = TypedChoiceField(
        label=_("To the officials of"), help_text=_("Type a part of its name, accents or none.")
    )
    note = forms.CharField(
        label=_("What they should know"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(TypedChoiceField, self.fields["area"])
        field.finder = AreaFinder(EVERYTHING)
        field.widget.address = address

    def clean_area(self) -> Area:
        """The area itself."""
        return Area.objects.get(pk=self.cleaned_data["area"].pk)


class PlaceForm(VersionedForm):
    """What was done about a place."""

    state = forms.ChoiceField(label=_("State"), choices=PlaceState.choices)
    note = _note(required=False)

    def __init__(self, *args: Any, place: CasePlace, **kwargs: Any) -> None:
        initial = {"state": place.state, "version": place.version}
        super().__init__(*args, **{**kwargs, "initial": initial})


class AddForm(forms.Form):
    """Which case people go into, and as what."""

    case: Any = forms.ModelChoiceField(label=_("Case"), queryset=None)
    order = forms.TypedChoiceField(
        label=_("As"), coerce=int, choices=[(n, f"F{n}") for n in range(FURTHEST + 1)], initial=1
    )

    def __init__(self, *args: Any, cases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["case"]
        field.queryset = cases
        field.label_from_instance = lambda case: f"{case.number} · {case.title}"


class NoticeForm(forms.Form):
    """A notice for visitors of a place.

    ``secret`` are people's names that must not stand in it, but as a part of ``public``: a shop
    may be called after somebody.
    """

    title = forms.CharField(label=_("Heading"), max_length=200)
    summary = forms.CharField(
        label=_("In short"), max_length=600, widget=forms.Textarea({"rows": 4})
    )
    times = forms.CharField(
        label=_("Times"),
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("One row a line, cells divided by |. The first line is the heading."),
    )
    advice = forms.CharField(
        label=_("What visitors should do"),
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("One piece of advice a line."),
    )
    phone = forms.CharField(label=_("Phone to call"), max_length=20)

    def __init__(self, *args: Any, secret: list[str], public: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = {fold(name) for name in secret if " " in name.strip()}
        self.public = [fold(words) for words in public if words]

    def clean_phone(self) -> str:
        """A number that can be called, an emergency or service number too."""
        phone = normalise_name(self.cleaned_data["phone"])
        digits = re.sub(r"[ .()+-]", "", phone)
        if not (digits.isascii() and digits.isdecimal() and 3 <= len(digits) <= 15):
            raise forms.ValidationError(_("This is no phone number that can be called."))
        return phone

    def clean(self) -> dict[str, Any]:
        """Nobody is named in public."""
        data = super().clean() or self.cleaned_data
        for name in ("title", "summary", "times", "advice"):
            words = f" {fold(data.get(name, ''))} "
            for known in self.public:
                words = words.replace(f" {known} ", " | ")
            if any(f" {person} " in words for person in self.secret):
                self.add_error(name, _("This names a person of the case. Take the name out."))
        return data


def _possible(day: date | None) -> date | None:
    if day is not None:
        check_day(day)
    return day
