"""Application set-up."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """Names the application."""

    name = "areas"
    label = "areas"
