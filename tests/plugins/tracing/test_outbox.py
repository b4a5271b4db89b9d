"""Every change of a visit reaches the outbox, however it is made."""

from datetime import timedelta

import pytest
from django.db import connection

from plugins.declarations.logbooks.models import Logbook
from plugins.declarations.models import Visit
from plugins.declarations.services import record_visits
from plugins.qr_venues.models import Venue
from plugins.tracing import outbox
from plugins.tracing.models import DeadLetter, Name, Outbox
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory, shipped_category

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit() -> Visit:
    """A visit whose recording the outbox has already passed on."""
    made = VisitFactory(name="Lê Văn An")
    Outbox.objects.all().delete()
    return made


def waiting() -> list:
    return list(Outbox.objects.order_by("pk").values_list("visit_id", flat=True))


def test_a_new_visit() -> None:
    made = VisitFactory()
    assert waiting() == [made.pk]


def test_visits_written_in_bulk() -> None:
    venue = VenueFactory()
    batch = [VisitFactory.build(venue=venue) for _ in range(300)]
    record_visits(batch)
    assert set(waiting()) == {new.id for new in batch}


def test_a_visit_that_is_known_already_is_no_change(visit: Visit) -> None:
    record_visits([VisitFactory.build(id=visit.pk, venue_id=visit.venue_id)])
    assert waiting() == []


def test_a_change_through_a_query(visit: Visit) -> None:
    Visit.objects.filter(pk=visit.pk).update(checked_out=visit.stay_end)
    assert waiting() == [visit.pk]


def test_a_change_by_raw_sql(visit: Visit) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE declarations_visit SET source = 'gate'")
    assert waiting() == [visit.pk]


def test_a_deletion_by_raw_sql(visit: Visit) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM declarations_visit")
    assert waiting() == [visit.pk]


def test_a_change_that_follows_from_another_table(visit: Visit) -> None:
    book = Logbook.objects.create(venue=visit.venue, file_name="so.xlsx", sha256="0" * 64)
    Visit.objects.update(logbook=book)
    Outbox.objects.all().delete()
    book.delete()
    assert waiting() == [visit.pk]


def test_a_venue_s_other_area_concerns_all_its_visits(visit: Visit) -> None:
    second = VisitFactory(venue=visit.venue)
    VisitFactory()
    Outbox.objects.all().delete()
    Venue.objects.filter(pk=visit.venue_id).update(area=AreaFactory())
    assert {entry.visit_id for entry in outbox.take(10)} == {visit.pk, second.pk}


def test_a_venue_s_other_category_does_so_too(visit: Visit) -> None:
    Venue.objects.filter(pk=visit.venue_id).update(category=shipped_category("school"))
    assert [entry.visit_id for entry in outbox.take(10)] == [visit.pk]


def test_a_venue_s_other_name_does_not(visit: Visit) -> None:
    Venue.objects.update(name="Tên khác")
    assert outbox.take(10) == []


def test_names_are_kept_once() -> None:
    for name in ("Lê An", "Lê An", "LÊ AN"):
        VisitFactory(name=name)
    assert set(Name.objects.values_list("name", "folded")) == {
        ("Lê An", "le an"),
        ("LÊ AN", "le an"),
    }


def test_a_name_that_is_put_right_is_kept_too(visit: Visit) -> None:
    Visit.objects.update(name="Lê Văn Ân", name_folded="le van an")
    assert Name.objects.filter(name="Lê Văn Ân").exists()


def test_nothing_waits_no_lag() -> None:
    assert outbox.lag_seconds() == 0


def test_the_lag_is_the_age_of_the_oldest_row(visit: Visit) -> None:
    Outbox.objects.create(visit_id=visit.pk)
    assert 0 <= outbox.lag_seconds() < 60


def test_rows_are_taken_oldest_first_and_stay_until_done() -> None:
    made = [VisitFactory() for _ in range(3)]
    taken = outbox.take(2)
    assert [entry.visit_id for entry in taken] == [visit.pk for visit in made[:2]]
    outbox.done(taken[:1])
    assert waiting() == [visit.pk for visit in made[1:]]


def test_what_is_done_is_no_longer_dead(visit: Visit) -> None:
    DeadLetter.objects.create(visit_id=visit.pk, reason="400")
    VisitFactory(venue=visit.venue)
    Visit.objects.filter(pk=visit.pk).update(source="gate")
    outbox.done(outbox.take(10))
    assert not DeadLetter.objects.exists()


def test_what_the_index_is_too_busy_for_waits_for_as_long_as_it_takes(visit: Visit) -> None:
    Outbox.objects.create(visit_id=visit.pk, attempts=outbox.COUNTED_ATTEMPTS - 1)
    for _ in range(3):
        outbox.again(outbox.take(10))
        assert Outbox.objects.get().attempts == outbox.COUNTED_ATTEMPTS
    assert waiting() == [visit.pk]
    assert not DeadLetter.objects.exists()


def test_what_was_put_off_does_not_hold_up_others(visit: Visit) -> None:
    stuck, other = Outbox.objects.create(visit_id=visit.pk), VisitFactory()
    outbox.again(outbox.take(1))
    assert [entry.visit_id for entry in outbox.take(1)] == [other.pk]
    assert stuck.pk in {entry.pk for entry in outbox.take(10)}


def test_a_refused_visit_is_tried_again_after_an_hour(visit: Visit) -> None:
    letter = DeadLetter.objects.create(visit_id=visit.pk, reason="400")
    assert outbox.revive(10) == 0
    long_ago = letter.at - outbox.TRY_DEAD_AGAIN - timedelta(seconds=1)
    DeadLetter.objects.update(at=long_ago)
    assert outbox.revive(10) == 1
    assert waiting() == [visit.pk]
    assert outbox.revive(10) == 0  # one row waits already


def test_looking_for_rows_of_venues_does_not_read_the_backlog(visit: Visit) -> None:
    if connection.vendor == "postgresql":  # which rather reads a table of one page
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "tracing_outbox_venues" in outbox._venue_rows().values_list("venue_id").explain()


def test_taking_rows_takes_two_queries(django_assert_num_queries, visit: Visit) -> None:
    for _ in range(20):
        VisitFactory(venue=visit.venue)
    with django_assert_num_queries(2):
        outbox.take(1000)
