"""Application set-up."""

from django.apps import AppConfig


class CmsPagesConfig(AppConfig):
    """Names the application."""

    name = "cms_pages"
    label = "cms_pages"
