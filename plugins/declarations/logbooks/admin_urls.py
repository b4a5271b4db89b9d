"""Addresses of the paper books' pages in the admin, beside those of their register."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from plugins.declarations.logbooks import views
from plugins.declarations.logbooks.deciding import views as decide_views
from plugins.declarations.logbooks.mending import views as mend_views
from plugins.declarations.logbooks.undoing import views as undo_views
from portal.plugins.switch import only_when_on


def logbook_urls() -> list[URLPattern]:
    """All of them behind the plugin's switch."""
    pages: list[tuple[str, Callable[..., HttpResponse], str]] = [
        ("logbooks/template.xlsx", views.template, "template"),
        ("logbooks/<uuid:book_id>/confirm/", views.confirm, "confirm"),
        ("logbooks/<uuid:book_id>/cancel/", undo_views.cancel, "cancel"),
        ("logbooks/<uuid:book_id>/take-back/", undo_views.take_back, "take_back"),
        ("logbooks/<uuid:book_id>/again/", undo_views.import_again, "again"),
        ("logbooks/<uuid:book_id>/original/", undo_views.original, "original"),
        ("logbooks/<uuid:book_id>/year/", views.give_year, "year"),
        ("logbooks/<uuid:book_id>/resume/", views.resume, "resume"),
        ("logbooks/<uuid:book_id>/possible/", decide_views.possible, "possible"),
        ("logbooks/<uuid:book_id>/repeats/", decide_views.repeats, "repeats"),
        ("logbooks/<uuid:book_id>/result.xlsx", views.result, "result"),
        ("logbooks/<uuid:book_id>/mend/", mend_views.mend, "mend"),
        ("logbooks/<uuid:book_id>/mend/fill/", mend_views.fill, "fill"),
        ("logbooks/<uuid:book_id>/mend/rest/", mend_views.set_rest_aside, "rest"),
        ("logbooks/<uuid:book_id>/mend/back/", mend_views.take_rest_back, "rest_back"),
    ]
    guard = only_when_on("declarations")
    return [
        path(route, guard(view), name=f"declarations_logbook_{name}") for route, view, name in pages
    ]
