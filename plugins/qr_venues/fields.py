"""A form field for choosing by typing. Without JavaScript it is a text field that understands."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.names import fold
from plugins.qr_venues.choosing import Finder, Option
from portal.text import as_pk


class Combobox(forms.Widget):
    """A text field whose script offers what ``address`` finds, and a hidden one for the choice.

    ``address`` is the name of a view that answers ``?q=…`` with [{"pk", "label"}].
    """

    template_name = "qr_venues/combobox.html"
    address = ""

    class Media:
        css = {"all": ["qr_venues/combobox.css"]}
        js = ["qr_venues/combobox.js"]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str]:
        """What was chosen (a key or nothing) and what was typed."""
        return data.get(name, ""), data.get(f"{name}_text", "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Neither field was sent."""
        return name not in data and f"{name}_text" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With the key and the text apart."""
        context = super().get_context(name, None, attrs)
        if isinstance(value, Option):
            value = (str(value.pk), value.label)
        pk, text = value or ("", "")
        context["widget"].update(pk=pk, text=text, address=self.address)
        return context


class TypedChoiceField(forms.Field):
    """Gives the Option that was chosen from the list or is named without doubt, or None.

    The form sets ``finder`` (by what the account may choose) and the widget's address.
    """

    widget = Combobox
    finder: Finder
    default_error_messages = {
        "unknown": _("Nothing that you may choose is called “%(text)s”. Choose from the list."),
        "several": _("Several go by that name: %(labels)s. Choose one from the list."),
    }

    def clean(self, value: tuple[str, str] | None) -> Option | None:
        """Raises ValidationError with what to do."""
        pk, text = value or ("", "")
        if not text.strip():
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        key = as_pk(pk)
        chosen = self.finder.get(key) if key else None
        if chosen and chosen.label == text:
            return chosen
        found = self.finder.search(text, limit=4)
        exact = [option for option in found if fold(option.label) == fold(text)]
        if len(exact or found) == 1:
            return (exact or found)[0]
        if not found:
            raise ValidationError(self.error_messages["unknown"], "unknown", {"text": text})
        labels = "; ".join(option.label for option in found)
        raise ValidationError(self.error_messages["several"], "several", {"labels": labels})

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another option was chosen than at first."""
        before = str(initial.pk) if isinstance(initial, Option) else ""
        return before != (data or ("", ""))[0]
