"""Triggers and indexes that migrations cannot express; put in place after every migrate.

SQLite drops a table's triggers whenever a migration remakes the table, so being there once is
not enough. Wherever the triggers were missing, what was written meanwhile is unknown: then all
names and all visits are handed over again.
"""

from types import ModuleType
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from plugins.tracing.schema import postgresql, sqlite

VENDORS: dict[str, ModuleType] = {"postgresql": postgresql, "sqlite": sqlite}
NEEDED = {"declarations_visit", "qr_venues_venue", "tracing_outbox", "tracing_name"}
_LABELS = frozenset({"qr_venues", "declarations", "tracing"})

FILL_NAMES = """
    INSERT INTO tracing_name (name, folded)
    SELECT name, MIN(name_folded) FROM declarations_visit v
    WHERE NOT EXISTS (SELECT 1 FROM tracing_name n WHERE n.name = v.name)
    GROUP BY name
"""
FILL_OUTBOX = "INSERT INTO tracing_outbox (visit_id) SELECT id FROM declarations_visit"


def install(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """After migrate: put triggers and indexes in place; fill what they would have filled."""
    connection = connections[using]
    if not _is_ready(connection):
        return
    vendor = VENDORS[connection.vendor]
    with transaction.atomic(using), connection.cursor() as cursor:
        cursor.execute(vendor.COUNT_TRIGGERS)
        complete = cursor.fetchone()[0] == vendor.TRIGGERS
        for statement in vendor.INSTALL:
            cursor.execute(statement)
        if not complete:
            for statement in (FILL_NAMES, vendor.FILL_WORDS, FILL_OUTBOX):
                cursor.execute(statement)


def uninstall(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the triggers away; ``install`` puts them back and fills what they missed."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        for statement in VENDORS[connection.vendor].UNINSTALL:
            cursor.execute(statement)


def make_way(using: str = DEFAULT_DB_ALIAS, plan: Any = (), **kwargs: Any) -> None:
    """Before migrate: no trigger may stand where its tables are remade or removed.

    SQLite checks every trigger when a table is renamed, and renames one at each remake. On
    PostgreSQL only taking this plugin's own tables away needs it.
    """
    connection = connections[using]
    steps = [(migration.app_label, backwards) for migration, backwards in plan or ()]
    remade = connection.vendor == "sqlite" and any(label in _LABELS for label, _ in steps)
    if (remade or ("tracing", True) in steps) and _is_ready(connection):
        uninstall(using)


def _is_ready(connection: BaseDatabaseWrapper) -> bool:
    """Whether our tables are there, in a kind of database that we know."""
    if connection.vendor not in VENDORS or not apps.is_installed("plugins.tracing"):
        return False
    return set(connection.introspection.table_names()) >= NEEDED
