"""What people declare about their health and where they move."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from plugins.qr_venues.models import Venue


class Kind(models.TextChoices):
    """The two forms."""

    HEALTH = "health", _("Health declaration")
    MOVEMENT = "movement", _("Declaration of movement")


class Handling(models.TextChoices):
    """What a health official made of a declaration that needs attention."""

    NEW = "new", _("Not looked at yet")
    FOLLOWED = "followed", _("Being followed up")
    CLOSED = "closed", _("Closed")


class Declaration(models.Model):
    """One declaration of one person. Written by declaring/services.py only.

    ``id`` is made by the client, as a visit's (see visit_ids). ``sealed`` holds phone, ID, birth
    year, address and every answer; only the two flags, which the gate and the health official's
    list need, stand beside it. ``content`` is a digest of what was sent (see visits).
    """

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(_("form"), max_length=8, choices=Kind.choices)
    # Not a foreign key: visits go by the million, and need not look here each time.
    visit_id = models.UUIDField(null=True, db_index=True, editable=False)
    venue = models.ForeignKey(
        Venue,
        verbose_name=_("venue"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    area = models.ForeignKey(
        Area, verbose_name=_("area"), null=True, on_delete=models.PROTECT, related_name="+"
    )  # the venue's; without one, where the person stays or goes
    name = models.CharField(_("name"), max_length=200)
    name_folded = models.CharField(max_length=200, editable=False)
    person_key = models.UUIDField(editable=False)
    second_key = models.UUIDField(null=True, editable=False)
    has_symptoms = models.BooleanField(_("symptoms"), default=False)
    had_contact = models.BooleanField(_("contact with a case"), default=False)
    sealed = models.BinaryField(editable=False)
    content = models.BinaryField(null=True, editable=False)
    declared_at = models.DateTimeField(_("declared"))
    handling = models.CharField(
        _("state"), max_length=8, choices=Handling.choices, default=Handling.NEW
    )
    handled_at = models.DateTimeField(null=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")
        ordering = ["-declared_at", "-pk"]
        indexes = [
            models.Index(fields=["person_key", "declared_at"], name="declaration_person"),
            models.Index(
                fields=["second_key"],
                name="declaration_second_key",
                condition=models.Q(second_key__isnull=False),
            ),
            models.Index(fields=["declared_at"], name="declaration_day"),
            # The health official's list: of everywhere, and of some areas.
            models.Index(
                fields=["-declared_at"],
                name="declaration_attention",
                condition=models.Q(has_symptoms=True) | models.Q(had_contact=True),
            ),
            models.Index(
                fields=["area", "-declared_at"],
                name="declaration_attention_area",
                condition=models.Q(has_symptoms=True) | models.Q(had_contact=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.declared_at:%d/%m/%Y}"

    @property
    def needs_attention(self) -> bool:
        """Whether the gate is told at once and a health official looks at it."""
        return self.has_symptoms or self.had_contact
