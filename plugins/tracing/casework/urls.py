"""Addresses of the work on cases, within the admin."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from plugins.tracing.casework import adding_views, member_views, place_views, views
from portal.plugins.switch import only_when_on

PAGES: list[tuple[str, Callable[..., HttpResponse], str]] = [
    ("areas/", views.find_areas, "find_areas"),
    ("tasks/", views.tasks, "tasks"),
    ("places/", place_views.all_places, "places"),
    ("cases/<int:pk>/", views.case, "case"),
    ("cases/<int:pk>/calls/", views.calls, "case_calls"),
    ("cases/<int:pk>/assign/", member_views.assign, "case_assign"),
    ("cases/<int:pk>/note/", views.note, "case_note"),
    ("cases/<int:pk>/status/", views.status, "case_status"),
    ("cases/<int:pk>/hand-over/", views.hand, "hand_case"),
    ("cases/<int:pk>/merge/", views.merge, "merge_case"),
    ("cases/<int:pk>/trace/", views.trace, "trace_case"),
    ("cases/<int:pk>/places/", place_views.case_places, "case_places"),
    ("cases/<int:pk>/places/<int:venue_pk>/", place_views.place, "case_place"),
    ("cases/<int:pk>/places/<int:venue_pk>/notice/", place_views.notice, "case_notice"),
    ("cases/<int:pk>/persons/<int:member_pk>/", member_views.member, "case_member"),
    (
        "cases/<int:pk>/persons/<int:member_pk>/hand-over/",
        member_views.hand_person,
        "hand_person",
    ),
    ("cases/<int:pk>/persons/<int:member_pk>/positive/", member_views.positive, "positive"),
    ("people/<uuid:key>/add/", adding_views.add_person, "add_person"),
    ("people/<uuid:key>/contacts/add/", adding_views.add_contacts, "add_contacts"),
    ("spread/<uuid:spread_pk>/add/", adding_views.add_spread, "add_spread"),
]


def admin_urls() -> list[URLPattern]:
    """Each behind the plugin's switch."""
    guard = only_when_on("tracing")
    return [
        path(f"tracing/{route}", guard(view), name=f"tracing_{name}") for route, view, name in PAGES
    ]
