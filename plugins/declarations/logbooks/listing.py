"""The list of paper books, and choosing among them: by state, venue, person and day."""

from datetime import datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from areas.scope import scope_for
from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from plugins.qr_venues.choosing import VenueFinder
from plugins.qr_venues.fields import TypedChoiceField
from portal.registers import RegisterIndex

_PEOPLE = ("uploaded_by", "confirmed_by", "undone_by")
_NAMES = ("username", "first_name", "last_name")


class BookFilterForm(forms.Form):
    """Which books the register lists; everything may be left empty."""

    status = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), *LogbookStatus.choices],
    )
    venue = TypedChoiceField(label=_("Venue"), required=False)
    person = forms.CharField(
        label=_("Person"), required=False, help_text=_("Who uploaded, imported or took it back.")
    )
    first_day = forms.DateField(label=_("Uploaded from"), required=False, widget=AdminDateInput)
    last_day = forms.DateField(label=_("Uploaded until"), required=False, widget=AdminDateInput)

    def __init__(self, *args: Any, account: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(TypedChoiceField, self.fields["venue"])
        if self.data.get("venue_text"):  # else nothing is looked up
            field.finder = VenueFinder(scope_for(account))
        field.widget.address = reverse("qr_venues_find_venues")

    def chosen(self, books: QuerySet[Logbook]) -> QuerySet[Logbook]:
        """Those of the books that were asked for; of a valid form."""
        given = self.cleaned_data
        if given["status"]:
            books = books.filter(status=given["status"])
        if given["venue"]:
            books = books.filter(venue=given["venue"].pk)
        for word in given["person"].split():
            named = Q()
            for person in _PEOPLE:
                for name in _NAMES:
                    named |= Q(**{f"{person}__{name}__icontains": word})
            books = books.filter(named)
        if given["first_day"]:
            books = books.filter(uploaded_at__gte=_midnight(given["first_day"]))
        if given["last_day"]:
            until = _midnight(given["last_day"]) + timedelta(days=1)
            books = books.filter(uploaded_at__lt=until)
        return books


class BookIndex(RegisterIndex):
    """The list with its filters above; a faulty choice lists nothing and is marked."""

    def get_queryset(self, request: HttpRequest | None = None) -> QuerySet:
        """The chosen books."""
        request = request or self.request
        self.filter_form = BookFilterForm(request.GET, account=request.user)
        books = super().get_queryset(request)
        return self.filter_form.chosen(books) if self.filter_form.is_valid() else books.none()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the form, and whether anything is chosen."""
        chosen = any(map(self.request.GET.get, (*self.filter_form.fields, "venue_text")))
        return super().get_context_data(filter_form=self.filter_form, chosen=chosen, **kwargs)


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
