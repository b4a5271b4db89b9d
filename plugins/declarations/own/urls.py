"""Addresses of one's own record. No code and no id stands in them."""

from django.urls import path

from plugins.declarations.own import views

urlpatterns = [
    path("khai-bao/cua-toi/", views.find, name="own"),
    path("khai-bao/cua-toi/xem/", views.see, name="own_record"),
    path("khai-bao/cua-toi/sua/", views.correct, name="own_correct"),
    path("khai-bao/cua-toi/xoa/", views.delete, name="own_delete"),
    path("khai-bao/cua-toi/dong/", views.close, name="own_close"),
]
