"""Rules that make check-ins ask for a declaration."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from plugins.qr_venues.models import VenueCategory


class OutbreakRule(models.Model):
    """In this area (and all below it), for one kind of venue or all, between two days."""

    area = models.ForeignKey(
        Area, verbose_name=_("area"), on_delete=models.CASCADE, related_name="+"
    )
    category = models.ForeignKey(
        VenueCategory,
        verbose_name=_("venue category"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Empty: all kinds of venue."),
    )
    asks_health = models.BooleanField(_("ask for a health declaration"), default=True)
    asks_movement = models.BooleanField(_("ask for a declaration of movement"), default=False)
    begins = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("outbreak rule")
        verbose_name_plural = _("outbreak rules")
        ordering = ["-begins", "pk"]

    def __str__(self) -> str:
        return f"{self.area}: {self.category or _('all kinds of venue')}"
