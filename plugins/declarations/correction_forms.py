"""The form with which staff put a visit right."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from people.phones import display_phone
from plugins.declarations.corrections import Correction
from plugins.declarations.staff_forms import EARLIEST_DAY, PersonForm

LONGEST_STAY = timedelta(days=31)
_TIMES = ["%H:%M", "%H:%M:%S", "%H.%M", "%Hh%M", "%Hg%M", "%Hh", "%Hg"]


def _time_field(**kwargs: Any) -> forms.TimeField:
    attrs = {"placeholder": "07:30", "autocomplete": "off", "inputmode": "numeric"}
    return forms.TimeField(
        input_formats=_TIMES,
        widget=forms.TimeInput(format="%H:%M", attrs=attrs),
        error_messages={"invalid": _("This is not a time. Write it like 07:30.")},
        **kwargs,
    )


class CorrectionForm(PersonForm):
    """Name, phone, ID, and the times of coming and leaving, filled in as they are recorded."""

    day_in = forms.DateField(label=_("Day in"), widget=AdminDateInput)
    time_in = _time_field(label=_("Time in"))
    day_out = forms.DateField(
        label=_("Day out"),
        required=False,
        widget=AdminDateInput,
        help_text=_("Empty: the same day as the day in."),
    )
    time_out = _time_field(
        label=_("Time out"), required=False, help_text=_("Empty: nobody recorded the leaving.")
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, recorded: Correction, **kwargs: Any) -> None:
        self.recorded = recorded
        kwargs["initial"] = _initial(recorded) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def clean_id_number(self) -> str | None:
        """The bare number, None for none. One that was recorded stays as it is."""
        typed: str = self.cleaned_data["id_number"]
        unchanged = typed and typed == self.recorded.id_number
        return typed if unchanged else super().clean_id_number()

    def clean(self) -> dict[str, Any]:
        """The times must be possible, and follow each other."""
        given = super().clean() or {}
        if self.errors:
            return given
        came = self._moment(given["day_in"], given["time_in"], self.recorded.checked_in)
        if came.date() < EARLIEST_DAY or came > timezone.now() + timedelta(minutes=5):
            self.add_error("day_in", _("This time has not come yet, or is too long ago."))
        left = None
        if given["time_out"]:
            day = given["day_out"] or given["day_in"]
            left = self._moment(day, given["time_out"], self.recorded.checked_out)
            if left < came:
                self.add_error("time_out", _("The time out is before the time in."))
            elif left - came > LONGEST_STAY:
                self.add_error("day_out", _("The day out is more than a month after the day in."))
        elif given["day_out"]:
            self.add_error("time_out", _("Give the time out as well, or leave both empty."))
        return {**given, "came": came, "left": left}

    def correction(self) -> Correction:
        """What the visit should say; of a valid form."""
        given = self.cleaned_data
        return Correction(
            given["name"], given["phone"], given["id_number"], given["came"], given["left"]
        )

    @staticmethod
    def _moment(day: Any, time: Any, before: datetime | None) -> datetime:
        """Aware. Seconds, which the form does not show, stay where the minute does."""
        moment = timezone.make_aware(datetime.combine(day, time))
        same = before is not None and moment == before.replace(second=0, microsecond=0)
        return before if same and before is not None else moment


def _initial(recorded: Correction) -> dict[str, Any]:
    came = timezone.localtime(recorded.checked_in)
    initial: dict[str, Any] = {
        "name": recorded.name,
        "phone": display_phone(recorded.phone) if recorded.phone else "",
        "id_number": recorded.id_number or "",
        "day_in": came.date(),
        "time_in": came.time(),
    }
    if recorded.checked_out:
        left = timezone.localtime(recorded.checked_out)
        initial |= {"day_out": left.date(), "time_out": left.time()}
    return {"day_out": None, "time_out": None, **initial}
