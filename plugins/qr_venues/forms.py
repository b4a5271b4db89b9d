"""Registering and changing venues."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from areas.scope import scope_for
from people.messages import problem_text
from people.names import fold, normalise_name
from people.phones import parse_phone
from plugins.qr_venues.choosing import AreaFinder, Option
from plugins.qr_venues.fields import TypedChoiceField
from plugins.qr_venues.models import Checkpoint, Venue

MOST_CHECKPOINTS = 50  # at once; more are added on the venue's page
_NAME_LENGTH = Checkpoint._meta.get_field("name").max_length or 0


class VenueForm(forms.ModelForm):
    """What both forms have. ``account`` decides which areas and sectors may be chosen."""

    area = TypedChoiceField(
        label=_("Area"), help_text=_("Type a part of its name, accents or none.")
    )

    class Meta:
        model = Venue
        fields: tuple[str, ...] = (
            "name",
            "category",
            "address",
            "contact_name",
            "contact_phone",
        )

    def __init__(self, *args: Any, account: Any, area_address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope_for(account)
        field = cast(TypedChoiceField, self.fields["area"])
        field.finder = AreaFinder(self.scope, self.instance.area_id)
        field.widget.address = area_address
        self.fields["name"].widget.attrs["autofocus"] = True
        cast(forms.ModelChoiceField, self.fields["category"]).empty_label = _("Choose a category")

    def clean_name(self) -> str:
        """Single spaces, composed letters."""
        return normalise_name(self.cleaned_data["name"])

    def clean_contact_phone(self) -> str:
        """A number that can be called; kept as written."""
        written = self.cleaned_data["contact_phone"].strip()
        problem = parse_phone(written).problem
        if problem:
            raise forms.ValidationError(problem_text(problem), problem)
        return written

    def clean(self) -> dict[str, Any]:
        """Put the area on the venue; refuse other sectors' venues and the same venue twice."""
        data = super().clean() or self.cleaned_data
        option: Option | None = data.get("area")
        category = data.get("category")
        if option is None or category is None or "name" not in data:
            return data
        self.instance.area = area = Area.objects.get(pk=option.pk)
        if not self.scope.allows(area.path, category.sector):
            self.add_error("category", _("You may not register venues of this category."))
        twin = (
            Venue.objects.filter(
                area=area, name_folded=fold(data["name"]), address__iexact=data["address"].strip()
            )
            .exclude(pk=self.instance.pk)
            .first()
        )
        if twin:
            message = _("This venue is registered already, under the code %(code)s.")
            self.add_error("name", forms.ValidationError(message, "twin", {"code": twin.code}))
        return data


class RegistrationForm(VenueForm):
    """A new venue and its check points."""

    checkpoints = forms.CharField(
        label=_("Check points"),
        help_text=_("One a line; each gets a code. Think of every door and the car park."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    field_order = ("name", "category", "area", "address", "checkpoints")

    def clean_checkpoints(self) -> list[str]:
        """Names in order, each once."""
        lines = map(normalise_name, self.cleaned_data["checkpoints"].splitlines())
        names = list(dict.fromkeys(filter(None, lines)))
        if len(names) > MOST_CHECKPOINTS:
            message = _("At most %(n)s check points at once. Add the others on the venue’s page.")
            raise forms.ValidationError(message, "many", {"n": MOST_CHECKPOINTS})
        for name in names:
            check_checkpoint_name(name)
        return names


class ChangeForm(VenueForm):
    """A registered venue, with what is seldom asked when it is registered."""

    field_order = ("name", "category", "area", "address", "capacity", "closes_at", "status")

    class Meta(VenueForm.Meta):
        fields = (*VenueForm.Meta.fields, "capacity", "closes_at", "status")
        widgets = {"closes_at": forms.TimeInput({"type": "time"}, format="%H:%M")}


class CheckpointForm(forms.Form):
    """One more check point."""

    name = forms.CharField(label=_("Name of the new check point"), max_length=_NAME_LENGTH)

    def clean_name(self) -> str:
        """Single spaces, composed letters."""
        return normalise_name(self.cleaned_data["name"])


def check_checkpoint_name(name: str) -> None:
    """Raise ValidationError when the name is too long."""
    if len(name) > _NAME_LENGTH:
        message = _("“%(name)s…” is longer than %(n)s characters.")
        raise forms.ValidationError(message, "long", {"name": name[:30], "n": _NAME_LENGTH})
