"""Staff write visitors down."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from plugins.declarations.models import Source, Visit
from plugins.declarations.services import unsealed
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.qr_venues import VenueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    return reverse("declarations_record_visitor")


@pytest.fixture
def venue():
    return VenueFactory(name="Bệnh viện Hà Đông")


@pytest.fixture
def gate_staff(client, venue):
    user = UserFactory(role=Role.GATE, areas=[venue.area])
    client.force_login(user)
    return user


@pytest.fixture
def fill(client, address, venue):
    def filled(**changes):
        page = client.get(address).content.decode()
        ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
        given = {
            "venue": str(venue.pk),
            "venue_text": f"{venue.name} · {venue.area.name} · {venue.code}",
            "name": "Lê Văn Tám",
            "phone": "0912 345 678",
            "id_number": "",
            "ticket": ticket,
        }
        return given | changes

    return filled


@pytest.mark.usefixtures("gate_staff")
def test_a_visitor_is_recorded_now_as_entered_by_staff(client, address, fill, venue):
    before = timezone.now()
    response = client.post(address, fill())
    visit = Visit.objects.get()
    assert (visit.venue, visit.source, visit.name) == (venue, Source.GATE, "Lê Văn Tám")
    assert before <= visit.checked_in <= timezone.now()
    assert unsealed(visit) == {"phone": "+84912345678"}
    assert response.url == f"{address}?venue={venue.pk}"


@pytest.mark.usefixtures("gate_staff")
def test_the_only_venue_is_filled_in(client, address, venue):
    assert f"{venue.name} · {venue.area.name}" in client.get(address).content.decode()


@pytest.mark.usefixtures("gate_staff")
def test_the_venue_stays_for_the_next_visitor(client, address, fill, venue):
    VenueFactory(area=venue.area, name="Chợ Hà Đông")
    page = client.post(address, fill(), follow=True).content.decode()
    assert f'value="{venue.name} · {venue.area.name} · {venue.code}"' in page


@pytest.mark.usefixtures("gate_staff")
def test_the_same_form_sent_twice_is_one_visit(client, address, fill):
    data = fill()
    client.post(address, data)
    client.post(address, data)
    assert Visit.objects.count() == 1


@pytest.mark.usefixtures("gate_staff")
def test_the_same_form_sent_for_another_visitor_comes_back_filled(client, address, fill):
    data = fill()
    client.post(address, data)
    page = client.post(address, data | {"name": "Lê Thị Chín"}).content.decode()
    assert "đã được gửi cho khách khác" in page
    assert 'value="Lê Thị Chín"' in page
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
    client.post(address, data | {"name": "Lê Thị Chín", "ticket": ticket})
    assert Visit.objects.count() == 2


@pytest.mark.usefixtures("gate_staff")
def test_the_same_form_sent_for_another_venue_comes_back(client, address, fill, venue):
    other = VenueFactory(area=venue.area, name="Chợ Hà Đông")
    data = fill(venue=str(venue.pk), venue_text=venue.code)
    client.post(address, data)
    changed = data | {"venue": str(other.pk), "venue_text": other.code}
    assert "đã được gửi cho khách khác" in client.post(address, changed).content.decode()
    assert Visit.objects.get().venue == venue


@pytest.mark.usefixtures("gate_staff")
def test_no_cookie_holds_the_visitors_name(client, address, fill, settings):
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
    response = client.post(address, fill(name="Zuleika"))
    assert response.cookies["messages"].value
    assert "Zuleika" not in str(response.cookies)


@pytest.mark.usefixtures("gate_staff")
@pytest.mark.parametrize("venue_key", ["9" * 5000, "9" * 18, "²", "-1"])
def test_a_nonsense_venue_in_the_address_is_no_crash(client, address, venue_key):
    assert client.get(address, {"venue": venue_key}).status_code == 200


@pytest.mark.usefixtures("gate_staff")
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "bắt buộc"),
        ({"name": "123"}, "chữ cái"),
        ({"phone": "abc"}, "chữ số"),
        ({"id_number": "123"}, "CCCD"),
        ({"venue": "", "venue_text": "Chợ Sa Pa"}, "Không có mục nào"),
        ({"ticket": "nonsense"}, "bấm nút lần nữa"),
    ],
)
def test_a_fault_is_told_and_nothing_typed_is_lost(client, address, fill, changes, message):
    data = fill(**changes)
    page = client.post(address, data).content.decode()
    assert message in page
    for field in ("name", "phone", "id_number", "venue_text"):
        assert data[field] in page
    assert not Visit.objects.exists()


@pytest.mark.usefixtures("gate_staff")
def test_a_venue_of_another_area_is_refused(client, address, fill):
    other = VenueFactory(name="Chợ Lào Cai")
    label = f"{other.name} · {other.area.name} · {other.code}"
    client.post(address, fill(venue=str(other.pk), venue_text=label))
    assert not Visit.objects.exists()


@pytest.mark.usefixtures("gate_staff")
def test_a_suspended_venue_is_refused(client, address, fill, venue):
    data = fill()
    venue.status = "suspended"
    venue.save()
    client.post(address, data)
    assert not Visit.objects.exists()


def test_without_the_permission_nobody_records(client, address, venue):
    client.force_login(UserFactory(role=Role.DEPARTMENT, everywhere=True))
    assert client.get(address).status_code == 302
    client.post(address, {"venue": str(venue.pk), "name": "x"})
    assert not Visit.objects.exists()


@pytest.mark.usefixtures("gate_staff")
def test_recording_costs_a_bounded_number_of_queries(
    client, address, fill, venue, django_assert_max_num_queries
):
    VenueFactory.create_batch(20, area=venue.area)
    data = fill()
    with django_assert_max_num_queries(20):
        client.post(address, data)
    assert Visit.objects.count() == 1
