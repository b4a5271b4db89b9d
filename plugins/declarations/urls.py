"""Addresses for visitors. ``/q/TOKEN`` is printed on posters: it never changes."""

from django.urls import include, path, re_path

from plugins.declarations import check_in_page, views

urlpatterns = [
    path("", include("plugins.declarations.declaring.urls")),
    path("", include("plugins.declarations.own.urls")),
    path("", include("plugins.declarations.gate.urls")),
    path("api/v1/", include("plugins.declarations.api.urls")),
    path("q/", views.find, name="find"),
    path("q", views.find),
    re_path(r"^q/(?P<code>[^/]+)/?$", check_in_page.check_in, name="check_in"),
    path("q/<str:code>/done/", views.done, name="done"),
    path("q/<str:code>/leave/", views.leave, name="leave"),
    path("q/<str:code>/left/", views.left, name="left"),
    path("q/<str:code>/forget/", views.forget, name="forget"),
]
