"""The record of who looked up or changed what, and why; chained so that tampering shows."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    """What was done."""

    SEARCH = "search", _("Search")
    OPEN_PERSON = "open_person", _("Person opened")
    CONTACTS = "contacts", _("Contacts looked up")
    EXPORT = "export", _("Export")
    IMPORT = "import", _("Paper book imported")
    SWITCH = "switch", _("Module switched")
    CHANGE = "change", _("Record changed")
    HANDOVER = "handover", _("Hand-over of visits")
    TOLD = "told", _("Person told who looked them up")
    VERIFY = "verify", _("Record of look-ups verified")


class AuditEntry(models.Model):
    """One look-up or change. Written once by audit.services.record, never changed.

    ``question`` holds blind indexes or codes, never a readable phone, ID or name. ``digest``
    is a keyed hash over the previous entry's digest and this entry's content, in hex.
    """

    at = models.DateTimeField(_("time"), db_index=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,  # the record outlives the account
        related_name="+",
    )
    account_name = models.CharField(_("account name"), max_length=150)
    action = models.CharField(_("action"), max_length=20, choices=Action.choices)
    reason = models.TextField(_("reason"), blank=True)
    question = models.CharField(_("question"), max_length=200, blank=True)
    results = models.PositiveIntegerField(_("results"), null=True)
    address = models.GenericIPAddressField(_("network address"), null=True)
    details = models.JSONField(_("details"), default=dict)
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("look-up record")
        verbose_name_plural = _("look-up records")
        ordering = ["-pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["question", "id"], name="audit_entry_question"),
            models.Index(fields=["account_name", "id"], name="audit_entry_account"),
        ]
