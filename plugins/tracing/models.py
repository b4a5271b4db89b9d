"""Cases, and the bookkeeping that keeps the search index in step with the database."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from plugins.tracing.casework.models import CaseEvent, CaseMember, CasePlace
from plugins.tracing.exports.models import Export
from plugins.tracing.handover.models import HandOver
from plugins.tracing.links.models import PersonLink
from plugins.tracing.spread.models import Spread, SpreadContact, SpreadMeeting

__all__ = [
    "Case",
    "CaseEvent",
    "CaseMember",
    "CasePlace",
    "CaseStatus",
    "DeadLetter",
    "Export",
    "HandOver",
    "IndexState",
    "Name",
    "Outbox",
    "PersonLink",
    "Spread",
    "SpreadContact",
    "SpreadMeeting",
]


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
    version = models.PositiveIntegerField(default=1, editable=False)  # grows with every change
    follows = models.ForeignKey(  # the case that its person was a contact of
        "self", null=True, editable=False, on_delete=models.SET_NULL, related_name="followed_by"
    )
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


class Outbox(models.Model):
    """What the search index has yet to be told; written by database triggers (schema/).

    Holds the id of a visit that was written or deleted, or of a venue whose area or category
    changed, which concerns all its visits. Rows are deleted when the index has taken them.
    ``attempts`` counts how often the index was too busy for the row.
    """

    visit_id = models.UUIDField(null=True)
    venue_id = models.BigIntegerField(null=True)
    attempts = models.PositiveSmallIntegerField(db_default=0)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()
        verbose_name = _("change waiting for the index")
        verbose_name_plural = _("changes waiting for the index")
        indexes = [
            models.Index(
                fields=["attempts", "id"],
                condition=models.Q(visit_id__isnull=False),
                name="tracing_outbox_order",
            ),
            models.Index(
                fields=["id"],
                condition=models.Q(venue_id__isnull=False),
                name="tracing_outbox_venues",
            ),
        ]


class DeadLetter(models.Model):
    """A visit refused for its content, and why. Gone when a later attempt succeeds.

    ``at``: when it was last tried.
    """

    visit_id = models.UUIDField(primary_key=True)
    reason = models.TextField(_("reason"))
    at = models.DateTimeField(_("time"), auto_now=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("visit refused by the index")
        verbose_name_plural = _("visits refused by the index")


class IndexState(models.Model):
    """The one row that says who may write to the index, and whether the index is whole.

    ``batch`` numbers every read of the database for the index; documents carry it as their
    version, so that what was read later wins, whoever writes it. ``built`` is False until a
    rebuild has succeeded, and again once changes were thrown away without an index, or an index
    was lost. ``indices`` are those that belong to it: [uuid, number of shards] by name.
    """

    built = models.BooleanField(default=False)
    batch = models.BigIntegerField(default=0)
    indices = models.JSONField(default=dict)
    holder = models.CharField(max_length=64, blank=True)
    held_until = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()


class Name(models.Model):
    """A name that some visit carries, for the database engine; filled by triggers (schema/)."""

    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["name"], name="one_row_a_name")]
