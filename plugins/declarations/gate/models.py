"""Gate links: how a device at a door becomes this venue's gate."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from plugins.qr_venues.models import Checkpoint, Venue


class GateLink(models.Model):
    """An address that opens the gate page of a venue, together with a PIN.

    ``pin`` is hashed as passwords are. Wrong PINs are counted in ``tries`` until ``locked_until``.
    Changing the PIN or revoking the link ends every device's access (``generation``).
    """

    venue = models.ForeignKey(
        Venue, verbose_name=_("venue"), on_delete=models.CASCADE, related_name="gate_links"
    )
    checkpoint = models.ForeignKey(
        Checkpoint,
        verbose_name=_("check point"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    name = models.CharField(_("name"), max_length=100)
    token = models.CharField(max_length=32, unique=True, editable=False)
    pin = models.CharField(max_length=128, editable=False)
    generation = models.PositiveIntegerField(default=1, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    locked_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    class Meta:
        verbose_name = _("gate link")
        verbose_name_plural = _("gate links")
        ordering = ["venue", "name", "pk"]

    def __str__(self) -> str:
        return self.name
