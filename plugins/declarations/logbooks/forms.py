"""Forms of the paper books' pages."""

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from areas.scope import scope_for
from plugins.declarations.apps import DeclarationsConfig
from plugins.declarations.logbooks.messages import book_text
from plugins.declarations.logbooks.reading.formats import outer_kind
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.services import check_size
from plugins.qr_venues.choosing import VenueFinder
from plugins.qr_venues.fields import TypedChoiceField

EARLIEST_YEAR = 2000
_START = 4096  # bytes that tell a workbook from a picture


def _year_field(**kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(
        min_value=EARLIEST_YEAR, widget=forms.NumberInput(attrs={"autocomplete": "off"}), **kwargs
    )


class YearForm(forms.Form):
    """The year of a book that does not say it."""

    year = _year_field(label=_("Year of the book"))

    def clean_year(self) -> int | None:
        """Not later than this year."""
        year: int | None = self.cleaned_data["year"]
        if year and year > timezone.localdate().year:
            raise forms.ValidationError(_("This year has not come yet."), "future")
        return year


class UploadForm(YearForm):
    """A book of a venue within the account's jurisdiction."""

    venue = TypedChoiceField(
        label=_("Venue"), help_text=_("Type a part of its name or its code, accents or none.")
    )
    file = forms.FileField(label=_("Workbook"), allow_empty_file=True)
    year = _year_field(
        label=_("Year of the book"),
        required=False,
        help_text=_("Only needed where the book does not say it, neither in the dates nor above."),
    )
    field_order = ("venue", "file", "year")

    def __init__(self, *args: Any, account: Any, venue_address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(TypedChoiceField, self.fields["venue"])
        self.finder = VenueFinder(scope_for(account))
        field.finder = self.finder
        field.widget.address = venue_address
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.xlsm,.xlsb,.xls,.ods,.csv"
        limit = DeclarationsConfig.setting("max_upload_mb")
        self.fields["file"].help_text = _(
            "Excel (.xlsx, .xls), OpenDocument (.ods) or text with separated columns (.csv), at "
            "most %(limit)s MB."
        ) % {"limit": limit}

    def clean_file(self) -> UploadedFile:
        """Refuse at once what cannot be a workbook."""
        file: UploadedFile = self.cleaned_data["file"]
        try:
            check_size(file.size or 0)
            outer_kind(file.read(_START))
        except BookProblem as problem:
            raise forms.ValidationError(
                book_text(problem.code, problem.params), problem.code
            ) from None
        finally:
            file.seek(0)
        return file
