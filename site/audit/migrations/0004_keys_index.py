"""An index over the persons that entries name (audit.keys), on PostgreSQL."""

from typing import Any

from django.db import migrations

# Few entries name persons: the others are not in the index, and cost nothing when written.
MAKE = """
    CREATE INDEX audit_entry_keys ON audit_auditentry USING gin ((details -> 'keys'))
    WHERE (details -> 'keys') IS NOT NULL
"""


def make(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(MAKE)


def drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX audit_entry_keys")


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_privacy_officer")]
    operations = [migrations.RunPython(make, drop)]
