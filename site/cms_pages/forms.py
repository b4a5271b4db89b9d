"""Forms that visitors fill in."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cms_pages.models.directives import Kind, Status


class DirectiveFilter(forms.Form):
    """Narrows the list of directives; whatever is not offered counts as not chosen."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind of document"), required=False)
    body = forms.ChoiceField(label=_("Issued by"), required=False)
    year = forms.ChoiceField(label=_("Year of issue"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)

    def __init__(
        self, data: Mapping[str, Any], bodies: Iterable[str], years: Iterable[int]
    ) -> None:
        super().__init__(data)
        offered: dict[str, list[tuple[Any, Any]]] = {
            "kind": [*Kind.choices],
            "body": [(body, body) for body in bodies],
            "year": [(str(year), str(year)) for year in years],
            "status": [*Status.choices],
        }
        for name, choices in offered.items():
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = [("", _("All")), *choices]
            field.widget.attrs["class"] = "govuk-select"
        self.fields["q"].widget = forms.TextInput(
            attrs={"class": "govuk-input", "type": "search", "maxlength": 200}
        )

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that are set, by name; invalid ones are left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
