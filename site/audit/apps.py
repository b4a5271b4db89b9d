"""Application set-up."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Error, register
from django.db.models.signals import post_migrate, pre_migrate


class AuditConfig(AppConfig):
    """Names the application."""

    name = "audit"
    label = "audit"

    def ready(self) -> None:
        """Look at the limits when the server starts; have the database guard the record."""
        from audit import append_only

        register(check_limits)
        pre_migrate.connect(append_only.make_way, sender=self)
        post_migrate.connect(append_only.install, sender=self)


def check_limits(**kwargs: Any) -> list[Error]:
    """AUDIT_LIMITS names limits that there are, each a whole number."""
    from audit.patterns import Limits

    known = Limits.__dataclass_fields__
    return [
        Error(
            f"AUDIT_LIMITS: {name} is no limit, or {value!r} no whole number from 0 on.",
            hint=f"Known: {', '.join(known)}.",
            id="audit.E001",
        )
        for name, value in settings.AUDIT_LIMITS.items()
        if name not in known or type(value) is not int or value < 0
    ]
