"""Paper books handed in as workbooks: what was read from each and what became of its rows."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from plugins.qr_venues.models import Venue


class LogbookStatus(models.TextChoices):
    """A book's way: read → looked at by the editor → imported in the background → done."""

    READING = "reading", _("Being read")
    PREVIEW = "preview", _("Waiting for confirmation")
    QUEUED = "queued", _("Waiting to be imported")
    IMPORTING = "importing", _("Being imported")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Stopped by a fault")
    CANCELLED = "cancelled", _("Cancelled")


class Logbook(models.Model):
    """One uploaded workbook."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    venue = models.ForeignKey(
        Venue, verbose_name=_("venue"), on_delete=models.PROTECT, related_name="logbooks"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    year = models.PositiveSmallIntegerField(_("year of the book"), null=True, blank=True)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=LogbookStatus.choices,
        default=LogbookStatus.READING,
    )

    class Meta:
        verbose_name = _("paper book")
        verbose_name_plural = _("paper books")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name
