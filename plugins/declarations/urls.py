"""Addresses for visitors. ``/q/TOKEN`` is printed on posters: it never changes."""

from django.urls import path, re_path

from plugins.declarations import views

urlpatterns = [
    path("q/", views.find, name="find"),
    path("q", views.find),
    re_path(r"^q/(?P<code>[^/]+)/?$", views.check_in, name="check_in"),
    path("q/<str:code>/done/", views.done, name="done"),
    path("q/<str:code>/leave/", views.leave, name="leave"),
    path("q/<str:code>/left/", views.left, name="left"),
]
