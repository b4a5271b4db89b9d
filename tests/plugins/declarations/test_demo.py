"""Synthetic data: plausible, the same for the same seed, and made by the product's own rules."""

import io
import json
from collections import Counter
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command

from areas.models import Area
from people.ids import parse_id
from people.names import name_problem
from people.persons import person_keys
from people.phones import parse_phone
from plugins.declarations.models import Declaration, Visit
from plugins.declarations.services import unsealed
from plugins.qr_venues.models import Venue
from tests.factories.areas import AreaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def wards():
    province = AreaFactory(name="Thành phố Hà Nội")
    return [AreaFactory(parent=province) for _ in range(3)]


def demo_data(*options):
    out = io.StringIO()
    call_command("demo_data", "--json", *options, stdout=out, stderr=io.StringIO())
    return json.loads(out.getvalue())


@pytest.mark.usefixtures("wards")
def test_as_many_visits_as_asked_for_with_venues_made_for_them():
    answer = demo_data("--visits", "500", "--people", "50")
    assert (answer["visits"], answer["people"], answer["venues_made"]) == (500, 50, 20)
    assert Visit.objects.count() == 500


def test_venues_are_spread_over_the_areas_of_today(wards):
    ended = AreaFactory(parent=wards[0].get_parent(), valid_to="2025-06-30")
    demo_data("--visits", "10")
    used = set(Venue.objects.values_list("area_id", flat=True))
    assert len(used) > 1
    assert ended.pk not in used


@pytest.mark.usefixtures("wards")
def test_the_same_seed_gives_the_same_visits_and_adds_nothing():
    demo_data("--visits", "300", "--seed", "7")
    first = set(Visit.objects.values_list("pk", "name", "venue_id", "checked_in"))
    assert demo_data("--visits", "300", "--seed", "7")["visits"] == 0
    Visit.objects.all().delete()
    demo_data("--visits", "300", "--seed", "7")
    assert set(Visit.objects.values_list("pk", "name", "venue_id", "checked_in")) == first


@pytest.mark.usefixtures("wards")
def test_another_seed_gives_other_visits():
    demo_data("--visits", "100", "--seed", "1")
    assert demo_data("--visits", "100", "--seed", "2")["visits"] == 100


@pytest.mark.usefixtures("wards")
def test_rows_are_made_as_check_ins_make_them():
    demo_data("--visits", "300", "--people", "40")
    for visit in Visit.objects.select_related("venue__category"):
        details = unsealed(visit)
        phone, number = details.get("phone"), details.get("id")
        assert (visit.person_key, visit.second_key) == person_keys(
            phone, number, visit.name, str(visit.venue_id)
        )
        assert name_problem(visit.name) is None
        assert phone is None or parse_phone(phone).e164 == phone
        assert number is None or parse_id(number).number == number
        assert visit.checked_in < visit.stay_end


@pytest.mark.usefixtures("wards")
def test_a_few_venues_are_very_busy_and_many_nearly_idle():
    demo_data("--visits", "2000")
    counts = Counter(Visit.objects.values_list("venue_id", flat=True))
    most = counts.most_common()
    assert most[0][1] > 2000 / 10
    assert most[-1][1] < 2000 / 50


@pytest.mark.usefixtures("wards")
def test_visits_lie_within_thirty_days_before_the_given_one():
    demo_data("--visits", "300", "--until", "2021-08-01")
    days = {f"{at:%Y-%m-%d}" for at in Visit.objects.datetimes("checked_in", "day")}
    assert min(days) >= "2021-07-01"
    assert max(days) <= "2021-07-31"
    assert not Visit.objects.filter(checked_out__gt="2021-08-01T00:00+07:00").exists()


@pytest.mark.usefixtures("wards")
def test_the_number_of_statements_depends_on_batches_not_on_rows(django_assert_max_num_queries):
    demo_data("--visits", "20")
    with django_assert_max_num_queries(15):
        demo_data("--visits", "400", "--seed", "3")


def test_without_areas_it_says_what_to_do():
    with pytest.raises(CommandError, match="load_areas"):
        demo_data("--visits", "10")


@pytest.mark.parametrize("options", [["--visits", "0"], ["--people", "-1"], ["--visits", "many"]])
def test_nonsense_numbers_are_refused(options):
    with pytest.raises(CommandError):
        demo_data(*options)


@pytest.fixture
def ha_dong():
    from areas.historic import HA_DONG_TODAY

    ha_noi = AreaFactory(name="Thành phố Hà Nội", code="01")
    return [AreaFactory(name=f"Phường {name}", parent=ha_noi) for name in HA_DONG_TODAY]


def demo_venues():
    out = io.StringIO()
    call_command("demo_venues", stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("ha_dong")
def test_demo_venues_have_visits_that_overlap():
    assert "12 demo venues" in demo_venues()
    assert Venue.objects.filter(area__in=Area.objects.filter(name="Phường Hà Đông")).exists()
    assert Visit.objects.count() > 200
    busy = list(Visit.objects.filter(venue__name="Chợ Hà Đông").order_by("checked_in"))
    assert any(
        a.stay_end > b.checked_in and a.person_key != b.person_key for a, b in pairwise(busy)
    )


@pytest.mark.usefixtures("ha_dong")
def test_demo_venues_twice_change_nothing():
    def made():
        return Visit.objects.count(), Venue.objects.count(), Declaration.objects.count()

    demo_venues()
    before = made()
    assert "0 demo venues and 0 visits made, 0 declarations" in demo_venues()
    assert made() == before


@pytest.mark.usefixtures("ha_dong")
def test_some_of_the_demo_visitors_declare_symptoms():
    demo_venues()
    declared = Declaration.objects.filter(has_symptoms=True)
    assert 0 < declared.count() < Declaration.objects.count()
    assert set(Declaration.objects.values_list("visit_id", flat=True)) <= set(
        Visit.objects.values_list("pk", flat=True)
    )


def test_demo_venues_need_the_wards():
    with pytest.raises(CommandError, match="load_areas"):
        demo_venues()
