"""The page block with the number of venues."""

import pytest
from django.core.cache import cache

from plugins.qr_venues.blocks import VenueCountBlock, venues_by_province
from portal.plugins.switch import forget, set_switch
from tests.factories.areas import AreaFactory
from tests.factories.qr_venues import VenueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()
    yield
    cache.clear()


def rendered():
    return VenueCountBlock().render({"heading": "Đã treo mã"})


def test_approved_venues_are_counted_by_province(django_assert_num_queries):
    ha_noi, lao_cai = AreaFactory(name="Hà Nội"), AreaFactory(name="Lào Cai")
    ward = AreaFactory(parent=ha_noi)
    VenueFactory.create_batch(2, area=ward)
    VenueFactory(area=ward, status="pending")
    VenueFactory(area=lao_cai)
    with django_assert_num_queries(2):
        assert venues_by_province() == [("Hà Nội", 2), ("Lào Cai", 1)]


def test_the_block_shows_them():
    VenueFactory(area=AreaFactory(name="Hà Nội"))
    html = rendered()
    assert "Đã treo mã" in html
    assert "Hà Nội" in html


def test_a_second_visitor_costs_no_query(django_assert_num_queries):
    VenueFactory()
    rendered()
    with django_assert_num_queries(0):
        rendered()


def test_without_venues_there_is_nothing():
    assert "Đã treo mã" not in rendered()


def test_switched_off_there_is_nothing():
    VenueFactory(area=AreaFactory(name="Hà Nội"))
    set_switch("qr_venues", on=False)
    try:
        assert "Hà Nội" not in rendered()
    finally:
        forget()
