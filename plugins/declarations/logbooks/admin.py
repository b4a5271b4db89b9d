"""The register of paper books in the admin, and the two pages that belong to it."""

from typing import Any

from django.contrib.admin import display
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.views import InspectView, WMABaseView

from areas.scope import scope_for
from plugins.declarations.logbooks import services, shown
from plugins.declarations.logbooks.forms import UploadForm, YearForm
from plugins.declarations.logbooks.messages import book_text
from plugins.declarations.logbooks.models import Logbook, LogbookStatus, RowOutcome
from plugins.qr_venues.choosing import VenueFinder
from plugins.qr_venues.models import Venue
from portal.registers import Register

STATUS_CLASSES = {
    LogbookStatus.PREVIEW: "w-status w-status--primary",
    LogbookStatus.FAILED: "w-status cong-status--stopped",
}


def book_address(logbook: Logbook) -> str:
    """Address of a book's page."""
    return reverse("declarations_logbook_modeladmin_inspect", args=[logbook.pk])


class LogbookPermissions(PermissionHelper):
    """Looking needs the view permission, uploading the one to import; nothing is edited here."""

    def user_can_list(self, user: Any) -> bool:
        """Whether the account may open the list."""
        return self.user_has_specific_permission(user, self.get_perm_codename("view"))

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        """Whether the account may open a book's page."""
        return self.user_can_list(user)

    def user_can_create(self, user: Any) -> bool:
        """Whether the account may upload books."""
        return bool(user.has_perm(services.PERMISSION))

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        """Never."""
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        """Never."""
        return False


class LogbookButtons(ButtonHelper):
    """The file's name leads to the book's page."""

    def add_button(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The button above the list."""
        button = super().add_button(*args, **kwargs)
        return {
            **button,
            "label": gettext("Import a paper book"),
            "title": gettext("Import a paper book"),
        }

    def inspect_button(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """To the book's page."""
        label = gettext("Open this book")
        return {**super().inspect_button(*args, **kwargs), "label": label, "title": label}

    def get_buttons_for_obj(self, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        """None besides: everything is done on the book's page."""
        return []

    def get_primary_button(self, obj: Logbook) -> dict[str, Any]:
        """What the name in the list leads to."""
        return self.inspect_button(obj.pk)


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
        wanted = self.request.GET.get("venue", "")
        chosen = venues.get(int(wanted)) if wanted.isdecimal() else None
        if chosen is None and len(options := venues.search("", limit=2)) == 1:
            chosen = options[0]
        return {"venue": chosen}

    def form_valid(self, form: UploadForm) -> HttpResponse:
        """Take the file in and go to the book's page."""
        given = form.cleaned_data
        venue = Venue.objects.select_related("area", "category").get(pk=given["venue"].pk)
        logbook = services.upload(
            given["file"].read(),
            venue=venue,
            file_name=given["file"].name,
            year=given["year"],
            by=self.request.user,
        )
        return redirect(book_address(logbook))

    def form_invalid(self, form: Any) -> HttpResponse:
        """What is wrong stands beside each field; say so above as well."""
        messages.error(
            self.request, gettext("Nothing was uploaded yet. Put right what is marked below.")
        )
        return super().form_invalid(form)


class BookView(InspectView):
    """A book's page, whatever its state: read, previewed, imported, done."""

    TEMPLATES = {
        LogbookStatus.READING: "reading",
        LogbookStatus.PREVIEW: "preview",
        LogbookStatus.QUEUED: "importing",
        LogbookStatus.IMPORTING: "importing",
        LogbookStatus.DONE: "done",
        LogbookStatus.FAILED: "failed",
        LogbookStatus.CANCELLED: "cancelled",
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
        }
        if book.status == LogbookStatus.PREVIEW:
            context |= {**shown.preview(book), "year_form": YearForm()}
        if book.status in (LogbookStatus.PREVIEW, LogbookStatus.DONE, LogbookStatus.CANCELLED):
            number = self.request.GET.get("page", "1")
            context["faults"] = shown.fault_groups(book)
            context["rows"] = shown.rows_page(book, RowOutcome.REFUSED, number)
        return super().get_context_data(**context, **kwargs)

    def get_fields_dict(self) -> list[dict[str, Any]]:
        """The templates name the fields themselves."""
        return []


class LogbookRegister(Register):
    """Paper books of venues within the account's jurisdiction: who imported which, and when."""

    model = Logbook
    area_field = "venue__area"
    sector_field = "venue__category__sector"
    menu_label = _("Paper books")
    menu_icon = "table"
    menu_order = 230
    list_display = ("file_name", "venue", "uploaded_at", "uploaded_by", "status_tag", "counts")
    list_filter = ("status",)
    list_select_related = ("venue", "uploaded_by")
    search_fields = ("file_name", "venue__name", "venue__code")
    permission_helper_class = LogbookPermissions
    button_helper_class = LogbookButtons
    inspect_view_enabled = True
    create_view_class = UploadView
    inspect_view_class = BookView
    index_view_extra_css = ["qr_venues/admin.css", "declarations/logbooks.css"]

    @display(description=_("status"))
    def status_tag(self, book: Logbook) -> SafeString:
        """The status as a tag."""
        css = STATUS_CLASSES.get(LogbookStatus(book.status), "w-status")
        return format_html('<span class="{}">{}</span>', css, book.get_status_display())

    @display(description=_("recorded / read"))
    def counts(self, book: Logbook) -> str:
        """How many rows became visits, of how many."""
        return f"{book.created} / {book.read}" if book.read else "–"
