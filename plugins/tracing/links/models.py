"""What officials decided about who is one person, against or besides what the visits show."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LinkKind(models.TextChoices):
    """One person under two keys, or two people whose visits looked like one's."""

    JOINED = "joined", _("Joined")
    PARTED = "parted", _("Parted")


class PersonLink(models.Model):
    """Two blind keys (see people.persons) and what they are to each other; can be undone.

    ``one`` is the smaller of the two. A link that was undone stays, as part of the record.
    """

    one = models.UUIDField(editable=False)
    other = models.UUIDField(editable=False)
    kind = models.CharField(_("decision"), max_length=6, choices=LinkKind.choices)
    reason = models.CharField(_("reason"), max_length=300)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    made_at = models.DateTimeField(_("decided"), auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("decision on a person")
        verbose_name_plural = _("decisions on persons")
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"],
                condition=models.Q(undone_at__isnull=True),
                name="tracing_one_link_a_pair",
            )
        ]
        indexes = [models.Index(fields=["other"], name="tracing_link_other")]
