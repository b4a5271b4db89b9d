"""Downloading the empty workbook, and uploading it filled in."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from plugins.declarations.logbooks.models import Logbook
from plugins.declarations.logbooks.titles import venue_codes
from plugins.declarations.models import Visit
from plugins.declarations.services import unsealed
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.qr_venues import VenueFactory

FIRST = 7  # the row below the example


@pytest.fixture
def signed_in(client, editor):
    """The ward editor's browser."""
    client.force_login(editor)
    return client


@pytest.fixture
def download(signed_in):
    """download(venue=…) opens the template."""

    def get(**query):
        answer = signed_in.get(reverse("declarations_logbook_template"), query)
        return load_workbook(io.BytesIO(answer.content))

    return get


@pytest.fixture
def upload(signed_in, work):
    """upload(book, venue) hands in a workbook and gives the page of what was read."""

    def send(book, venue):
        out = io.BytesIO()
        book.save(out)
        form = {
            "venue": str(venue.pk),
            "venue_text": venue.code,
            "file": SimpleUploadedFile("mau.xlsx", out.getvalue()),
        }
        answer = signed_in.post(reverse("declarations_logbook_modeladmin_create"), form)
        work()
        return signed_in.get(answer.url).content.decode()

    return send


def fill(book):
    for column, text in enumerate(["05/07/2021", "7h30", "8h", "Lê Thị Ánh", "0912345678"], 1):
        book["Sổ"].cell(FIRST, column, text)
    return book


def venues_in(book):
    return [cell.value for cell in book["Danh mục"]["A"][1:] if cell.value]


def test_the_venues_of_the_ward_can_be_chosen(download, venue):
    other = VenueFactory()
    listed = venues_in(download())
    assert any(venue.code in label for label in listed)
    assert not any(other.code in label for label in listed)


def test_the_venue_asked_for_stands_there(download, venue):
    assert download(venue=venue.pk)["Sổ"]["B3"].value.endswith(venue.code)


@pytest.mark.parametrize("key", ["x", "0", "9" * 5000])
def test_a_nonsense_venue_is_as_good_as_none(download, venue, key):
    assert download(venue=key)["Sổ"]["B3"].value is None


def test_a_venue_of_another_ward_is_as_good_as_none(download, venue):
    assert download(venue=VenueFactory().pk)["Sổ"]["B3"].value is None


def test_many_venues_cost_a_constant_number_of_queries(
    signed_in, ward, django_assert_max_num_queries
):
    VenueFactory.create_batch(20, area=ward)
    with django_assert_max_num_queries(10):
        signed_in.get(reverse("declarations_logbook_template"))


def test_a_book_made_from_it_imports_exactly(download, upload, venue, signed_in, work):
    upload(fill(download(venue=venue.pk)), venue)
    book = Logbook.objects.get()
    signed_in.post(reverse("declarations_logbook_confirm", args=[book.pk]))
    work()
    (visit,) = Visit.objects.filter(logbook=book)
    assert (visit.name, unsealed(visit)["phone"]) == ("Lê Thị Ánh", "+84912345678")


def test_the_right_venue_causes_no_warning(download, upload, venue):
    assert "Sổ ghi là của" not in upload(fill(download(venue=venue.pk)), venue)


def test_another_venue_than_was_chosen_is_told(download, upload, venue, ward):
    other = VenueFactory(area=ward, name="Bến xe Yên Nghĩa")
    html = upload(fill(download(venue=other.pk)), venue)
    assert f"Sổ ghi là của <strong>Bến xe Yên Nghĩa ({other.code})</strong>" in html


def test_the_name_of_a_venue_elsewhere_is_not_told(download, upload, venue):
    elsewhere = VenueFactory(name="Chợ Nơi Khác")
    book = fill(download())
    book["Sổ"]["B3"] = f"Chợ · Phường X · {elsewhere.code}"
    html = upload(book, venue)
    assert f"Sổ ghi là của <strong>{elsewhere.code}</strong>" in html
    assert "Chợ Nơi Khác" not in html


@pytest.mark.parametrize(
    ("titles", "codes"),
    [
        (["SỔ GHI", "Chợ · Phường A · K7M2XP"], ["K7M2XP"]),
        (["Chợ · Phường A · K7M2XP ", "Chợ · Phường A · K7M2XP"], ["K7M2XP"]),
        (["Chợ · Phường A", "tháng 7 · 2021", "· k7m2xp", "· K7M2XPA"], []),
    ],
)
def test_codes_in_titles(titles, codes):
    assert venue_codes(titles) == codes


@pytest.mark.parametrize("role", [Role.TRACING, Role.GATE, Role.DEPARTMENT])
def test_other_roles_get_no_template(client, venue, role):
    client.force_login(UserFactory(role=role, everywhere=True))
    assert client.get(reverse("declarations_logbook_template")).status_code in (302, 403)
