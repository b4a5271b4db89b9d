"""Choosing areas and venues by typing."""

import pytest
from django.core.exceptions import ValidationError

from areas.models import Area
from areas.scope import EVERYTHING, scope_for
from plugins.qr_venues.choosing import AreaFinder, VenueFinder
from plugins.qr_venues.fields import TypedChoiceField
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.qr_venues import VenueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ha_noi():
    return AreaFactory(name="Thành phố Hà Nội")


@pytest.fixture
def ha_dong(ha_noi):
    return AreaFactory(name="Phường Hà Đông", parent=ha_noi)


def field(finder, **kwargs):
    made = TypedChoiceField(**kwargs)
    made.finder = finder
    return made


def labels(options):
    return [option.label for option in options]


def test_an_area_is_labelled_with_the_unit_above(ha_dong):
    assert labels(AreaFinder(EVERYTHING).search("ha dong")) == ["Phường Hà Đông, Thành phố Hà Nội"]


def test_own_names_come_before_names_of_the_unit_above(ha_noi):
    other = AreaFactory(name="Thành phố Hà Đông")
    AreaFactory(name="Xã Một", parent=other)
    AreaFactory(name="Phường Hà Đông", parent=ha_noi)
    assert labels(AreaFinder(EVERYTHING).search("ha dong"))[0].startswith("Phường Hà Đông")


def test_only_units_of_today_without_units_below_are_offered(ha_noi, ha_dong):
    AreaFactory(name="Phường Hà Cầu", parent=ha_noi, valid_to="2025-06-30")
    assert labels(AreaFinder(EVERYTHING).search("")) == ["Phường Hà Đông, Thành phố Hà Nội"]


def test_areas_of_others_are_not_offered(ha_noi, ha_dong):
    AreaFactory(name="Phường Kiến Hưng", parent=ha_noi)
    finder = AreaFinder(scope_for(UserFactory(areas=[ha_dong])))
    assert labels(finder.search("")) == ["Phường Hà Đông, Thành phố Hà Nội"]
    assert finder.get(Area.objects.get(name="Phường Kiến Hưng").pk) is None


def test_a_search_costs_two_queries_however_many_areas(ha_noi, django_assert_num_queries):
    for number in range(30):
        AreaFactory(name=f"Phường {number}", parent=ha_noi)
    with django_assert_num_queries(2):
        assert len(AreaFinder(EVERYTHING).search("phuong")) == 20


def test_venues_are_found_by_their_own_label():
    venue = VenueFactory(name="Chợ · Hà Đông")
    VenueFactory(name="Chợ · Hà Đông")
    finder = VenueFinder(EVERYTHING)
    label = finder.get(venue.pk).label
    assert [option.pk for option in finder.search(label)] == [venue.pk]


def test_venues_of_others_are_not_offered():
    mine, other = VenueFactory(), VenueFactory()
    finder = VenueFinder(scope_for(UserFactory(areas=[mine.area])))
    assert [option.pk for option in finder.search("")] == [mine.pk]
    assert finder.get(other.pk) is None


def test_what_was_chosen_from_the_list_is_taken(ha_dong):
    option = AreaFinder(EVERYTHING).get(ha_dong.pk)
    assert field(AreaFinder(EVERYTHING)).clean((str(ha_dong.pk), option.label)) == option


def test_without_javascript_a_name_without_doubt_is_enough(ha_dong):
    assert field(AreaFinder(EVERYTHING)).clean(("", "ha dong")).pk == ha_dong.pk


def test_text_typed_after_choosing_counts(ha_noi, ha_dong):
    other = AreaFactory(name="Phường Kiến Hưng", parent=ha_noi)
    assert field(AreaFinder(EVERYTHING)).clean((str(ha_dong.pk), "kien hung")).pk == other.pk


def test_a_doubtful_name_lists_what_is_meant(ha_noi, ha_dong):
    AreaFactory(name="Phường Hà Cầu", parent=ha_noi)
    with pytest.raises(ValidationError) as caught:
        field(AreaFinder(EVERYTHING)).clean(("", "phuong ha"))
    assert "Phường Hà Cầu, Thành phố Hà Nội" in caught.value.messages[0]


@pytest.mark.parametrize("value", [("", "Sa Pa"), ("999999", "Sa Pa"), ("x", "Sa Pa")])
def test_an_unknown_name_is_refused(ha_dong, value):
    with pytest.raises(ValidationError) as caught:
        field(AreaFinder(EVERYTHING)).clean(value)
    assert caught.value.code == "unknown"


def test_nothing_typed_is_an_answer_only_where_allowed():
    finder = AreaFinder(EVERYTHING)
    assert field(finder, required=False).clean(("", " ")) is None
    with pytest.raises(ValidationError):
        field(finder).clean(("", " "))
