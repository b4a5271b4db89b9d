"""The register of paper books in the admin."""

from typing import Any

from django.contrib.admin import display
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper

from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.listing import BookIndex
from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from plugins.declarations.logbooks.pages import STATUS_CLASSES, BookView, UploadView
from portal.registers import Register


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


class LogbookRegister(Register):
    """Paper books of venues within the account's jurisdiction: who imported which, and when."""

    model = Logbook
    area_field = "venue__area"
    sector_field = "venue__category__sector"
    menu_label = _("Paper books")
    menu_icon = "table"
    menu_order = 230
    list_display = (
        "file_name",
        "venue",
        "uploaded_at",
        "uploaded_by",
        "confirmed_by",
        "status_tag",
        "counts",
    )
    list_select_related = ("venue", "uploaded_by", "confirmed_by")
    index_view_class = BookIndex
    index_template_name = "declarations/logbooks/index.html"
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
        """How many rows are visits now, of how many."""
        there = max(0, book.created - book.taken_back)
        return f"{intcomma(there)} / {intcomma(book.read)}" if book.read else "–"
