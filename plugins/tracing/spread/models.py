"""Contacts of contacts, worked out in the background."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SpreadState(models.TextChoices):
    """A run's way."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Being worked out")
    DONE = "done", _("Done")
    FAILED = "failed", _("Stopped by a fault")
    CANCELLED = "cancelled", _("Cancelled")


class Spread(models.Model):
    """One run from a person outwards, breadth first, within limits that the official set.

    ``orders``: how far (1 to 4). ``margin`` and ``least_minutes`` in minutes; ``categories`` codes
    of venue categories, none for all. It sees what its account may see while it runs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(
        "tracing.Case", null=True, on_delete=models.CASCADE, related_name="spreads"
    )
    key = models.UUIDField(editable=False)
    name = models.CharField(max_length=200)
    reason = models.CharField(_("reason"), max_length=300)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    address = models.GenericIPAddressField(null=True)  # where it was asked from, for the record
    first_day = models.DateField(_("from"), null=True)
    last_day = models.DateField(_("to"), null=True)
    orders = models.PositiveSmallIntegerField(_("orders"), default=2)
    margin = models.PositiveSmallIntegerField(_("margin in minutes"), default=0)
    least_minutes = models.PositiveSmallIntegerField(_("at least minutes"), default=0)
    categories = models.JSONField(default=list)
    state = models.CharField(
        _("state"), max_length=9, choices=SpreadState.choices, default=SpreadState.QUEUED
    )
    order_now = models.PositiveSmallIntegerField(default=0)
    people_done = models.PositiveIntegerField(default=0)  # of this order
    people_of = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(_("people found"), default=0)
    complete = models.BooleanField(default=True)
    problem = models.CharField(max_length=40, blank=True)
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["-asked_at"]


class SpreadContact(models.Model):
    """Someone found by a run; ``risk`` as plugins.tracing.risk reckons it."""

    spread = models.ForeignKey(Spread, on_delete=models.CASCADE, related_name="contacts")
    key = models.UUIDField()
    keys = models.JSONField()  # all the person's keys, as texts
    name = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField()
    minutes = models.PositiveIntegerField()
    meetings = models.PositiveIntegerField()
    last_met = models.DateTimeField()
    risk = models.FloatField()

    class Meta:
        default_permissions = ()
        ordering = ["order", "-risk", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["spread", "key"], name="tracing_one_contact_a_person")
        ]


class SpreadMeeting(models.Model):
    """Two people of a run together at a venue: a line of the contact graph."""

    spread = models.ForeignKey(Spread, on_delete=models.CASCADE, related_name="meetings")
    one = models.UUIDField()  # of the nearer order
    other = models.UUIDField()
    venue_id = models.BigIntegerField()
    start = models.DateTimeField()
    end = models.DateTimeField()
    assumed = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["spread", "start"], name="tracing_meeting_start")]
