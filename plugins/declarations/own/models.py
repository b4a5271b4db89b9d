"""What people ask for."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Decision(models.TextChoices):
    """What became of a request."""

    WAITING = "waiting", _("Waiting")
    DELETED = "deleted", _("Deleted")
    REFUSED = "refused", _("Refused")


class DeletionRequest(models.Model):
    """Somebody asked, with the code of a confirmation, that a record be deleted.

    ``sealed`` holds the person's words and the official's answer. The record itself is gone after
    the deletion, the request stays as its proof until its own time is over.
    """

    record_id = models.UUIDField(editable=False)  # of a visit or of a declaration
    of_declaration = models.BooleanField(editable=False)
    area = models.ForeignKey(
        "areas.Area", verbose_name=_("area"), null=True, on_delete=models.PROTECT, related_name="+"
    )  # whose officials decide
    sealed = models.BinaryField(editable=False)
    asked_at = models.DateTimeField(_("asked"))
    decision = models.CharField(
        _("state"), max_length=8, choices=Decision.choices, default=Decision.WAITING
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("request for deletion")
        verbose_name_plural = _("requests for deletion")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record_id"],
                condition=models.Q(decision="waiting"),
                name="one_request_a_record",
            )
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%d/%m/%Y %H:%M}"
