"""Requests to see a person's visits in other areas, and what came of them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models import Area


class HandOverState(models.TextChoices):
    """Where a request stands. An answer that is over in time counts as ended."""

    ASKED = "asked", _("Waiting for an answer")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Request refused")
    REVOKED = "revoked", _("Withdrawn")


class HandOver(models.Model):
    """An account asks the officials of ``area`` for one person's visits there.

    Granted until ``until``; ``keys`` are the person's blind keys as texts. Only the asker gains,
    and only for this person.
    """

    case = models.ForeignKey("tracing.Case", null=True, on_delete=models.SET_NULL, related_name="+")
    keys = models.JSONField(editable=False)
    key = models.UUIDField(editable=False, db_index=True)
    name = models.CharField(_("name"), max_length=200)
    area = models.ForeignKey(
        Area, verbose_name=_("area asked"), on_delete=models.PROTECT, related_name="+"
    )
    visits = models.PositiveIntegerField(_("visits there"))
    reason = models.CharField(_("reason"), max_length=300)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    state = models.CharField(
        _("state"), max_length=8, choices=HandOverState.choices, default=HandOverState.ASKED
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    until = models.DateTimeField(_("until"), null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ["-asked_at"]
        permissions = [("decide_handovers", _("Can answer requests for visits in its areas"))]
