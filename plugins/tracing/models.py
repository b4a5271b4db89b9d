"""Cases, and the bookkeeping that keeps the search index in step with the database."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models import Area


class CaseStatus(models.TextChoices):
    """Where the tracing of a case stands."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class Case(models.Model):
    """An index case (F0). Its number is the reason that officials give for look-ups."""

    number = models.CharField(_("case number"), max_length=40, unique=True)
    title = models.CharField(_("what it is about"), max_length=200)
    area = models.ForeignKey(Area, verbose_name=_("area"), on_delete=models.PROTECT)
    person_key = models.UUIDField(null=True, blank=True, editable=False)  # blind index
    infectious_from = models.DateField(_("infectious from"), null=True, blank=True)
    infectious_to = models.DateField(_("infectious to"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=CaseStatus.choices, default=CaseStatus.OPEN
    )
    notes = models.TextField(_("notes"), blank=True)
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("opened by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-opened_at"]
        permissions = [("trace_visits", _("Can search visitor histories"))]

    def __str__(self) -> str:
        return self.number
