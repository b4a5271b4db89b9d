"""The database refuses to change the record; an emptied record is told from a new one."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from audit import append_only
from audit.models import AuditEntry
from audit.services import first_broken, record

pytestmark = pytest.mark.django_db


def change(entries: QuerySet[AuditEntry]) -> None:
    entries.update(reason="khác")


def remove(entries: QuerySet[AuditEntry]) -> None:
    entries.delete()


REFUSED: dict[str, list[Any]] = {"postgresql": [change, remove], "sqlite": [change]}


def test_what_is_written_cannot_be_changed() -> None:
    entry = record(None, "search", reason="Ca bệnh")
    for attempt in REFUSED[connection.vendor]:
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
            attempt(AuditEntry.objects.all())
    assert AuditEntry.objects.get() == entry
    assert first_broken() is None


def test_the_guard_is_put_back_after_a_migration() -> None:
    entry = record(None, "search", reason="Ca bệnh")
    append_only.uninstall()
    append_only.install()
    with pytest.raises(DatabaseError), transaction.atomic():
        change(AuditEntry.objects.filter(pk=entry.pk))


@pytest.mark.usefixtures("unguarded")
def test_an_emptied_record_is_not_in_order() -> None:
    entry = record(None, "search", reason="Ca bệnh")
    AuditEntry.objects.all().delete()
    with pytest.raises(CommandError, match=f"numbers up to {entry.pk} "):
        call_command("audit", "verify")
