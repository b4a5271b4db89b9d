"""A ward or commune that somebody types."""

import pytest
from django.http import QueryDict

from plugins.declarations.declaring import area_search
from plugins.declarations.declaring.area_field import AreaField


def read(typed, pk="", *, required=True):
    data = QueryDict(mutable=True)
    data.update({"area": typed, "area-pk": str(pk)})
    return AreaField.read(data, "area", required=required)


@pytest.mark.parametrize(
    "typed",
    [
        "Hà Đông",
        "ha dong",
        "PHƯỜNG HÀ ĐÔNG",
        "Hà Đông, Hà Nội",
        "Phường Hà Đông, Thành phố Hà Nội",
        "  ha   dong ha noi ",
    ],
)
def test_one_place_of_that_name_is_taken(wards, typed):
    assert read(typed).place.pk == wards["ha_dong"].pk


def test_of_several_one_must_be_chosen(wards):
    field = read("phu luong")
    assert field.error
    assert {option.pk for option in field.options} == {wards["phu_luong"].pk, wards["other"].pk}


def test_the_one_chosen_is_taken(wards):
    field = read("phu luong", wards["other"].pk)
    assert not field.error
    assert field.place.pk == wards["other"].pk


def test_the_choice_of_another_name_is_not_taken(wards):
    assert read("phu luong", wards["ha_dong"].pk).place is None


@pytest.mark.parametrize("pk", ["abc", "-1", "9" * 30])
def test_a_choice_that_is_no_number_is_none(wards, pk):
    assert read("phu luong", pk).error


def test_a_place_that_is_not_there_is_said_so(wards):
    field = read("Atlantis")
    assert field.error
    assert not field.options


def test_empty_is_wrong_only_where_it_is_needed(wards):
    assert read("").error
    assert not read("", required=False).error


def test_areas_that_ended_are_not_offered(wards):
    wards["other"].valid_to = "2020-01-01"
    wards["other"].save()
    area_search.forget()
    assert read("phu luong").place.pk == wards["phu_luong"].pk


def test_many_questions_cost_two_queries(wards, django_assert_num_queries):
    area_search.forget()
    with django_assert_num_queries(2):
        for _ in range(10):
            read("phu luong")
