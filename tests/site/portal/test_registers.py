"""The base of all registers: jurisdiction holds on every address of a record."""

import pytest
from django.urls import reverse
from django.utils import translation

from areas.models import Area
from portal.registers import Register
from portal.roles import Role
from tests.factories.accounts import SuperuserFactory, UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.qr_venues import VenueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine():
    return VenueFactory(name="Chợ Văn Quán")


@pytest.fixture
def elsewhere():
    return VenueFactory(name="Chợ Lào Cai")


@pytest.fixture
def editor(client, mine):
    user = UserFactory(role=Role.WARD_EDITOR, areas=[mine.area])
    client.force_login(user)
    return user


@pytest.mark.usefixtures("editor")
def test_the_list_shows_records_of_the_accounts_areas_only(client, mine, elsewhere):
    page = client.get(reverse("qr_venues_venue_modeladmin_index")).content.decode()
    assert mine.name in page
    assert elsewhere.name not in page


@pytest.mark.usefixtures("editor")
def test_the_search_of_the_list_is_limited_too(client, mine, elsewhere):
    address = reverse("qr_venues_venue_modeladmin_index") + "?q=Chợ"
    page = client.get(address).content.decode()
    assert mine.name in page
    assert elsewhere.name not in page


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize("action", ["edit", "delete"])
def test_a_record_of_another_area_is_not_there(client, elsewhere, action):
    address = reverse(f"qr_venues_venue_modeladmin_{action}", args=[elsewhere.pk])
    assert client.get(address).status_code == 404


def test_an_account_without_jurisdiction_sees_nothing(client, mine):
    client.force_login(UserFactory(role=Role.WARD_EDITOR))
    assert mine.name not in client.get(reverse("qr_venues_venue_modeladmin_index")).content.decode()


def test_areas_are_listed_with_the_unit_above(client):
    client.force_login(SuperuserFactory())
    AreaFactory(name="Phường Vạn Phúc", parent=AreaFactory(name="Hà Nội"))
    page = client.get(reverse("areas_area_modeladmin_index")).content.decode()
    assert "Phường Vạn Phúc" in page
    assert page.count("Hà Nội") >= 2


@pytest.mark.usefixtures("editor")
def test_the_address_cannot_ask_about_other_tables(client, mine):
    """Else an editor could guess an administrator's password hash letter by letter."""
    mine.created_by = SuperuserFactory(password="secret")
    mine.save()
    address = reverse("qr_venues_venue_modeladmin_index")
    page = client.get(address + "?created_by__password__startswith=nothing-like-it")
    assert mine.name in page.content.decode()


class AreaRegister(Register):
    model = Area


@pytest.mark.parametrize(("language", "label"), [("vi", "Địa bàn"), ("en", "Areas")])
def test_a_menu_entry_is_the_plural_name_in_the_language_of_the_reader(language, label):
    made_in_another_language = AreaRegister().get_menu_label()
    with translation.override(language):
        assert str(made_in_another_language) == label


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize("key", ["abc", "9" * 400, "00000000-0000-0000-0000-000000000000"])
def test_an_address_that_is_no_key_is_not_there(client, key):
    for register in ("qr_venues_venue", "declarations_logbook"):
        address = reverse(f"{register}_modeladmin_index") + f"inspect/{key}/"
        assert client.get(address).status_code == 404
