"""Accounts and the runtime switch of plugins."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """An official's account. Our own class from the start, since it cannot be swapped later."""

    def get_full_name(self) -> str:
        """The family name first, as Vietnamese names are written; empty if none is known."""
        return f"{self.last_name} {self.first_name}".strip()


class PluginState(models.Model):
    """What the database knows of a plugin; no row means switched on."""

    label = models.CharField(max_length=100, primary_key=True)
    on = models.BooleanField(default=True)
    given = models.JSONField(default=list)  # rights given to roles, see portal.roles.give_once
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


class WorkerPulse(models.Model):
    """A background worker's last sign of life (see workers.py)."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    seen_at = models.DateTimeField()
