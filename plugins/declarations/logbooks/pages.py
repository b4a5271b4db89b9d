"""The pages of the register of paper books: uploading one, and a book in each of its states."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail_modeladmin.views import InspectView, WMABaseView

from areas.scope import scope_for
from plugins.declarations.apps import DeclarationsConfig
from plugins.declarations.logbooks import history, previews, quotas, services, shown
from plugins.declarations.logbooks.choosing.views import ReadingAgain
from plugins.declarations.logbooks.deciding import services as deciding
from plugins.declarations.logbooks.forms import UploadForm, YearForm
from plugins.declarations.logbooks.mending.grid import Wanted, grid
from plugins.declarations.logbooks.messages import book_text
from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.undoing import services as undo
from plugins.declarations.logbooks.undoing import staying
from plugins.qr_venues.choosing import VenueFinder
from plugins.qr_venues.models import Venue
from portal import disk
from portal.text import as_pk
from portal.uploads import had_no_room

STATUS_CLASSES = {
    LogbookStatus.PREVIEW: "w-status w-status--primary",
    LogbookStatus.FAILED: "w-status cong-status--stopped",
}


def book_address(logbook: Logbook) -> str:
    """Address of a book's page."""
    return reverse("declarations_logbook_modeladmin_inspect", args=[logbook.pk])


class UploadView(WMABaseView, FormView):
    """Choose a venue and a file; the book is then read in the background."""

    form_class = UploadForm
    template_name = "declarations/logbooks/upload.html"
    page_title = _("Import a paper book")

    def check_action_permitted(self, user: Any) -> bool:
        """Whether the account may upload books."""
        return self.permission_helper.user_can_create(user)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form needs to know who may choose which venues."""
        return {
            **super().get_form_kwargs(),
            "account": self.request.user,
            "venue_address": reverse("qr_venues_find_venues"),
        }

    def get_initial(self) -> dict[str, Any]:
        """The venue of ``?venue=``, or the only one that there is to choose."""
        venues = VenueFinder(scope_for(self.request.user))
        wanted = as_pk(self.request.GET.get("venue"))
        chosen = venues.get(wanted) if wanted is not None else None
        if chosen is None and len(options := venues.search("", limit=2)) == 1:
            chosen = options[0]
        return {"venue": chosen}

    def form_valid(self, form: UploadForm) -> HttpResponse:
        """Take the file in and go to the book's page."""
        given = form.cleaned_data
        venue = Venue.objects.select_related("area", "category").get(pk=given["venue"].pk)
        try:
            logbook = services.upload(
                given["file"].read(),
                venue=venue,
                file_name=given["file"].name,
                year=given["year"],
                by=self.request.user,
            )
        except BookProblem as problem:  # no more today, or no room
            form.add_error("file", book_text(problem.code, problem.params))
            return self.form_invalid(form)
        return redirect(book_address(logbook))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what the account may still upload today."""
        limit = DeclarationsConfig.setting("max_upload_mb")
        return super().get_context_data(
            left=quotas.allowance(self.request.user),
            max_upload_mb=limit,
            most_bytes=limit * 1024 * 1024,
            too_big=book_text("too_big", {"limit": limit}),
            empty=book_text("empty", {}),
            **kwargs,
        )

    def form_invalid(self, form: Any) -> HttpResponse:
        """What is wrong stands beside each field; say so above as well."""
        if had_no_room(self.request):  # there was a file
            form.errors.pop("file", None)
            form.add_error("file", book_text(disk.CODE, {}))
        messages.error(
            self.request, gettext("Nothing was uploaded yet. Put right what is marked below.")
        )
        return super().form_invalid(form)


class BookView(ReadingAgain, InspectView):
    """A book's page, whatever its state: read, previewed, imported, done."""

    TEMPLATES = {
        LogbookStatus.READING: "reading",
        LogbookStatus.PREVIEW: "preview",
        LogbookStatus.QUEUED: "importing",
        LogbookStatus.IMPORTING: "importing",
        LogbookStatus.DONE: "done",
        LogbookStatus.FAILED: "failed",
        LogbookStatus.CANCELLED: "cancelled",
        LogbookStatus.UNDOING: "undoing",
        LogbookStatus.UNDONE: "undone",
    }

    def get_template_names(self) -> list[str]:
        """One for each state."""
        state = self.TEMPLATES[LogbookStatus(self.instance.status)]
        return [f"declarations/logbooks/{state}.html"]

    def get_meta_title(self) -> str:
        """The file's name."""
        return str(self.instance.file_name)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the state's template shows."""
        book: Logbook = self.instance
        context = {
            "book": book,
            "may_import": self.permission_helper.user_can_create(self.request.user),
            "stalled": services.is_stalled(book),
            "refreshing": book.is_working or shown.awaits_result(book),
            "awaits_result": shown.awaits_result(book),
            "status_class": STATUS_CLASSES.get(LogbookStatus(book.status), "w-status"),
            "counts": shown.counts(book),
            "progress": shown.progress(book),
            "problem": book_text(book.problem, book.problem_params) if book.problem else "",
            "may_be_taken_back": undo.may_be_taken_back(book),
            "history": history.history(book),
            "kept_until": history.kept_until(book),
        }
        if book.status in (LogbookStatus.READING, LogbookStatus.PREVIEW):
            context["same_file"] = history.same_file(book)
        if book.status == LogbookStatus.UNDOING:
            context["progress"] = staying.undo_progress(book)
        if book.status == LogbookStatus.UNDONE:
            context["stays"] = staying.stays_page(book, self.request.GET.get("page", "1"))
        if book.status == LogbookStatus.PREVIEW:
            context |= {**previews.preview(book), "year_form": YearForm()}
        if book.status in deciding.DECIDABLE:
            context |= deciding.counts(book)
        if book.status == LogbookStatus.READING:
            context["first_refused"] = previews.first_refused(book)
        if "choices_form" not in kwargs:
            context |= previews.reading_choices(book, account=self.request.user)
        if book.status in (LogbookStatus.PREVIEW, LogbookStatus.DONE, LogbookStatus.CANCELLED):
            context["faults"] = shown.fault_groups(book)
            mendable = context["may_import"] and not context["refreshing"]
            wanted = Wanted.of(self.request.GET)
            context["grid"] = grid(book, wanted, may_import=bool(mendable))
        return super().get_context_data(**context, **kwargs)

    def get_fields_dict(self) -> list[dict[str, Any]]:
        """The templates name the fields themselves."""
        return []
