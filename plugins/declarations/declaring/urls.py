"""Addresses of declarations for everyone."""

from django.urls import path

from plugins.declarations.declaring import views
from plugins.declarations.declaring.models import Kind

urlpatterns = [
    path("khai-bao/", views.start, name="declare"),
    path("khai-bao/suc-khoe/", views.declare, {"kind": Kind.HEALTH}, name="declare_health"),
    path("khai-bao/di-chuyen/", views.declare, {"kind": Kind.MOVEMENT}, name="declare_movement"),
    path("khai-bao/xong/", views.declared, name="declared"),
    path("khai-bao/quen/", views.forget, name="forget_declared"),
    path("khai-bao/khu-vuc/", views.areas, name="declare_areas"),
    path("c/<str:token>", views.personal_code, name="personal_code"),
]
