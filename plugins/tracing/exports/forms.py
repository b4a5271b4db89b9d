"""What is chosen for an export."""

from django import forms
from django.utils.translation import gettext_lazy as _

from plugins.tracing.exports.kinds import Form


class ExportForm(forms.Form):
    """As what kind of file."""

    form = forms.ChoiceField(
        label=_("Kind of file"), choices=Form.choices, initial=Form.XLSX, widget=forms.RadioSelect
    )
