"""Systems that may use the interface."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models import Area


class ApiClient(models.Model):
    """A connected system with its key.

    The key is shown once. ``prefix`` finds it, ``key_digest`` (SHA-256: keys are random, not
    chosen) proves it. ``scopes`` are codes of api/scopes.py.
    """

    name = models.CharField(_("name"), max_length=100)
    prefix = models.CharField(max_length=8, unique=True, editable=False)
    key_digest = models.CharField(max_length=64, editable=False)
    scopes = models.JSONField(_("may"), default=list)
    area = models.ForeignKey(
        Area,
        verbose_name=_("area"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Venues in this area only; empty: everywhere."),
    )
    rate_per_minute = models.PositiveIntegerField(_("requests a minute"), default=600)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    last_used = models.DateField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    class Meta:
        verbose_name = _("connected system")
        verbose_name_plural = _("connected systems")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
