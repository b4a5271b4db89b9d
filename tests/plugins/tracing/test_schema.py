"""Triggers and indexes are there after every migrate, whatever happened to the tables."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection, models

from plugins.declarations.models import Visit
from plugins.qr_venues.models import Venue
from plugins.tracing import schema
from plugins.tracing.models import Name, Outbox
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory


def triggers() -> int:
    with connection.cursor() as cursor:
        cursor.execute(schema.VENDORS[connection.vendor].COUNT_TRIGGERS)
        return cursor.fetchone()[0]


def expected() -> int:
    return schema.VENDORS[connection.vendor].TRIGGERS


def install() -> None:
    """As after migrate, which leaves no constraint unchecked (PostgreSQL insists)."""
    connection.check_constraints()
    schema.install()


@pytest.fixture
def committed(django_db_serialized_rollback: None, transactional_db: None) -> Iterator[None]:
    """Outside a transaction, as migrations run; triggers are put back afterwards."""
    yield
    schema.install()


@pytest.mark.usefixtures("db")
def test_all_triggers_stand_after_migrate() -> None:
    assert triggers() == expected()


@pytest.mark.usefixtures("db")
def test_installing_again_changes_nothing() -> None:
    VisitFactory()
    before = (triggers(), Outbox.objects.count(), Name.objects.count())
    install()
    assert (triggers(), Outbox.objects.count(), Name.objects.count()) == before


@pytest.mark.usefixtures("db")
def test_added_to_a_database_with_visits_it_takes_them_all_over() -> None:
    schema.uninstall()
    visits = {VisitFactory(name=name).pk for name in ("Lê An", "Lê An", "Trần Bé")}
    assert not Outbox.objects.exists()
    install()
    assert set(Outbox.objects.values_list("visit_id", flat=True)) == visits
    assert set(Name.objects.values_list("name", "folded")) == {
        ("Lê An", "le an"),
        ("Trần Bé", "tran be"),
    }
    assert triggers() == expected()


@pytest.mark.parametrize(
    ("model", "column"),
    [(Visit, "source"), (Venue, "address"), (Outbox, "attempts"), (Name, "folded")],
)
@pytest.mark.usefixtures("committed")
def test_a_migration_that_remakes_a_table_leaves_the_triggers_in_place(
    model: type[models.Model], column: str
) -> None:
    """On SQLite changing a column remakes the table, and its triggers are gone."""

    class Change:
        app_label = model._meta.app_label

    now = model._meta.get_field(column)
    other = models.TextField()
    other.set_attributes_from_name(column)
    other.model = model
    schema.make_way(plan=[(Change, False)])
    for before, after in ((now, other), (other, now)):
        with connection.schema_editor() as editor:
            editor.alter_field(model, before, after)
    assert connection.vendor == "postgresql" or triggers() == 0
    schema.install()
    assert triggers() == expected()
    visit = VisitFactory(name="Đỗ Mới")
    assert Outbox.objects.filter(visit_id=visit.pk).exists()
    assert Name.objects.filter(name="Đỗ Mới").exists()


@pytest.mark.usefixtures("committed")
def test_remaking_the_visits_without_warning_is_made_good_by_the_next_migrate() -> None:
    visit = VisitFactory()
    Outbox.objects.all().delete()
    schema.uninstall()  # what a remake does when this plugin is not loaded
    call_command("migrate", verbosity=0)
    assert triggers() == expected()
    assert Outbox.objects.filter(visit_id=visit.pk).exists()


@pytest.mark.usefixtures("db")
def test_taking_the_plugin_s_tables_away_takes_the_triggers_away_first() -> None:
    class Removal:
        app_label = "tracing"

    schema.make_way(plan=[(Removal, True)])
    assert triggers() == 0
    VisitFactory(venue=VenueFactory())  # and recording visits goes on
