"""Whom a person met, whichever engine answers."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from areas.scope import EVERYTHING, Grant, Scope
from people.blind import phone_key
from plugins.declarations.models import Visit
from plugins.tracing.contacts import Contact, Rule, first_order, next_order
from plugins.tracing.engines import Engine, elasticsearch_asking
from plugins.tracing.finding import visits_of_person
from plugins.tracing.meetings import Stay
from plugins.tracing.periods import ALWAYS
from plugins.tracing.persons import people_in
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at

PHONE, OTHER_PHONE, THIRD_PHONE = "+84912345678", "+84987654321", "+84905555555"


class TestContacts:
    """What an engine finds for stays."""

    @pytest.fixture(autouse=True)
    def _engine(self, engine: Engine, findable: Callable[[], None]) -> None:
        self.engine, self.findable = engine, findable
        self.venue = VenueFactory()

    def stay(self, phone: str | None, start: str, end: str | None, **kwargs: object) -> Visit:
        return VisitFactory(
            **{
                "venue": self.venue,
                "phone": phone,
                "checked_in": at(start),
                "checked_out": at(end) if end else None,
                **kwargs,
            }
        )

    def met(self, *, order: int = 1, scope: Scope = EVERYTHING, margin: int = 0) -> list[Contact]:
        """Contacts of PHONE."""
        self.findable()
        visits = visits_of_person(self.engine, [phone_key(PHONE)], scope, ALWAYS).items
        (person,) = people_in(visits)
        found = first_order(self.engine, person, scope, Rule(timedelta(minutes=margin)))
        assert found.complete
        if order == 1:
            return found.items
        return next_order(self.engine, person, found, scope, ALWAYS).items

    def test_stays_at_the_same_venue_that_overlap_are_a_meeting(self) -> None:
        self.stay(PHONE, "2021-07-05 08:00", "2021-07-05 09:00")
        self.stay(OTHER_PHONE, "2021-07-05 08:40", "2021-07-05 10:00")
        (contact,) = self.met()
        (meeting,) = contact.meetings
        assert contact.minutes == 20
        assert (meeting.venue, meeting.start, meeting.end) == (
            self.venue.pk,
            at("2021-07-05 08:40"),
            at("2021-07-05 09:00"),
        )

    def test_stays_that_touch_are_none(self) -> None:
        self.stay(PHONE, "2021-07-05 08:00", "2021-07-05 09:00")
        self.stay(OTHER_PHONE, "2021-07-05 09:00", "2021-07-05 10:00")
        self.stay(THIRD_PHONE, "2021-07-05 07:00", "2021-07-05 08:00")
        assert self.met() == []

    def test_with_a_margin_they_are(self) -> None:
        self.stay(PHONE, "2021-07-05 08:00", "2021-07-05 09:00")
        self.stay(OTHER_PHONE, "2021-07-05 09:05", "2021-07-05 10:00")
        assert [contact.minutes for contact in self.met(margin=15)] == [10]

    def test_another_venue_is_no_meeting(self) -> None:
        self.stay(PHONE, "2021-07-05 08:00", "2021-07-05 09:00")
        self.stay(OTHER_PHONE, "2021-07-05 08:00", "2021-07-05 09:00", venue=VenueFactory())
        assert self.met() == []

    def test_nobody_meets_oneself(self) -> None:
        self.stay(PHONE, "2021-07-05 08:00", "2021-07-05 09:00", id_number="001090123456")
        self.stay(None, "2021-07-05 08:00", "2021-07-05 09:00", id_number="001090123456")
        assert self.met() == []

    def test_an_assumed_end_counts_and_is_marked(self) -> None:
        self.stay(PHONE, "2021-07-05 08:00", None)  # a shop: 30 minutes
        self.stay(OTHER_PHONE, "2021-07-05 08:20", "2021-07-05 10:00")
        (contact,) = self.met()
        assert (contact.minutes, contact.meetings[0].assumed) == (10, True)

    def test_stays_meet_across_midnight(self) -> None:
        self.stay(PHONE, "2021-07-05 22:00", "2021-07-06 02:00")
        self.stay(OTHER_PHONE, "2021-07-06 01:00", "2021-07-06 03:00")
        assert [contact.minutes for contact in self.met()] == [60]

    def test_a_very_long_stay_is_met_at_its_end(self) -> None:
        self.stay(OTHER_PHONE, "2021-07-01 08:00", "2021-07-05 08:30")
        self.stay(PHONE, "2021-07-05 08:00", "2021-07-05 09:00")
        assert [contact.minutes for contact in self.met()] == [30]

    @pytest.mark.parametrize("hours", [11, 12, 13, 25])
    def test_a_stay_of_half_a_day_or_more_is_met_at_its_end(self, hours: int) -> None:
        end = at("2021-07-05 08:30")
        VisitFactory(
            venue=self.venue,
            phone=OTHER_PHONE,
            checked_in=end - timedelta(hours=hours),
            checked_out=end,
        )
        self.stay(PHONE, "2021-07-05 08:00", "2021-07-05 09:00")
        assert [contact.minutes for contact in self.met()] == [30]

    def test_meetings_add_up_and_the_longest_contact_comes_first(self) -> None:
        for day in ("05", "06"):
            self.stay(PHONE, f"2021-07-{day} 08:00", f"2021-07-{day} 09:00")
            self.stay(OTHER_PHONE, f"2021-07-{day} 08:30", f"2021-07-{day} 09:00")
        self.stay(THIRD_PHONE, "2021-07-06 08:00", "2021-07-06 08:50")
        contacts = self.met()
        assert [(c.minutes, len(c.meetings)) for c in contacts] == [(60, 2), (50, 1)]

    def test_an_entry_known_twice_counts_once(self) -> None:
        self.stay(PHONE, "2021-07-05 08:00", "2021-07-05 09:00")
        self.stay(PHONE, "2021-07-05 08:10", "2021-07-05 09:00", source="paper")
        self.stay(OTHER_PHONE, "2021-07-05 08:00", "2021-07-05 09:00")
        self.stay(OTHER_PHONE, "2021-07-05 08:05", "2021-07-05 08:30", source="paper")
        (contact,) = self.met()
        assert (contact.minutes, len(contact.meetings)) == (60, 1)

    def test_contacts_outside_the_scope_are_left_out(self) -> None:
        elsewhere = VenueFactory()
        for venue, other in ((self.venue, OTHER_PHONE), (elsewhere, THIRD_PHONE)):
            self.stay(PHONE, "2021-07-05 08:00", "2021-07-05 09:00", venue=venue)
            self.stay(other, "2021-07-05 08:00", "2021-07-05 09:00", venue=venue)
        (contact,) = self.met(scope=Scope((Grant((self.venue.area.path,), None),)))
        assert contact.person.key == phone_key(OTHER_PHONE)

    def test_next_order_met_a_contact_but_not_the_person(self) -> None:
        elsewhere = VenueFactory()
        self.stay(PHONE, "2021-07-05 08:00", "2021-07-05 09:00")
        self.stay(OTHER_PHONE, "2021-07-05 08:30", "2021-07-05 10:00")
        self.stay(OTHER_PHONE, "2021-07-06 08:00", "2021-07-06 09:00", venue=elsewhere)
        self.stay(THIRD_PHONE, "2021-07-06 08:30", "2021-07-06 09:00", venue=elsewhere)
        (contact,) = self.met(order=2)
        assert (contact.person.key, contact.order, contact.minutes) == (
            phone_key(THIRD_PHONE),
            2,
            30,
        )

    def test_more_visits_than_one_answer_holds_are_all_found(self, monkeypatch) -> None:
        monkeypatch.setattr(elasticsearch_asking, "PAGE", 3)
        self.stay(PHONE, "2021-07-05 08:00", "2021-07-05 09:00")
        for number in range(10):
            self.stay(f"+8490500000{number}", "2021-07-05 08:00", "2021-07-05 08:30")
        assert len(self.met()) == 10

    def test_more_stays_than_one_query_takes_are_all_looked_at(self) -> None:
        stays = []
        for number in range(120):
            start = at("2021-07-01 00:00") + timedelta(hours=number)
            stays.append(Stay(self.venue.pk, start, start + timedelta(minutes=10)))
            VisitFactory(
                venue=self.venue, checked_in=start, checked_out=start + timedelta(minutes=5)
            )
        self.findable()
        assert len(self.engine.stays_overlapping(stays, EVERYTHING, 1000).items) == 120

    def test_a_limit_cuts_off_and_says_so(self) -> None:
        for _ in range(5):
            self.stay(PHONE, "2021-07-05 08:00", "2021-07-05 09:00")
        self.findable()
        stay = Stay(self.venue.pk, at("2021-07-05 08:00"), at("2021-07-05 09:00"))
        cut = self.engine.stays_overlapping([stay], EVERYTHING, 4)
        assert (len(cut.items), cut.complete) == (4, False)
        assert self.engine.stays_overlapping([stay], EVERYTHING, 5).complete

    def test_no_stay_meets_nobody(self) -> None:
        assert self.engine.stays_overlapping([], EVERYTHING, 5).items == []
