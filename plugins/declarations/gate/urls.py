"""Addresses of the gate: "trực cổng" is being on duty at the gate."""

from django.urls import path

from plugins.declarations.gate import views

urlpatterns = [
    path("truc-cong/<str:token>/", views.gate, name="gate"),
    path("truc-cong/<str:token>/entries/", views.entries, name="gate_entries"),
    path("truc-cong/<str:token>/state/", views.state, name="gate_state"),
    path("truc-cong/<str:token>/reopen/", views.reopen, name="gate_reopen"),
    path("truc-cong/<str:token>/worker.js", views.worker, name="gate_worker"),
    path("truc-cong/<str:token>/app.webmanifest", views.manifest, name="gate_manifest"),
]
