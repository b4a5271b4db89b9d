"""Visits from connected systems: singly, in batches, again, and what is wrong with them."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from areas.models import Area
from people.blind import phone_key
from plugins.declarations.admin import moved_to_day
from plugins.declarations.models import Source, Visit
from plugins.declarations.services import unsealed
from plugins.declarations.visit_ids import scan_id
from tests.factories.areas import AreaFactory
from tests.factories.qr_venues import CheckpointFactory, VenueFactory


def test_a_visit_is_recorded(system, sent, door):
    given = sent(id_number="001090123456", address="Phường Văn Quán", birth="1990")
    response = system.post("visits", given)
    assert response.status_code == 201
    visit = Visit.objects.get()
    assert str(visit.pk) == given["id"]
    assert (visit.venue, visit.checkpoint, visit.source) == (door.venue, door, Source.API)
    assert visit.person_key == phone_key("+84912345678")
    assert unsealed(visit) == {
        "phone": "+84912345678",
        "id": "001090123456",
        "address": "Phường Văn Quán",
        "birth": "1990",
    }


def test_the_same_again_gives_the_first_answer(system, sent):
    given = sent(checked_in=(timezone.now() + timedelta(days=30)).isoformat())
    first, again = system.post("visits", given), system.post("visits", given)
    assert (again.status_code, again.json()) == (201, first.json())
    assert first.json()["clock_doubted"]
    assert Visit.objects.count() == 1


def test_the_same_id_with_other_content_is_a_conflict(system, sent):
    given = sent()
    system.post("visits", given)
    response = system.post("visits", given | {"name": "Nguyễn Văn An"})
    assert (response.status_code, response.json()["code"]) == (409, "conflict")
    assert Visit.objects.get().name == "Trần Thị Bình"


def test_an_id_that_a_scan_made_is_anothers(system, sent, door):
    given = sent()
    system.post("visits", given)
    Visit.objects.update(content=None)
    assert system.post("visits", given).status_code == 409


def test_a_time_that_cannot_be_right_is_kept_and_marked(system, sent):
    said = timezone.now() - timedelta(days=400)
    before = timezone.now()
    answer = system.post("visits", sent(checked_in=said.isoformat())).json()
    visit = Visit.objects.get()
    assert answer["clock_doubted"]
    assert visit.device_time == said
    assert visit.checked_in >= before


def test_a_clock_that_is_wrong_by_a_known_difference_is_put_right(system, sent):
    now, off = timezone.now(), timedelta(days=3)
    given = sent(checked_in=(now - timedelta(hours=1) + off).isoformat())
    system.post("visits/batch", {"visits": [given], "sent_at": (now + off).isoformat()})
    visit = Visit.objects.get()
    assert visit.device_time is None
    assert abs(visit.checked_in - (now - timedelta(hours=1))) < timedelta(seconds=30)


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"phone": "0912"}, "#/phone", "phone_length"),
        ({"phone": "không biết"}, "#/phone", "phone_letters"),
        ({"phone": ""}, "#/phone", "person_unknown"),
        ({"id_number": "12"}, "#/id_number", "id_length"),
        ({"name": "12345"}, "#/name", "name_no_letter"),
        ({"name": ""}, "#/name", "string_too_short"),
        ({"name": "x" * 201}, "#/name", "string_too_long"),
        ({"name": 7}, "#/name", "string_type"),
        ({"id": str(uuid4())}, "#/id", "value_error"),
        ({"checked_in": "2021-07-05T09:00:00"}, "#/checked_in", "timezone_aware"),
        ({"checked_in": "05/07/2021"}, "#/checked_in", "datetime_from_date_parsing"),
        ({"checked_out": "2021-07-05T09:00:00Z"}, "#/checked_out", "order"),
        ({"extra/~field": 1}, "#/extra~1~0field", "extra_forbidden"),
    ],
)
def test_a_fault_is_pointed_at(system, sent, changes, pointer, code):
    response = system.post("visits", sent(**changes))
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    faults = [(each["pointer"], each["code"]) for each in response.json()["errors"]]
    assert faults == [(pointer, code)]
    assert not Visit.objects.exists()


def test_faults_are_told_in_the_language_asked_for(system, sent):
    given = sent(phone="0912")
    english = system.post("visits", given, Accept_Language="en")
    vietnamese = system.post("visits", given, Accept_Language="fr")
    assert "too few" in english.json()["errors"][0]["detail"]
    assert "chữ số" in vietnamese.json()["errors"][0]["detail"]


def test_a_batch_records_what_it_can_and_says_what_became_of_each(system, sent):
    good, bad, broken = sent(), sent(phone="0912"), {"id": 5}
    answer = system.post("visits/batch", {"visits": [bad, good, broken]}).json()
    assert (answer["recorded"], answer["refused"]) == (1, 2)
    first, second, third = answer["results"]
    assert first["problem"]["errors"][0]["pointer"] == "#/visits/0/phone"
    assert second["visit"]["id"] == good["id"]
    assert third["problem"]["code"] == "invalid"
    assert Visit.objects.count() == 1


def test_a_batch_sent_again_gives_the_same_answers(system, sent):
    given = {"visits": [sent(name=f"Người thứ {letter}") for letter in "ABC"]}
    first, again = (system.post("visits/batch", given).json() for _ in range(2))
    assert first == again
    assert Visit.objects.count() == 3


def test_one_id_twice_in_a_batch(system, sent):
    given = sent()
    answer = system.post(
        "visits/batch", {"visits": [given, given, given | {"name": "Nguyễn Văn An"}]}
    ).json()
    same, again, other = answer["results"]
    assert same["visit"] == again["visit"]
    assert other["problem"]["code"] == "conflict"
    assert Visit.objects.get().name == "Trần Thị Bình"


def test_the_number_of_statements_does_not_depend_on_the_batch(
    system, sent, django_assert_max_num_queries
):
    system.post("visits", sent())
    # Key, check points, known ids, and the insert with its transaction and temporary table.
    with django_assert_max_num_queries(10):
        answer = system.post(
            "visits/batch", {"visits": [sent(name=f"Người {n} A") for n in range(500)]}
        )
    assert answer.json()["recorded"] == 500


def test_more_than_500_at_a_time_are_refused(system, sent):
    response = system.post("visits/batch", {"visits": [sent()] * 501})
    assert (response.status_code, response.json()["code"]) == (413, "too_large")
    assert not Visit.objects.exists()


def test_a_key_with_an_area_reaches_no_other(connect, sent):
    here, there = AreaFactory(), AreaFactory()
    point = CheckpointFactory(venue=VenueFactory(area=there))
    assert connect(area=here).post("visits", sent(point=point.token)).status_code == 404
    assert connect(area=there).post("visits", sent(point=point.token)).status_code == 201
    assert Area.objects.count() >= 2


def test_a_revoked_code_takes_no_visit(system, sent, door):
    door.revoked_at = timezone.now()
    door.save()
    response = system.post("visits", sent())
    assert (response.status_code, response.json()["code"]) == (422, "point_closed")


def test_leaving_is_recorded_once(system, sent):
    came = timezone.now().replace(microsecond=0) - timedelta(hours=1)
    given = sent(checked_in=came.isoformat())
    system.post("visits", given)
    path, left = f"visits/{given['id']}/check-out", (came + timedelta(minutes=30)).isoformat()
    first = system.post(path, {"checked_out": left})
    again = system.post(path, {"checked_out": left})
    other = system.post(path, {"checked_out": (came + timedelta(minutes=40)).isoformat()})
    assert first.status_code == 200
    assert first.json() == again.json()
    assert datetime.fromisoformat(first.json()["checked_out"]) == datetime.fromisoformat(left)
    assert other.status_code == 409
    assert Visit.objects.get().checked_out == came + timedelta(minutes=30)


def test_leaving_before_coming_is_refused(system, sent):
    given = sent()
    system.post("visits", given)
    early = (timezone.now() - timedelta(hours=2)).isoformat()
    response = system.post(f"visits/{given['id']}/check-out", {"checked_out": early})
    assert response.status_code == 422


def test_leaving_of_a_visit_in_another_area_is_unknown(connect, sent, system):
    given = sent()
    system.post("visits", given)
    other = connect(area=AreaFactory())
    left = {"checked_out": timezone.now().isoformat()}
    assert other.post(f"visits/{given['id']}/check-out", left).status_code == 404


def test_a_visit_whose_id_tells_another_day_is_in_its_days_list(system, sent):
    now, off = timezone.now(), timedelta(days=200)
    given = sent(id=str(scan_id(now - off)), checked_in=(now - off).isoformat())
    system.post("visits/batch", {"visits": [given], "sent_at": (now - off).isoformat()})
    day = timezone.localtime(now).date()
    assert list(moved_to_day(Visit.objects.all(), day)) == [Visit.objects.get()]


def test_a_visit_of_before_its_code_was_revoked_is_taken(system, sent, door):
    door.revoked_at = timezone.now() - timedelta(hours=1)
    door.save()
    came = (door.revoked_at - timedelta(minutes=1)).isoformat()
    assert system.post("visits", sent(checked_in=came)).status_code == 201


def test_what_was_recorded_is_answered_as_before_though_its_code_is_revoked_now(system, sent, door):
    given = sent()
    first = system.post("visits", given)
    door.revoked_at = timezone.now() - timedelta(minutes=1)
    door.save()
    again = system.post("visits", given)
    assert (again.status_code, again.json()) == (201, first.json())


def test_a_clock_ahead_leaves_twice_and_is_answered_alike(system, sent):
    given = sent()
    system.post("visits", given)
    path = f"visits/{given['id']}/check-out"
    left = {"checked_out": (timezone.now() + timedelta(seconds=60)).isoformat()}
    first, again = system.post(path, left), system.post(path, left)
    assert (again.status_code, again.json()) == (200, first.json())


def test_a_clock_ahead_is_put_right_in_every_request(system, sent):
    off = timedelta(minutes=30)
    ahead = (timezone.now() + off).isoformat()
    given = sent(checked_in=ahead, sent_at=ahead)
    assert system.post("visits", given).json()["clock_doubted"] is False
    path = f"visits/{given['id']}/check-out"
    ahead = (timezone.now() + off).isoformat()
    assert system.post(path, {"checked_out": ahead}).status_code == 422
    assert system.post(path, {"checked_out": ahead, "sent_at": ahead}).status_code == 200
