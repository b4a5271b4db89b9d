"""The work on a case: whom to call, what came of it, which places were visited by the person."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from plugins.qr_venues.models import Venue


class MemberState(models.TextChoices):
    """How far the work on a person of a case is."""

    TO_CALL = "to_call", _("To be called")
    NO_ANSWER = "no_answer", _("No answer")
    CALLED = "called", _("Called")
    QUARANTINE = "quarantine", _("In quarantine")
    CLOSED = "closed", _("Finished")


class TestResult(models.TextChoices):
    """What a test gave."""

    NONE = "", _("Not tested")
    WAITING = "waiting", _("Waiting for the result")
    NEGATIVE = "negative", _("Negative")
    POSITIVE = "positive", _("Positive")


class CaseMember(models.Model):
    """A person of a case. ``order`` 0 is F0, 1 is F1 and so on; ``key`` a blind key.

    ``version`` grows with every change, so that two officials never overwrite each other.
    """

    case = models.ForeignKey("tracing.Case", on_delete=models.CASCADE, related_name="members")
    key = models.UUIDField(editable=False)
    name = models.CharField(_("name"), max_length=200)
    order = models.PositiveSmallIntegerField(_("contact order"))
    met_key = models.UUIDField(null=True, editable=False)  # through whom
    minutes = models.PositiveIntegerField(_("minutes together"), default=0)
    meetings = models.PositiveIntegerField(_("meetings"), default=0)
    last_met = models.DateTimeField(_("last together"), null=True)
    state = models.CharField(
        _("state"), max_length=10, choices=MemberState.choices, default=MemberState.TO_CALL
    )
    result = models.CharField(
        _("test"), max_length=8, choices=TestResult.choices, default=TestResult.NONE, blank=True
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("in charge"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    area = models.ForeignKey(  # the area whose officials look after the person
        Area, verbose_name=_("area"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1, editable=False)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("person of a case")
        verbose_name_plural = _("persons of a case")
        ordering = ["order", "-minutes", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="tracing_one_member_a_person")
        ]


class PlaceState(models.TextChoices):
    """What was done about a place."""

    TO_VISIT = "to_visit", _("To be visited")
    TOLD = "told", _("Venue told")
    CLEANED = "cleaned", _("Disinfected")
    CLOSED = "closed", _("Closed for a time")
    FREE = "free", _("Nothing more to do")


class CasePlace(models.Model):
    """A venue where the persons of a case were, and what was done about it."""

    case = models.ForeignKey("tracing.Case", on_delete=models.CASCADE, related_name="places")
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=8, choices=PlaceState.choices, default=PlaceState.TO_VISIT
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["case", "venue"], name="tracing_one_place_a_venue")
        ]


class CaseEvent(models.Model):
    """What happened in a case, in order. ``sealed`` holds a note's text.

    No event is rewritten; merging moves them to the other case, and those about persons and
    places, and the notes, are deleted when the visits are over their time (casework.forgetting).
    """

    case = models.ForeignKey("tracing.Case", on_delete=models.CASCADE, related_name="events")
    member = models.ForeignKey(
        CaseMember, null=True, on_delete=models.CASCADE, related_name="events"
    )
    place = models.ForeignKey(CasePlace, null=True, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(_("time"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    what = models.CharField(max_length=20)  # a code; see casework.messages
    details = models.JSONField(default=dict)  # codes and numbers only
    sealed = models.BinaryField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
