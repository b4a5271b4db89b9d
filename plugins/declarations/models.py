"""Visits, and the paper books that some of them came from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from plugins.declarations.api.models import ApiClient
from plugins.declarations.declaring.models import Declaration
from plugins.declarations.gate.models import GateLink
from plugins.declarations.logbooks.models import Logbook
from plugins.declarations.outbreak.models import OutbreakRule
from plugins.declarations.own.models import DeletionRequest
from plugins.declarations.personal_codes.models import PersonalCode
from plugins.qr_venues.models import Checkpoint, Venue

__all__ = [
    "ApiClient",
    "Declaration",
    "DeletionRequest",
    "GateLink",
    "Logbook",
    "OutbreakRule",
    "PersonalCode",
    "Source",
    "Visit",
]


class Source(models.TextChoices):
    """How a visit came to be known."""

    PHONE = "phone", _("Phone scan")
    GATE = "gate", _("Entered by staff")
    CARD = "card", _("Card scan")
    PAPER = "paper", _("Paper book")
    API = "api", _("Connected system")


class Visit(models.Model):
    """One stay of one person at one venue.

    ``id`` is made by the client and is the idempotency key (see visit_ids.py). ``person_key``
    and ``second_key`` are blind indexes (see people.persons). ``sealed`` holds phone, ID and
    whatever else was declared, readable only with FIELD_KEYS. ``stay_end`` is when the stay is
    taken to end: ``checked_out``, or check-in plus the category's default stay where nobody
    recorded the leaving. services.py says who writes it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    venue = models.ForeignKey(
        Venue,
        verbose_name=_("venue"),
        on_delete=models.PROTECT,
        related_name="visits",
        db_index=False,
    )
    checkpoint = models.ForeignKey(
        Checkpoint,
        verbose_name=_("check point"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    checked_in = models.DateTimeField(_("in"))
    checked_out = models.DateTimeField(_("out"), null=True)
    stay_end = models.DateTimeField(editable=False)
    source = models.CharField(_("source"), max_length=5, choices=Source.choices)
    name = models.CharField(_("name"), max_length=200)
    name_folded = models.CharField(max_length=200, editable=False)
    person_key = models.UUIDField(editable=False)
    second_key = models.UUIDField(null=True, editable=False)
    sealed = models.BinaryField(editable=False)
    logbook = models.ForeignKey(
        Logbook,
        verbose_name=_("paper book"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="visits",
        db_index=False,
    )
    logbook_sheet = models.PositiveSmallIntegerField(null=True)  # counted from 1
    logbook_row = models.PositiveIntegerField(null=True)  # as the editor's program counts rows
    created_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    # When somebody last changed what was recorded; such a visit outlives its book's taking back.
    changed_at = models.DateTimeField(_("changed"), null=True, editable=False)
    # What a device said where its clock cannot be right; ``checked_in`` is the server's then.
    device_time = models.DateTimeField(_("time of the device"), null=True, editable=False)
    # A keyed digest of what a gate or a connected system sent: the same id with other content is
    # told from the same sent again.
    content = models.BinaryField(null=True, editable=False)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-checked_in", "-pk"]
        indexes = [
            # Contacts: who was at this venue in this span of time.
            models.Index(fields=["venue", "checked_in"], name="visit_venue_in"),
            # Histories.
            models.Index(fields=["person_key", "checked_in"], name="visit_person"),
            models.Index(
                fields=["second_key"],
                name="visit_second_key",
                condition=models.Q(second_key__isnull=False),
            ),
            models.Index(fields=["name_folded"], name="visit_name"),
            models.Index(
                fields=["logbook"], name="visit_logbook", condition=models.Q(logbook__isnull=False)
            ),
            # Corrected visits, whose ids may tell another day than they are of.
            models.Index(
                fields=["checked_in"],
                name="visit_changed",
                condition=models.Q(changed_at__isnull=False),
            ),
        ]
        permissions = [
            ("import_visits", _("Can import paper books")),
            ("view_past_visits", _("Can list the visits of earlier days")),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.checked_in:%d/%m/%Y}"

    @property
    def assumed_out(self) -> bool:
        """Whether the end of the stay is the category's default, not a recorded leaving."""
        return self.checked_out is None
