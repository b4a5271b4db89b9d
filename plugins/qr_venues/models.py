"""Venues, their categories and the check points where codes hang."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from areas.models import Area, Sector
from people.names import fold


class VenueCategory(models.Model):
    """A kind of venue from 2278/BTTTT-THH; decides the sector and how long a stay lasts."""

    code = models.SlugField(_("code"), primary_key=True)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector.choices)
    default_stay = models.PositiveSmallIntegerField(
        _("default stay (minutes)"), help_text=_("Taken where nobody recorded the time of leaving.")
    )
    closes_at = models.TimeField(
        _("closes at"),
        null=True,
        blank=True,
        help_text=_("Nobody is taken to stay longer. Empty: open at night."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("venue category")
        verbose_name_plural = _("venue categories")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_vi


class VenueStatus(models.TextChoices):
    """Only approved venues take check-ins."""

    PENDING = "pending", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    SUSPENDED = "suspended", _("Suspended")


class Venue(models.Model):
    """A place that people enter. ``code`` is what officials call it by (see codes.py)."""

    code = models.CharField(_("venue code"), max_length=12, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    name_folded = models.CharField(
        max_length=250, default="", editable=False
    )  # what the search compares
    category = models.ForeignKey(
        VenueCategory, verbose_name=_("category"), on_delete=models.PROTECT, related_name="venues"
    )
    area = models.ForeignKey(
        Area, verbose_name=_("area"), on_delete=models.PROTECT, related_name="venues"
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    contact_name = models.CharField(_("person in charge"), max_length=200, blank=True)
    contact_phone = models.CharField(_("phone of the venue"), max_length=20, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=VenueStatus.choices, default=VenueStatus.APPROVED
    )
    capacity = models.PositiveIntegerField(
        _("capacity"),
        null=True,
        blank=True,
        help_text=_("People who may be inside at once; the gate counts against it."),
    )
    closes_at = models.TimeField(
        _("closes at"), null=True, blank=True, help_text=_("Empty: as its category.")
    )
    created_at = models.DateTimeField(_("registered"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("registered by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["area", "name"])]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded name in step; bulk writers call ``fold_name`` themselves."""
        self.fold_name()
        super().save(*args, **kwargs)

    def fold_name(self) -> None:
        """Set ``name_folded`` from the name."""
        self.name_folded = fold(self.name)[:250]


class Checkpoint(models.Model):
    """A door, counter or vehicle of a venue with a code of its own.

    ``token`` is what the code's address holds and what a visitor can type. A code that was
    photographed and misused is revoked; its check point goes on under a new row and token.
    """

    venue = models.ForeignKey(
        Venue, verbose_name=_("venue"), on_delete=models.CASCADE, related_name="checkpoints"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=100)
    token = models.CharField(_("code"), max_length=12, unique=True, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("check point")
        verbose_name_plural = _("check points")
        ordering = ["venue", "number", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "number"],
                condition=Q(revoked_at__isnull=True),
                name="one_live_code_a_checkpoint",
            )
        ]

    def __str__(self) -> str:
        return self.name
