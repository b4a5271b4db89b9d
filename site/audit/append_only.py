"""The database itself refuses to change the record of look-ups; put in place after every migrate.

On PostgreSQL no entry is changed or deleted; TRUNCATE, which tests use, is left to the owner of the
table. On SQLite, where a flush of a test database is a plain DELETE, no entry is changed. Whoever
owns the database can take this away: what shows then is the chain (audit.services.first_broken).
"""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

SAID = "The record of look-ups is only added to."
INSTALL = {
    "postgresql": (
        f"""
        CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '{SAID}';
        END $$
        """,
        """
        CREATE OR REPLACE TRIGGER audit_only_added BEFORE UPDATE OR DELETE ON audit_auditentry
        FOR EACH ROW EXECUTE FUNCTION audit_refuse()
        """,
    ),
    "sqlite": (
        f"""
        CREATE TRIGGER IF NOT EXISTS audit_only_added BEFORE UPDATE ON audit_auditentry BEGIN
            SELECT RAISE(ABORT, '{SAID}');
        END
        """,
    ),
}
UNINSTALL = {
    "postgresql": "DROP TRIGGER IF EXISTS audit_only_added ON audit_auditentry",
    "sqlite": "DROP TRIGGER IF EXISTS audit_only_added",
}


# The highest number that an entry was ever given; NULL or no row if none was.
NUMBERED = {
    "postgresql": "SELECT pg_sequence_last_value("
    "pg_get_serial_sequence('audit_auditentry', 'id')::regclass)",
    "sqlite": "SELECT seq FROM sqlite_sequence WHERE name = 'audit_auditentry'",
}


def install(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """After migrate: SQLite drops a table's triggers whenever a migration remakes the table."""
    if _is_ready(using):
        with transaction.atomic(using), connections[using].cursor() as cursor:
            for statement in INSTALL[connections[using].vendor]:
                cursor.execute(statement)


def make_way(using: str = DEFAULT_DB_ALIAS, plan: Any = (), **kwargs: Any) -> None:
    """Before a migration of the record; ``install`` puts the trigger back after it."""
    if any(migration.app_label == "audit" for migration, _backwards in plan or ()):
        uninstall(using)


def uninstall(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the trigger away."""
    if _is_ready(using):
        with connections[using].cursor() as cursor:
            cursor.execute(UNINSTALL[connections[using].vendor])


def last_number(using: str = DEFAULT_DB_ALIAS) -> int:
    """The highest number ever given to an entry, also to one that was taken back; 0 if none."""
    with connections[using].cursor() as cursor:
        cursor.execute(NUMBERED[connections[using].vendor])
        row = cursor.fetchone()
    return int(row[0] or 0) if row else 0


def _is_ready(using: str) -> bool:
    connection = connections[using]
    if connection.vendor not in INSTALL:
        return False
    return "audit_auditentry" in connection.introspection.table_names()
