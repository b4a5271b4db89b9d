"""When a stay ends that nobody ended: default stay or closing time, the same for every way in."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from plugins.declarations.corrections import as_recorded, correct, version
from plugins.declarations.logbooks.jobs.visits import Batch
from plugins.declarations.logbooks.models import Logbook
from plugins.declarations.models import Visit
from plugins.declarations.paper_rows import Waiting
from plugins.declarations.services import stay_rules
from plugins.declarations.stays import stay_rule
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory, shipped_category

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


@pytest.mark.parametrize(
    ("came", "minutes", "closes", "ends"),
    [
        ("2021-07-05 08:00", 60, None, "2021-07-05 09:00"),
        ("2021-07-05 08:00", 60, time(20), "2021-07-05 09:00"),
        ("2021-07-05 19:30", 60, time(20), "2021-07-05 20:00"),
        ("2021-07-05 20:00", 60, time(20), "2021-07-05 21:00"),  # comes when it closes
        ("2021-07-05 20:30", 60, time(20), "2021-07-05 21:30"),  # after closing
        ("2021-07-05 23:30", 60, time(2), "2021-07-06 00:30"),  # a bar
        ("2021-07-06 01:30", 60, time(2), "2021-07-06 02:00"),
        ("2021-07-05 23:30", 60, time(0), "2021-07-06 00:00"),
        ("2021-07-05 06:30", 60, time(7), "2021-07-05 07:00"),  # midnight in UTC
        ("2021-07-05 19:59:30.5", 60, time(20), "2021-07-05 20:00"),
    ],
)
def test_a_stay_ends_after_the_default_or_at_closing_time(came, minutes, closes, ends):
    assert stay_rule(timedelta(minutes=minutes), closes).end(local(came)) == local(ends)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(HERE)),
    st.integers(1, 1440),
    st.times(),
)
def test_nobody_is_taken_to_stay_longer_than_the_default_or_beyond_closing(came, minutes, closes):
    default = timedelta(minutes=minutes)
    end = stay_rule(default, closes.replace(microsecond=0)).end(came)
    assert came < end <= came + default
    closing = datetime.combine(came.date(), closes.replace(microsecond=0), HERE)
    assert not came < closing < end


@pytest.mark.django_db
def test_a_venue_keeps_its_own_closing_time_before_its_categorys(django_assert_num_queries):
    category = shipped_category("shop")
    category.closes_at = time(22)
    category.save()
    own, other = VenueFactory(closes_at=time(18)), VenueFactory()
    with django_assert_num_queries(1):
        rules = stay_rules([own.pk, other.pk])
    assert rules[own.pk] == stay_rule(timedelta(minutes=30), time(18))
    assert rules[other.pk] == stay_rule(timedelta(minutes=30), time(22))


@pytest.mark.django_db
def test_a_recorded_visit_ends_at_closing_time():
    visit = VisitFactory(
        venue=VenueFactory(closes_at=time(18)), checked_in=local("2021-07-05 17:50")
    )
    assert visit.stay_end == local("2021-07-05 18:00")
    assert visit.assumed_out


@pytest.mark.django_db
def test_a_corrected_visit_ends_at_closing_time():
    visit = VisitFactory(
        venue=VenueFactory(closes_at=time(18)), checked_in=local("2021-07-05 10:00")
    )
    wanted = replace(as_recorded(visit), checked_in=local("2021-07-05 17:50"))
    editor = UserFactory(role=Role.WARD_EDITOR, areas=[visit.venue.area])
    correct(visit.pk, wanted, seen=version(visit), by=editor, address="127.0.0.1")
    assert Visit.objects.get().stay_end == local("2021-07-05 18:00")


@pytest.mark.django_db
@pytest.mark.parametrize("closes", [None, time(0), time(2), time(7), time(18, 15), time(23, 59)])
def test_rows_of_a_book_end_as_other_visits_do(closes):
    venue = VenueFactory(closes_at=closes)
    book = Logbook.objects.create(venue=venue, file_name="so.xlsx")
    rule = stay_rules([venue.pk])[venue.pk]
    first = int(local("2021-07-05 00:00").timestamp())
    entries = [[1, n, f"Lê Văn {n}", None, None, first + n * 1740, None, {}, []] for n in range(60)]
    waiting = Waiting(venue.pk, book.pk)
    with transaction.atomic():
        batch = Batch(entries, venue.pk)
        waiting.put(batch.lines(range(len(entries)), sealed=True, comparing=False))
        waiting.insert(rule, timezone.now())
    visits = Visit.objects.all()
    assert len(visits) == 60
    assert all(visit.stay_end == rule.end(visit.checked_in) for visit in visits)
