"""Paper books handed in as workbooks: what was read from each and what became of its rows."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from plugins.qr_venues.models import Venue


class LogbookStatus(models.TextChoices):
    """A book's way: read → looked at by the editor → imported in the background → done.

    An imported book, or the part of it that is in, can be taken back.
    """

    READING = "reading", _("Being read")
    PREVIEW = "preview", _("Waiting for confirmation")
    QUEUED = "queued", _("Waiting to be imported")
    IMPORTING = "importing", _("Being imported")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Stopped by a fault")
    CANCELLED = "cancelled", _("Cancelled")
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Taken back")


# In these a background job has the book in hand.
WORKING = frozenset(
    {
        LogbookStatus.READING,
        LogbookStatus.QUEUED,
        LogbookStatus.IMPORTING,
        LogbookStatus.UNDOING,
    }
)


class Logbook(models.Model):
    """One uploaded workbook. Its file and what was read from it are kept sealed (see files.py).

    Rows that count: ``read`` = ``created`` + ``duplicate`` + ``refused`` + ``set_aside`` when all
    is done. Until then ``expected_new`` and ``expected_duplicate`` say what confirming would
    bring.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    venue = models.ForeignKey(
        Venue, verbose_name=_("venue"), on_delete=models.PROTECT, related_name="logbooks"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("imported by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    # The book whose result workbook, mended, this one is.
    corrects = models.ForeignKey(
        "self",
        verbose_name=_("corrects"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="repaired_by",
    )
    year = models.PositiveSmallIntegerField(_("year of the book"), null=True, blank=True)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=LogbookStatus.choices,
        default=LogbookStatus.READING,
    )

    choices = models.JSONField(default=dict, editable=False)  # understanding.choices.Choices
    # What was understood (understanding.layout.BookLayout) and how often what was found, as
    # codes; neither holds personal data. Sample texts and the first rows are in ``preview``.
    layout = models.JSONField(null=True, editable=False)
    findings = models.JSONField(default=dict, editable=False)
    preview = models.BinaryField(null=True, editable=False)

    scanned_of = models.PositiveIntegerField(default=0, editable=False)  # rows of any kind
    scanned = models.PositiveIntegerField(default=0, editable=False)
    read = models.PositiveIntegerField(_("rows read"), default=0, editable=False)
    refused = models.PositiveIntegerField(_("refused"), default=0, editable=False)
    expected_new = models.PositiveIntegerField(default=0, editable=False)
    expected_duplicate = models.PositiveIntegerField(default=0, editable=False)
    created = models.PositiveIntegerField(_("recorded"), default=0, editable=False)
    duplicate = models.PositiveIntegerField(_("duplicates"), default=0, editable=False)
    set_aside = models.PositiveIntegerField(_("set aside"), default=0, editable=False)

    # Rows travel in chunks: kept sealed after reading, each written in one transaction with
    # ``chunks_done``, so that a killed worker's successor goes on where it stopped.
    chunks = models.PositiveIntegerField(default=0, editable=False)
    chunks_done = models.PositiveIntegerField(default=0, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    heartbeat_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken back by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    undone_at = models.DateTimeField(_("taken back"), null=True, editable=False)
    taken_back = models.PositiveIntegerField(default=0, editable=False)  # visits

    problem = models.CharField(max_length=40, blank=True, editable=False)  # see messages.py
    problem_params = models.JSONField(default=dict, editable=False)
    result_ready = models.BooleanField(default=False, editable=False)
    forgotten = models.BooleanField(default=False, editable=False)  # see retention.py

    class Meta:
        verbose_name = _("paper book")
        verbose_name_plural = _("paper books")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_working(self) -> bool:
        """Whether a background job has it in hand, or is about to."""
        return self.status in WORKING

    @property
    def left(self) -> int:
        """Rows still to be written."""
        done = self.created + self.duplicate + self.refused + self.set_aside
        return max(0, self.read - done)


class RowOutcome(models.TextChoices):
    """Why a row of a book is not, or not yet, a visit of its own."""

    REFUSED = "refused", _("Refused")
    MENDED = "mended", _("Mended")  # goes in with the book
    SET_ASIDE = "set_aside", _("Set aside")  # by the editor: it is no visit
    DUPLICATE = "duplicate", _("Duplicate")
    POSSIBLE = "possible", _("Possible duplicate")  # counts as a duplicate until decided
    SEPARATE = "separate", _("Another person")  # decided: goes in with the book


class LogbookRow(models.Model):
    """A row that did not become a visit: refused with its faults, or known already.

    ``faults`` is a list of [column, code]. ``sealed`` holds the row's cells as texts, and what an
    editor made of them (see jobs/rows.py). ``visit_id`` is the visit that a duplicate repeats, or
    may repeat (no constraint: it may be deleted).
    """

    logbook = models.ForeignKey(Logbook, on_delete=models.CASCADE, related_name="rows")
    sheet = models.PositiveSmallIntegerField(_("sheet"))  # counted from 1
    row = models.PositiveIntegerField(_("row"))  # as the editor's program counts rows
    outcome = models.CharField(max_length=9, choices=RowOutcome.choices)
    faults = models.JSONField(default=list)
    sealed = models.BinaryField(null=True, editable=False)
    visit_id = models.UUIDField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("row of a paper book")
        verbose_name_plural = _("rows of paper books")
        ordering = ["sheet", "row"]
        constraints = [
            models.UniqueConstraint(fields=["logbook", "sheet", "row"], name="one_outcome_a_row")
        ]
        indexes = [
            models.Index(
                fields=["visit_id"],
                name="logbookrow_visit",
                condition=models.Q(visit_id__isnull=False),
            )
        ]


class LogbookMapping(models.Model):
    """How the columns of a kind of book are to be read, saved under a name for the next one.

    ``shape`` is a digest of the headings (understanding.choices); it is offered for books of the
    same shape within the same area.
    """

    name = models.CharField(_("name"), max_length=100)
    area = models.ForeignKey(
        Area, verbose_name=_("area"), on_delete=models.CASCADE, related_name="+"
    )
    shape = models.CharField(max_length=64, db_index=True, editable=False)
    choices = models.JSONField(editable=False)  # understanding.choices.Choices
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("saved by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    saved_at = models.DateTimeField(_("saved"), auto_now=True)

    class Meta:
        verbose_name = _("saved mapping")
        verbose_name_plural = _("saved mappings")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="one_mapping_a_name")]

    def __str__(self) -> str:
        return self.name
