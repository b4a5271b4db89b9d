"""What officials choose for a picture."""

from datetime import date, datetime, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from areas.scope import Scope
from plugins.qr_venues.choosing import VenueFinder
from plugins.qr_venues.fields import TypedChoiceField
from plugins.tracing.forms import PeriodForm
from plugins.tracing.periods import check_day
from plugins.tracing.pictures.limits import MOST, USUAL, Window

MOST_DAYS = 31  # of a venue's hours
USUAL_DAYS = 7
MOST_CURVE_DAYS = 366
USUAL_CURVE_DAYS = 60


def check_time(at: datetime) -> None:
    """As check_day; a validator."""
    check_day(at.date())


class WindowForm(forms.Form):
    """Which part of the time, and how many people."""

    since = forms.DateTimeField(
        label=_("Together after"),
        required=False,
        widget=AdminDateTimeInput,
        validators=[check_time],
    )
    until = forms.DateTimeField(
        label=_("Together before"),
        required=False,
        widget=AdminDateTimeInput,
        validators=[check_time],
    )
    most = forms.TypedChoiceField(
        label=_("At most"),
        coerce=int,
        required=False,
        empty_value=None,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(number, gettext("%(n)s people") % {"n": number}) for number in MOST]
        self.fields["most"].choices = choices  # type: ignore[attr-defined]  # of its field
        self.fields["most"].initial = USUAL

    def clean(self) -> dict[str, Any]:
        """The times the right way round."""
        data = super().clean() or self.cleaned_data
        if data.get("since") and data.get("until") and data["until"] <= data["since"]:
            self.add_error("until", _("The end is not after the beginning."))
        return data

    def window(self) -> Window:
        """What was chosen; nothing that is not valid."""
        if not self.is_bound or not self.is_valid():
            return Window()
        given = self.cleaned_data
        return Window(given["since"], given["until"], given["most"] or USUAL)


class HoursForm(PeriodForm):
    """A venue and some days; without days the last USUAL_DAYS."""

    venue = TypedChoiceField(
        label=_("Venue"), help_text=_("Type a part of its name or its code, accents or none.")
    )
    field_order = ("venue", "first", "last")

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(TypedChoiceField, self.fields["venue"])
        field.finder = VenueFinder(scope)
        field.widget.address = reverse("qr_venues_find_venues")

    def clean(self) -> dict[str, Any]:
        """Both days, not too far apart."""
        data = super().clean()
        if not self.errors:
            data["first"], data["last"] = whole(data["first"], data["last"], USUAL_DAYS, MOST_DAYS)
        return data


class CurveForm(PeriodForm):
    """What is counted, over which days; without days the last USUAL_CURVE_DAYS."""

    COUNTED = (("opened", _("Cases by day of opening")), ("positive", _("Positive tests by day")))
    counted = forms.ChoiceField(label=_("Counted"), choices=COUNTED)
    field_order = ("counted", "first", "last")

    def clean(self) -> dict[str, Any]:
        """Both days, not too far apart."""
        data = super().clean()
        if not self.errors:
            data["first"], data["last"] = whole(
                data["first"], data["last"], USUAL_CURVE_DAYS, MOST_CURVE_DAYS
            )
        return data


def whole(first: date | None, last: date | None, usual: int, most: int) -> tuple[date, date]:
    """Both days where one or none is given. Raises ValidationError if they are too far apart.

    From a first day on: to today, or as far as may be; without one, ``usual`` days.
    """
    today = timezone.localdate()
    if first and last is None:
        last = today if 0 <= (today - first).days < most else first + timedelta(days=most - 1)
    last = last or today
    first = first or last - timedelta(days=usual - 1)
    if (last - first).days >= most:
        raise ValidationError(_("Choose at most %(n)s days.") % {"n": most})
    return first, last
