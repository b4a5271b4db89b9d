"""What officials fill in to join persons or to part them."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from plugins.tracing.errors import BadQuestion
from plugins.tracing.forms import ReasonForm
from plugins.tracing.persons import Person
from plugins.tracing.questions import parse_question


class DecisionForm(ReasonForm):
    """Why. The words stay beside the decision."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("Kept with the decision, for whoever reads it later.")


class JoinForm(DecisionForm):
    """Which others are the same person: of those listed, or by a phone or an ID number."""

    others = forms.TypedMultipleChoiceField(coerce=UUID, required=False)
    number = forms.CharField(
        label=_("Another phone or ID number of this person"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, others: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.TypedMultipleChoiceField, self.fields["others"])
        field.choices = [(other.key, other.name) for other in others]

    def clean_number(self) -> tuple[UUID, ...]:
        """Keys of what was typed, none of nothing."""
        typed = self.cleaned_data["number"]
        if not typed.strip():
            return ()
        try:
            keys = parse_question(typed).keys
        except BadQuestion as fault:
            raise forms.ValidationError(str(fault)) from fault
        if not keys:
            raise forms.ValidationError(_("Enter a phone number or an ID number."))
        return keys

    def clean(self) -> dict[str, Any]:
        """Someone must be chosen."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not data["others"] and not data["number"]:
            self.add_error("others", _("Choose whom to join with this person."))
        return data


class PartForm(DecisionForm):
    """Which of the names are another person's."""

    names = forms.MultipleChoiceField(
        error_messages={
            "required": _("Choose the names of the other person; one name at least must remain.")
        }
    )

    def __init__(self, *args: Any, names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.MultipleChoiceField, self.fields["names"])
        field.choices = [(name, name) for name in names]
