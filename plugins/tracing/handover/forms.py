"""What officials fill in to ask for a hand-over, or to grant one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plugins.tracing.forms import ReasonForm
from plugins.tracing.handover.services import MOST_DAYS


class AskForm(ReasonForm):
    """Why the officials of the other area should hand the visits over."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("The officials of that area read it.")


class GrantForm(forms.Form):
    """For how long."""

    days = forms.IntegerField(
        label=_("Number of days"),
        help_text=_("From now, 1 to 30. Then the visits are hidden again."),
        min_value=1,
        max_value=MOST_DAYS,
    )
