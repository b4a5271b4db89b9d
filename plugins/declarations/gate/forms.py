"""The form that makes a gate link."""

from typing import Any, cast

from django import forms
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _

from people.names import normalise_name
from plugins.declarations.gate.links import new_token
from plugins.qr_venues.models import Checkpoint, Venue

_SALT = "declarations.gate.form"


class GateLinkForm(forms.Form):
    """Name and check point. It carries the token of the link that it will make, signed: sent
    twice, it makes one.
    """

    name = forms.CharField(
        label=_("Name of the gate"),
        max_length=100,
        help_text=_("As staff call it, for example “East gate, morning shift”."),
    )
    checkpoint = forms.ModelChoiceField(
        label=_("Check point"), queryset=Checkpoint.objects.none(), required=False
    )
    token = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, venue: Venue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        live = venue.checkpoints.filter(revoked_at=None).order_by("number")
        field = cast(forms.ModelChoiceField, self.fields["checkpoint"])
        field.queryset = live
        field.empty_label = str(_("The whole venue"))
        self.initial["token"] = Signer(salt=_SALT).sign(new_token())

    def clean_name(self) -> str:
        """Without invisible characters."""
        name = normalise_name(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Give the gate a name."))
        return name

    def clean_token(self) -> str:
        """The token itself."""
        try:
            return Signer(salt=_SALT).unsign(self.cleaned_data["token"])
        except BadSignature:
            raise forms.ValidationError(_("Open this page anew and try again.")) from None
