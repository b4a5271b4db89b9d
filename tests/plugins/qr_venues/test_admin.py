"""The venue register: listing, registering, changing; each within the account's jurisdiction."""

import re
from datetime import date, time

import pytest
from django.urls import reverse

from plugins.qr_venues.models import Checkpoint, Venue
from plugins.qr_venues.services import revoke_checkpoint
from portal.roles import Role
from tests.factories.accounts import SuperuserFactory, UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.qr_venues import CheckpointFactory, VenueFactory, shipped_category

pytestmark = pytest.mark.django_db
INDEX = "qr_venues_venue_modeladmin_index"
CREATE = "qr_venues_venue_modeladmin_create"


@pytest.fixture
def ward():
    return AreaFactory(name="Phường Hà Đông", parent=AreaFactory(name="Thành phố Hà Nội"))


@pytest.fixture
def editor(client, ward):
    user = UserFactory(role=Role.WARD_EDITOR, areas=[ward])
    client.force_login(user)
    return user


def filled(ward, **changes):
    given = {
        "name": "Tạp hoá Bình Minh",
        "category": shipped_category("shop").pk,
        "area": str(ward.pk),
        "area_text": "Phường Hà Đông, Thành phố Hà Nội",
        "address": "Số 2 phố Quang Trung",
        "checkpoints": "Cổng chính\nNhà để xe\n",
    }
    return given | changes


def page(client, address, **query):
    return client.get(address, query).content.decode()


@pytest.mark.usefixtures("editor")
def test_the_list_shows_live_check_points_and_status(client, ward):
    venue = VenueFactory(area=ward, status="suspended")
    revoke_checkpoint(CheckpointFactory(venue=venue))
    html = page(client, reverse(INDEX))
    assert venue.code in html
    assert "Bị đình chỉ" in html
    assert re.search(r"field-checkpoint_count[^>]*>\s*1\s*<", html)


@pytest.mark.usefixtures("editor")
def test_the_search_needs_no_accents(client, ward):
    VenueFactory(area=ward, name="Chợ Vạn Phúc")
    VenueFactory(area=ward, name="Trường Lê Lợi")
    html = page(client, reverse(INDEX), q="cho van phuc")
    assert "Chợ Vạn Phúc" in html
    assert "Trường Lê Lợi" not in html


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize("query", [{"category": "market"}, {"status__exact": "pending"}])
def test_filters_narrow_the_list(client, ward, query):
    VenueFactory(area=ward, name="Chợ Vạn Phúc", category="market", status="pending")
    VenueFactory(area=ward, name="Trường Lê Lợi", category="school")
    html = page(client, reverse(INDEX), **query)
    assert "Chợ Vạn Phúc" in html
    assert "Trường Lê Lợi" not in html


def test_the_area_filter_offers_the_accounts_areas(client, ward):
    other = AreaFactory(name="Phường Kiến Hưng", parent=ward.get_parent())
    VenueFactory(area=ward, name="Chợ Vạn Phúc")
    VenueFactory(area=other, name="Trường Lê Lợi")
    client.force_login(UserFactory(role=Role.WARD_EDITOR, areas=[ward, other]))
    html = page(client, reverse(INDEX), area=other.pk)
    assert "Trường Lê Lợi" in html
    assert "Chợ Vạn Phúc" not in html


@pytest.mark.usefixtures("editor")
def test_the_list_costs_the_same_for_one_venue_and_for_thirty(
    client, ward, django_assert_max_num_queries
):
    def queries():
        with django_assert_max_num_queries(40) as caught:
            page(client, reverse(INDEX))
        return len(caught)

    VenueFactory(area=ward)
    page(client, reverse(INDEX))  # what is looked up once a process
    few = queries()
    for checkpoint in CheckpointFactory.create_batch(30, venue__area=ward):
        assert checkpoint.venue.area_id == ward.pk
    assert queries() == few


@pytest.mark.usefixtures("editor")
def test_an_editor_registers_a_venue_and_lands_on_its_posters(client, ward):
    response = client.post(reverse(CREATE), filled(ward))
    venue = Venue.objects.get()
    assert response.url == reverse("qr_venues_venue_modeladmin_inspect", args=[venue.pk])
    assert (venue.name, venue.area, venue.address) == (
        "Tạp hoá Bình Minh",
        ward,
        "Số 2 phố Quang Trung",
    )
    names = venue.checkpoints.order_by("number").values_list("name", flat=True)
    assert list(names) == ["Cổng chính", "Nhà để xe"]


def test_who_registered_a_venue_is_kept(client, editor, ward):
    client.post(reverse(CREATE), filled(ward))
    assert Venue.objects.get().created_by == editor


@pytest.mark.usefixtures("editor")
def test_the_only_area_is_filled_in(client):
    assert 'value="Phường Hà Đông, Thành phố Hà Nội"' in page(client, reverse(CREATE))


def test_the_next_venue_begins_with_the_same_category_and_area(client, ward):
    other = AreaFactory(name="Phường Kiến Hưng", parent=ward.get_parent())
    client.force_login(UserFactory(role=Role.WARD_EDITOR, areas=[ward, other]))
    html = client.post(reverse(CREATE), filled(ward), follow=True).content.decode()
    link = f"{reverse(CREATE)}?category=shop&amp;area={ward.pk}"
    assert link in html
    again = client.get(link.replace("&amp;", "&")).content.decode()
    assert 'value="Phường Hà Đông, Thành phố Hà Nội"' in again
    assert '<option value="shop" selected>' in again


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "Trường này"),
        ({"area": "", "area_text": "Sa Pa"}, "Không có mục nào bạn được chọn tên là “Sa Pa”"),
        ({"category": ""}, "Trường này"),
        ({"contact_phone": "abc"}, "chữ số"),
        ({"checkpoints": "x" * 101}, "100"),
        ({"checkpoints": "\n".join(f"Cửa {n}" for n in range(51))}, "50"),
    ],
)
def test_a_fault_is_named_and_what_was_typed_stays(client, ward, changes, message):
    html = client.post(reverse(CREATE), filled(ward, **changes)).content.decode()
    assert message in html
    assert "Số 2 phố Quang Trung" in html
    assert not Venue.objects.exists()


@pytest.mark.usefixtures("editor")
def test_an_area_of_others_is_refused_however_it_is_sent(client, ward):
    other = AreaFactory(name="Phường Kiến Hưng")
    client.post(reverse(CREATE), filled(ward, area=str(other.pk), area_text="Phường Kiến Hưng"))
    assert not Venue.objects.exists()


def test_a_sector_department_registers_venues_of_its_sector_only(client, ward):
    user = UserFactory(role=Role.WARD_EDITOR, areas=[ward], sectors=["education"])
    client.force_login(user)
    html = client.post(reverse(CREATE), filled(ward)).content.decode()
    assert "không được đăng ký" in html
    client.post(reverse(CREATE), filled(ward, category=shipped_category("school").pk))
    assert Venue.objects.get().category_id == "school"


@pytest.mark.usefixtures("editor")
def test_the_same_venue_is_not_registered_twice(client, ward):
    client.post(reverse(CREATE), filled(ward))
    html = client.post(reverse(CREATE), filled(ward, name="TẠP HÓA BÌNH MINH")).content.decode()
    assert Venue.objects.get().code in html


def test_without_the_permission_nobody_registers(client, ward):
    client.force_login(UserFactory(role=Role.DEPARTMENT, everywhere=True))
    client.post(reverse(CREATE), filled(ward))
    assert not Venue.objects.exists()


@pytest.mark.usefixtures("editor")
def test_registering_costs_a_bounded_number_of_queries(client, ward, django_assert_max_num_queries):
    data = filled(ward)
    client.get(reverse(CREATE))
    # Session, account, permissions and jurisdiction: 10; the form: 9; the venue and two check
    # points with their savepoints: 12.
    with django_assert_max_num_queries(35):
        client.post(reverse(CREATE), data)


@pytest.mark.usefixtures("editor")
def test_capacity_and_closing_time_are_set_and_shown(client, ward):
    venue = VenueFactory(area=ward)
    data = filled(ward, status="approved", capacity="120", closes_at="18:30")
    client.post(reverse("qr_venues_venue_modeladmin_edit", args=[venue.pk]), data)
    html = page(client, reverse("qr_venues_venue_modeladmin_inspect", args=[venue.pk]))
    assert re.search(r"Sức chứa</dt><dd>120 người", html)
    assert re.search(r"Giờ đóng cửa</dt><dd>18:30", html)


@pytest.mark.usefixtures("editor")
def test_without_a_time_of_its_own_a_venue_closes_as_its_category(client, ward):
    category = shipped_category("shop")
    category.closes_at = time(22)
    category.save()
    venue = VenueFactory(area=ward)
    html = page(client, reverse("qr_venues_venue_modeladmin_inspect", args=[venue.pk]))
    assert re.search(r"Giờ đóng cửa</dt><dd>22:00", html)


@pytest.mark.usefixtures("editor")
def test_a_venue_is_changed(client, ward):
    venue = VenueFactory(area=ward)
    address = reverse("qr_venues_venue_modeladmin_edit", args=[venue.pk])
    assert venue.name in page(client, address)
    data = filled(ward, name="Chợ Vạn Phúc", status="suspended")
    client.post(address, data)
    venue.refresh_from_db()
    assert (venue.name, venue.status) == ("Chợ Vạn Phúc", "suspended")


@pytest.mark.usefixtures("editor")
def test_a_venue_is_not_moved_into_another_jurisdiction(client, ward):
    other = AreaFactory(name="Phường Kiến Hưng")
    venue = VenueFactory(area=ward)
    address = reverse("qr_venues_venue_modeladmin_edit", args=[venue.pk])
    data = filled(ward, area=str(other.pk), area_text=other.name, status="approved")
    client.post(address, data)
    venue.refresh_from_db()
    assert venue.area == ward


@pytest.mark.usefixtures("editor")
def test_a_venues_page_shows_codes_and_posters(client, ward):
    gate = CheckpointFactory(venue__area=ward, token="K7M29QXP")
    old = Checkpoint.objects.create(
        venue=gate.venue,
        number=2,
        name="Cổng sau",
        token="ABCD2345",
        revoked_at="2021-07-05T00:00Z",
    )
    html = page(client, reverse("qr_venues_venue_modeladmin_inspect", args=[gate.venue_id]))
    assert "K7M2-9QXP" in html
    assert "ABCD-2345" in html
    for kind in ("pdf", "svg", "png"):
        assert reverse("qr_venues_checkpoint_poster", args=[gate.pk, kind]) in html
    assert reverse("qr_venues_checkpoint_poster", args=[old.pk, "pdf"]) not in html


@pytest.mark.usefixtures("editor")
def test_a_venues_page_of_another_area_is_not_there(client):
    gate = CheckpointFactory()
    address = reverse("qr_venues_venue_modeladmin_inspect", args=[gate.venue_id])
    assert client.get(address).status_code == 404


def test_those_who_only_look_are_offered_no_changes(client, ward):
    gate = CheckpointFactory(venue__area=ward)
    client.force_login(UserFactory(role=Role.DEPARTMENT, everywhere=True))
    html = page(client, reverse("qr_venues_venue_modeladmin_inspect", args=[gate.venue_id]))
    assert reverse("qr_venues_revoke_checkpoint", args=[gate.pk]) not in html
    assert reverse("qr_venues_checkpoint_poster", args=[gate.pk, "pdf"]) in html


def test_an_administrator_deletes_a_venue_without_visits(client):
    venue = VenueFactory()
    client.force_login(SuperuserFactory())
    client.post(reverse("qr_venues_venue_modeladmin_delete", args=[venue.pk]))
    assert not Venue.objects.exists()


@pytest.mark.usefixtures("editor")
def test_a_venue_in_an_area_that_has_ended_keeps_it(client, ward):
    ward.valid_to = date(2025, 6, 30)
    ward.save()
    venue = VenueFactory(area=ward)
    address = reverse("qr_venues_venue_modeladmin_edit", args=[venue.pk])
    assert f'value="{ward.name}' in page(client, address)
    client.post(address, filled(ward, name="Tên mới", status="approved"))
    venue.refresh_from_db()
    assert (venue.name, venue.area) == ("Tên mới", ward)
