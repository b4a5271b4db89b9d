"""Loading the areas."""

import pytest

from areas.models import Area, AreaKind
from areas.services import load_areas

pytestmark = pytest.mark.django_db


def test_all_provinces_communes_and_historic_ha_dong_are_there():
    load_areas()
    assert Area.objects.filter(kind__in=[AreaKind.PROVINCE, AreaKind.CITY]).count() == 34
    today = Area.objects.filter(depth=2, valid_to=None)
    assert today.count() == 3321
    district = Area.objects.get(kind=AreaKind.DISTRICT)
    assert district.get_children().count() == 17


def test_loading_twice_adds_nothing():
    load_areas()
    assert load_areas() == 0


def test_loading_takes_queries_by_province_not_by_commune(django_assert_max_num_queries):
    with django_assert_max_num_queries(34 * 6 + 30):
        load_areas()


def test_the_tree_is_sound():
    load_areas()
    assert Area.find_problems() == ([], [], [], [], [])


def test_a_ward_that_kept_its_name_has_its_successor():
    load_areas()
    old = Area.objects.get(name="Phường Yên Nghĩa", valid_to__isnull=False)
    assert old.successor.name == "Phường Yên Nghĩa"
    assert old.successor.valid_to is None


def test_ancestor_paths_end_with_the_area_itself():
    load_areas()
    ward = Area.objects.filter(depth=3).first()
    assert ward.ancestor_paths == [ward.path[:4], ward.path[:8], ward.path]
