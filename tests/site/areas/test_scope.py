"""Which records an account's jurisdiction lets through."""

import pytest
from django.contrib.auth import get_user_model

from areas.models import Area
from areas.scope import EVERYTHING, Grant, Scope, scope_for
from plugins.qr_venues.models import Venue
from tests.factories.accounts import SuperuserFactory, UserFactory, give_jurisdiction
from tests.factories.areas import AreaFactory
from tests.factories.qr_venues import VenueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    return AreaFactory(name="Hà Nội")


@pytest.fixture
def ward(province):
    return AreaFactory(name="Phường Vạn Phúc", parent=province)


def visible(scope):
    return set(Venue.objects.filter(scope.q("area", "category__sector")))


def test_an_area_includes_what_lies_below_it(province, ward):
    venue = VenueFactory(area=ward)
    assert visible(scope_for(UserFactory(areas=[province]))) == {venue}


def test_an_area_excludes_its_siblings(province, ward):
    VenueFactory(area=AreaFactory(parent=province))
    assert visible(scope_for(UserFactory(areas=[ward]))) == set()


def test_no_jurisdiction_sees_nothing(ward):
    VenueFactory(area=ward)
    assert visible(scope_for(UserFactory())) == set()


def test_an_inactive_account_sees_nothing(province, ward):
    VenueFactory(area=ward)
    assert visible(scope_for(UserFactory(areas=[province], is_active=False))) == set()


def test_a_sector_sees_its_venues_across_wards(ward):
    school = VenueFactory(area=ward, category="school")
    VenueFactory(area=ward, category="shop")
    assert visible(scope_for(UserFactory(everywhere=True, sectors=["education"]))) == {school}


def test_several_jurisdictions_add_up(province, ward):
    mine, other = VenueFactory(area=ward), VenueFactory(category="school")
    user = UserFactory(areas=[ward])
    give_jurisdiction(user, everywhere=True, sectors=["education"])
    assert visible(scope_for(user)) == {mine, other}


def test_a_groups_jurisdiction_counts_for_its_members(ward):
    from django.contrib.auth.models import Group

    from areas.models import Jurisdiction

    venue, group = VenueFactory(area=ward), Group.objects.create(name="Tổ lưu động")
    Jurisdiction.objects.create(group=group).areas.add(ward)
    user = UserFactory()
    user.groups.add(group)
    assert visible(scope_for(user)) == {venue}


def test_a_superuser_costs_no_query(django_assert_num_queries):
    user = SuperuserFactory()
    with django_assert_num_queries(0):
        assert scope_for(user) == EVERYTHING


def test_an_account_costs_two_queries(province, ward, django_assert_num_queries):
    user = UserFactory(areas=[province, ward])
    with django_assert_num_queries(2):
        scope_for(user)


def test_areas_themselves_are_limited(province, ward):
    AreaFactory()
    assert set(Area.objects.filter(scope_for(UserFactory(areas=[province])).area_q())) == {
        province,
        ward,
    }


@pytest.mark.parametrize(
    ("grant", "allowed"),
    [
        (Grant(None, None), True),
        (Grant(("0001",), None), True),
        (Grant(("0002",), None), False),
        (Grant(None, ("health",)), True),
        (Grant(("0001",), ("education",)), False),
    ],
)
def test_allows_decides_as_the_query_does(grant, allowed):
    assert Scope((grant,)).allows("00010001", "health") is allowed


def test_an_account_is_asked_about_once_for_each_request(ward, django_assert_num_queries):
    account = get_user_model().objects.get(pk=UserFactory(areas=[ward]).pk)
    first = scope_for(account)
    with django_assert_num_queries(0):
        assert scope_for(account) == first


def test_the_next_request_sees_what_was_granted_meanwhile(province, ward):
    account = UserFactory(areas=[ward])
    scope_for(account)
    give_jurisdiction(account, areas=[province])
    again = get_user_model().objects.get(pk=account.pk)
    assert scope_for(again).allows(province.path, "any")
