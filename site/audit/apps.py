"""Application set-up."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Names the application."""

    name = "audit"
    label = "audit"
