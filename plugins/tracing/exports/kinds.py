"""What can be exported, and as what."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Kinds of lists."""

    VISITS = "visits", _("Visits of a person")
    CONTACTS = "contacts", _("Contacts of a person")
    PEOPLE = "people", _("People found")
    CASE = "case", _("Call list")
    SPREAD = "spread", _("Contacts, order by order")
    PLACE = "place", _("Who was at a venue")


class Form(models.TextChoices):
    """Kinds of files."""

    XLSX = "xlsx", _("Excel workbook (.xlsx)")
    CSV = "csv", _("CSV text (.csv), for other programs")
