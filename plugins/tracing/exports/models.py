"""Lists that officials take out, made in the background and kept sealed for a short time."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ExportState(models.TextChoices):
    """An export's way."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Being written")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Stopped by a fault")
    GONE = "gone", _("No longer kept")


class Export(models.Model):
    """One file with everything found. ``question`` is sealed: what was asked, as JSON."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12)  # people, visits, contacts, spread, case, place
    form = models.CharField(max_length=4)  # xlsx or csv
    reason = models.CharField(_("reason"), max_length=300)
    question = models.BinaryField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    address = models.GenericIPAddressField(null=True)
    state = models.CharField(
        _("state"), max_length=7, choices=ExportState.choices, default=ExportState.QUEUED
    )
    rows = models.PositiveIntegerField(_("rows"), default=0)
    rows_of = models.PositiveIntegerField(default=0)
    complete = models.BooleanField(default=True)
    problem = models.CharField(max_length=40, blank=True)
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["-asked_at"]
