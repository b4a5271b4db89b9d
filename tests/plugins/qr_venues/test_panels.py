"""The panel on the admin's first page."""

import pytest
from django.test import RequestFactory

from plugins.qr_venues.panels import venues
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.qr_venues import VenueFactory

pytestmark = pytest.mark.django_db


def panel_for(user):
    request = RequestFactory().get("/admin/")
    request.user = user
    return venues(request)


def test_venues_of_the_accounts_areas_are_counted_by_status():
    area = AreaFactory()
    for status in ("approved", "approved", "pending", "suspended"):
        VenueFactory(area=area, status=status)
    VenueFactory()
    panel = panel_for(UserFactory(role=Role.WARD_EDITOR, areas=[area]))
    assert panel["context"]["counts"] == {"all": 4, "pending": 1, "suspended": 1}


def test_an_account_that_may_not_see_venues_has_no_panel():
    assert panel_for(UserFactory(role=Role.GATE, areas=[AreaFactory()])) is None


def test_the_panel_is_on_the_first_page(client):
    VenueFactory.create_batch(3)
    client.force_login(UserFactory(role=Role.DEPARTMENT, everywhere=True))
    assert "3 địa điểm" in client.get("/admin/").content.decode()
