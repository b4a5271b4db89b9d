"""Addresses of the portal beside its page tree."""

from django.urls import path

from cms_pages import views

urlpatterns = [path("", views.search, name="portal_search")]
