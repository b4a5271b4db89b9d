"""Application set-up."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Names the application."""

    name = "people"
    label = "people"
