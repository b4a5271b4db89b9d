"""The record's pages in the Wagtail admin, and their menu entry."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from audit import views
from audit.reading import may_read


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """The record, an entry, its export, what stands out, telling a person."""
    return [
        path("audit/", views.index, name="audit_index"),
        path("audit/<int:pk>/", views.entry, name="audit_entry"),
        path("audit/verify/", views.verify, name="audit_verify"),
        path("audit/export/", views.export, name="audit_export"),
        path("audit/patterns/", views.patterns, name="audit_patterns"),
        path("audit/tell/", views.tell, name="audit_tell"),
        path("audit/told/<str:token>/", views.told, name="audit_told"),
        path("audit/told/<str:token>/letter/", views.letter, name="audit_letter"),
    ]


class RecordMenuItem(MenuItem):
    """Shown to those who may read the record."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this request's account sees the entry."""
        return may_read(request.user)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """The record of look-ups."""
    return RecordMenuItem(
        _("Record of look-ups"),
        reverse("audit_index"),
        name="audit",
        icon_name="history",
        order=820,
    )
