"""The panel on the admin's first page."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from plugins.declarations import panels
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def venue():
    return VenueFactory()


def panel_for(user):
    request = RequestFactory().get("/admin/")
    request.user = user
    return panels.today(request)


def editor(venue):
    return UserFactory(role=Role.WARD_EDITOR, areas=[venue.area])


def test_todays_visits_of_the_accounts_areas_are_counted(venue):
    noon = timezone.localtime().replace(hour=12)
    for _ in range(2):
        VisitFactory(venue=venue, checked_in=noon)
    VisitFactory(venue=venue, checked_in=noon - timedelta(days=1))
    VisitFactory(checked_in=noon)
    assert panel_for(editor(venue))["context"]["count"] == 2


def test_counting_stops_where_more_would_take_long(venue, monkeypatch):
    monkeypatch.setattr(panels, "MOST_COUNTED", 2)
    noon = timezone.localtime().replace(hour=12)
    for _ in range(3):
        VisitFactory(venue=venue, checked_in=noon)
    context = panel_for(editor(venue))["context"]
    assert (context["count"], context["more"]) == (2, True)


def test_an_account_that_may_not_see_visits_has_no_panel():
    assert panel_for(UserFactory(everywhere=True)) is None


def test_a_department_sees_the_number_and_no_way_to_names(client, venue):
    VisitFactory(
        venue=venue, checked_in=timezone.localtime().replace(hour=12), name="Trần Thị Bình"
    )
    client.force_login(UserFactory(role=Role.DEPARTMENT, everywhere=True))
    html = client.get("/admin/").content.decode()
    assert "1 lượt trong địa bàn của bạn" in html
    assert "Trần Thị Bình" not in html
    assert reverse("declarations_visit_modeladmin_index") not in html


def test_the_panel_is_on_the_first_page(client, venue):
    VisitFactory(venue=venue, checked_in=timezone.localtime().replace(hour=12))
    client.force_login(editor(venue))
    assert "1 lượt trong địa bàn của bạn" in client.get("/admin/").content.decode()
