"""What becomes of entries: who comes, who leaves, what is taken back, what counts once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEntry
from plugins.declarations.declaring.answers import HealthAnswers
from plugins.declarations.declaring.services import (
    NewDeclaration,
    record_declaration,
    record_declarations,
)
from plugins.declarations.gate.envelopes import Envelope
from plugins.declarations.gate.results import Outcome
from plugins.declarations.gate.taking import take
from plugins.declarations.models import Source, Visit
from plugins.declarations.personal_codes.services import give
from plugins.declarations.personal_codes.tokens import token_of
from plugins.declarations.services import unsealed
from plugins.declarations.visit_ids import scan_id
from plugins.qr_venues.models import VenueStatus
from tests.factories.declarations import VisitFactory
from tests.factories.gates import GateLinkFactory, entry, later, ms, sealed
from tests.factories.qr_venues import CheckpointFactory

AN = {"name": "Nguyễn Văn An", "phone": "0912345678", "id_number": "001090123456"}
CARD = "001090123456|012345678|Nguyễn Văn An|01011990|Nam|Phường Ba Đình, Hà Nội|15042021"


def test_a_typed_visitor_is_recorded(send, link, now):
    link.checkpoint = CheckpointFactory(venue=link.venue)
    result = send("in", **AN)
    visit = Visit.objects.get()
    assert (result.outcome, result.visit) == (Outcome.IN, visit.pk)
    assert (visit.name, visit.source, visit.checked_in) == ("Nguyễn Văn An", Source.GATE, now)
    assert (visit.venue_id, visit.checkpoint) == (link.venue_id, link.checkpoint)


def test_a_cards_details_are_sealed(send):
    send("in", card=CARD)
    visit = Visit.objects.get()
    assert visit.source == Source.CARD
    assert unsealed(visit) == {
        "id": "001090123456",
        "birth": "1990-01-01",
        "sex": "male",
        "address": "Phường Ba Đình, Hà Nội",
        "card": "cccd",
    }


def test_a_damaged_card_that_was_completed_by_hand(send):
    send(
        "in",
        card=CARD.replace("Nguyễn Văn An", "?"),
        name="Nguyễn Văn An",
        id_number="001090123456",
    )
    visit = Visit.objects.get()
    assert (visit.name, visit.source) == ("Nguyễn Văn An", Source.GATE)


def test_who_is_inside_is_not_recorded_twice(send, now):
    first = send("in", **AN)
    second = send("in", at=later(now, minutes=5), card=CARD)
    assert (second.outcome, second.visit) == (Outcome.INSIDE, first.visit)
    assert second.since == f"{timezone.localtime(now):%H:%M}"
    assert Visit.objects.count() == 1


def test_who_checked_in_by_phone_is_inside(send, link, now):
    before = now - timedelta(minutes=3)
    VisitFactory(venue=link.venue, name="NGUYỄN VĂN AN", phone="+84912345678", checked_in=before)
    assert send("in", name="Nguyễn Văn An", phone="0912345678").outcome is Outcome.INSIDE


def test_who_is_inside_elsewhere_is_not_inside_here(send, now):
    VisitFactory(phone="+84912345678", checked_in=now - timedelta(minutes=3))
    assert send("in", **AN).outcome is Outcome.IN


def test_after_the_assumed_end_a_visitor_may_come_again(send, now):
    send("in", **AN)
    assert send("in", at=later(now, minutes=31), **AN).outcome is Outcome.IN


def test_leaving_ends_the_stay(send, now):
    came = send("in", **AN)
    gone = send("out", at=later(now, minutes=9), phone="0912345678")
    visit = Visit.objects.get()
    assert (gone.outcome, gone.visit) == (Outcome.OUT, came.visit)
    assert visit.checked_out == visit.stay_end == later(now, minutes=9)


def test_leaving_without_having_come_is_told(send):
    result = send("out", **AN)
    assert (result.outcome, result.reason) == (Outcome.REFUSED, "not_inside")


def test_leaving_sent_twice_is_one_leaving(send, now):
    send("in", **AN)
    at = later(now, minutes=5)
    send("out", at=at, **AN)
    again = send(
        "out", at=at, received=later(at, minutes=50), device_now=ms(later(at, minutes=50)), **AN
    )
    assert again.outcome is Outcome.OUT
    assert Visit.objects.get().checked_out == at


def test_the_same_entry_sent_again_gives_the_first_answer(send, now):
    entry_id = scan_id(now)
    results = [send("in", entry_id=entry_id, **AN) for _ in range(2)]
    assert [(r.outcome, r.visit) for r in results] == [(Outcome.IN, entry_id)] * 2
    assert Visit.objects.count() == 1


def test_another_entry_under_the_same_id_is_a_conflict(send, now):
    entry_id = scan_id(now)
    send("in", entry_id=entry_id, **AN)
    result = send("in", entry_id=entry_id, name="Trần Thị Bình", phone="0987654321")
    assert (result.outcome, result.reason) == (Outcome.REFUSED, "conflict")
    assert Visit.objects.get().name == "Nguyễn Văn An"


def test_faults_are_told_by_field(send):
    result = send("in", name="7", phone="0912", id_number="12")
    assert (result.outcome, set(result.errors)) == (
        Outcome.REFUSED,
        {"name", "phone", "id_number"},
    )


def test_taking_back_a_check_in(send, now):
    came = send("in", **AN)
    assert send("undo_in", at=later(now, seconds=50), of=str(came.id)).outcome is Outcome.UNDONE
    assert not Visit.objects.exists()


def test_taking_back_a_leaving(send, now):
    send("in", **AN)
    gone = send("out", at=later(now, minutes=5), **AN)
    send("undo_out", at=later(now, minutes=5, seconds=40), of=str(gone.visit))
    visit = Visit.objects.get()
    assert (visit.checked_out, visit.stay_end) == (None, later(now, minutes=30))


@pytest.mark.parametrize("deed", ["undo_in", "undo_out"])
def test_only_the_last_minute_is_taken_back(send, now, deed):
    came = send("in", **AN)
    send("out", at=later(now, seconds=1), **AN)
    result = send(deed, at=later(now, minutes=3), of=str(came.id))
    assert (result.outcome, result.reason) == (Outcome.REFUSED, "too_late")
    assert Visit.objects.get().checked_out


def test_a_device_that_sets_its_times_takes_back_nothing_older(send, now):
    came = send("in", **AN)
    Visit.objects.update(created_at=now - timedelta(minutes=5))
    result = send("undo_in", of=str(came.id))
    assert (result.outcome, result.reason) == (Outcome.REFUSED, "too_late")
    assert Visit.objects.exists()


def test_an_old_leaving_stays_whatever_time_the_device_says(send, now):
    came = send("in", **AN)
    gone = later(now, minutes=5)
    send("out", at=gone, **AN)
    after = later(gone, minutes=30)
    result = send("undo_out", at=gone, received=after, device_now=ms(after), of=str(came.id))
    assert (result.outcome, result.reason) == (Outcome.REFUSED, "too_late")


def test_taking_back_a_check_in_is_on_record(send, link):
    came = send("in", **AN)
    send("undo_in", of=str(came.id))
    entry = AuditEntry.objects.get()
    assert entry.question == f"gate link {link.pk}"
    assert entry.details["visits"] == [came.id.hex]


def test_a_visitors_own_check_in_cannot_be_taken_back_at_the_gate(send, link, now):
    own = VisitFactory(venue=link.venue, checked_in=now)
    send("undo_in", at=later(now, seconds=5), of=str(own.pk))
    assert Visit.objects.filter(pk=own.pk).exists()


def test_another_venues_entries_are_refused(send):
    result = send("in", venue=0, **AN)
    assert (result.outcome, result.reason) == (Outcome.REFUSED, "venue")


def test_a_suspended_venue_takes_nobody(send, link):
    link.venue.status = VenueStatus.SUSPENDED
    assert send("in", **AN).reason == "venue_closed"


def test_who_came_before_the_gate_could_know_of_the_suspension_is_recorded(send, link, now):
    link.venue.status = VenueStatus.SUSPENDED
    after = later(now, hours=3)
    assert send("in", received=after, device_now=ms(after), **AN).outcome is Outcome.IN


def test_a_venue_that_was_never_approved_takes_nobody(send, link, now):
    link.venue.status = VenueStatus.PENDING
    after = later(now, hours=3)
    assert send("in", received=after, device_now=ms(after), **AN).reason == "venue_closed"


def batch_of(link, now, n):
    """n people come, the first of them leaves and comes again, one is taken back."""
    came = [
        entry(link, "in", later(now, seconds=i), name="Lê Thị Cúc", phone=f"09{i:08d}")
        for i in range(n)
    ]
    return [
        *came,
        entry(link, "out", later(now, seconds=200), phone="0900000000"),
        entry(link, "in", later(now, seconds=210), name="Lê Thị Cúc", phone="0900000000"),
        entry(link, "undo_in", later(now, seconds=30), of=came[1]["id"]),
    ]


def test_a_batch_is_taken_in_its_order(link, now):
    envelopes = [Envelope.read(each) for each in batch_of(link, now, 20)]
    after = later(now, minutes=10)
    results = take(link, envelopes, ms(after), after)
    assert [r.outcome for r in results] == [Outcome.IN] * 20 + [
        Outcome.OUT,
        Outcome.IN,
        Outcome.UNDONE,
    ]
    assert Visit.objects.count() == 20
    assert Visit.objects.exclude(checked_out=None).count() == 1


def test_a_batch_sent_again_changes_nothing(link, now):
    envelopes = [Envelope.read(each) for each in batch_of(link, now, 5)[:-1]]
    after = later(now, minutes=10)
    for _ in range(2):
        take(link, envelopes, ms(after), after)
    assert Visit.objects.count() == 6


@pytest.mark.parametrize("n", [3, 90])
def test_the_number_of_queries_does_not_grow(link, now, n, django_assert_max_num_queries):
    envelopes = [Envelope.read(each) for each in batch_of(link, now, n)]
    after = later(now, minutes=10)
    with django_assert_max_num_queries(14):
        take(link, envelopes, ms(after), after)


def test_half_a_character_is_left_out_and_holds_up_nothing(send):
    assert send("in", name="Nguyễn Văn\ud800 An", phone="0912345678").outcome is Outcome.IN
    assert Visit.objects.get().name == "Nguyễn Văn An"


def test_a_damaged_insurance_cards_number_is_not_taken_for_a_citizen_cards(send):
    card = "1015123456|?|01/01/1990|1|-|01|01/07/2023|-|31/07/2023|$"
    send("in", card=card, name="Nguyễn Văn An", id_number="1015123456")
    assert unsealed(Visit.objects.get())["id"] == "1015123456"


def test_an_envelope_that_cannot_be_opened_is_told(link, now):
    sent = sealed(scan_id(now), ["no", "entry"])
    result = take(link, [Envelope.read(sent)], ms(now), now)[0]
    assert result.reason == "unreadable"


def test_entries_of_another_link_of_the_venue_are_taken(link, now):
    other = GateLinkFactory(venue=link.venue)
    envelope = Envelope.read(entry(link, "in", now, **AN))
    assert take(other, [envelope], ms(now), now)[0].outcome is Outcome.IN


def test_a_family_with_one_phone_comes_in_person_by_person(send, now):
    send("in", name="Nguyễn Văn An", phone="0912345678")
    assert send("in", name="Nguyễn Thị Bé", phone="0912345678").outcome is Outcome.IN
    gone = send("out", at=later(now, minutes=1), name="Nguyễn Văn An", phone="0912345678")
    assert Visit.objects.get(pk=gone.visit).name == "Nguyễn Văn An"


def test_two_papers_are_two_people_whatever_else_agrees(send):
    send("in", **AN)
    other = AN | {"id_number": "001090123457"}
    assert send("in", **other).outcome is Outcome.IN


def test_another_person_of_the_same_name_comes_in_when_staff_say_so(send):
    send("in", name="Nguyễn Văn An")
    assert send("in", name="Nguyễn Văn An").outcome is Outcome.INSIDE
    assert send("in", name="Nguyễn Văn An", another=True).outcome is Outcome.IN


def coded(now, symptoms=()):
    """A declaration of now with its personal code; gives the code's token."""
    declaration = scan_id(now)
    answers = HealthAnswers(symptoms=symptoms)
    record_declaration(
        NewDeclaration(declaration, "health", "Trần Thị Bình", now, "+84912345678", health=answers)
    )
    give(declaration, now)
    return token_of(declaration)


def test_a_personal_code_stands_for_its_person(send, now):
    result = send("in", card=coded(now))
    assert (result.outcome, result.name, result.alert) == (Outcome.IN, "Trần Thị Bình", False)
    assert unsealed(Visit.objects.get()) == {"phone": "+84912345678"}


def test_declared_symptoms_are_told_at_once(send, now):
    coded(now, symptoms=("fever",))
    assert send("in", name="Trần Thị Bình", phone="0912345678").alert


def test_another_one_of_the_family_is_not_alerted_of(send, now):
    coded(now, symptoms=("fever",))
    assert not send("in", name="Trần Văn Dũng", phone="0912345678").alert


def test_of_a_large_family_only_the_ill_one_is_alerted_of(send, now, django_assert_max_num_queries):
    answers = HealthAnswers(symptoms=("fever",))
    record_declarations(
        [
            NewDeclaration(scan_id(now), "health", name, now, "+84912345678", health=answers)
            for name in [f"Nguyễn Văn {'A' * n}" for n in range(1, 120)] + ["Trần Thị Bình"]
        ]
    )
    with django_assert_max_num_queries(12):
        assert send("in", name="Nguyễn Văn A", phone="0912345678").alert
    assert send("in", name="Trần Thị Bình", phone="0912345678").alert
    assert not send("in", name="Lê Thị Cúc", phone="0912345678").alert


def test_a_code_counts_if_it_was_valid_when_scanned(send, now):
    token = coded(now)
    after = later(now, hours=80)
    assert send("in", card=token, received=after, device_now=ms(after)).outcome is Outcome.IN
    late = send("in", at=after, card=token)
    assert (late.outcome, late.reason) == (Outcome.REFUSED, "code_expired")


def test_a_forged_code_is_refused(send):
    assert send("in", card="A" * 24).reason == "code_unknown"


def test_many_codes_are_one_query(link, now, django_assert_max_num_queries):
    sent = [entry(link, "in", now, card=f"{n:024}") for n in range(50)]
    with django_assert_max_num_queries(9):
        results = take(link, [Envelope.read(each) for each in sent], ms(now), now)
    assert {each.reason for each in results} == {"code_unknown"}
