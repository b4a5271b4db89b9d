"""The book's page: ways of reading that were saved for the next book."""

import pytest
from django.urls import reverse

from plugins.declarations.logbooks.models import LogbookMapping, LogbookStatus
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.declarations.logbooks.books import HEADINGS, visit_rows, workbook
from tests.plugins.declarations.logbooks.choosing.pages import ODD, UNCLEAR, address, page


class TestMappings:
    @pytest.fixture
    def saved(self, read, again, signed_in):
        """A mapping for books like ODD, saved with the first of them."""
        book = read(workbook(ODD))
        again(book, s1_c1="phone", s1_c4="notes")
        signed_in.post(address(book), {"do": "save", "name": " Sổ  chợ "}, follow=True)
        return LogbookMapping.objects.get()

    def test_it_is_saved_under_its_name(self, saved, venue, editor):
        assert (saved.name, saved.area, saved.saved_by) == ("Sổ chợ", venue.area, editor)

    def test_it_is_offered_for_a_book_of_the_same_shape(self, signed_in, saved, read):
        html = page(signed_in, read(workbook(ODD[:3])))
        assert "Cách đọc đã lưu <strong>Sổ chợ</strong>" in html

    def test_it_is_not_offered_for_another_shape(self, signed_in, saved, read):
        assert "Sổ chợ" not in page(signed_in, read(workbook(visit_rows(2))))

    def test_it_is_used(self, signed_in, saved, read, work):
        book = read(workbook(ODD[:3]))
        signed_in.post(address(book), {"do": "use", "mapping": saved.pk})
        work()
        html = page(signed_in, book)
        assert "cột B “Máy” đọc là Điện thoại" in html
        assert "Cách đọc đã lưu <strong>" not in html

    def test_it_makes_a_book_clear_that_is_not_understood(self, signed_in, read, again, work):
        first = read(workbook(UNCLEAR))
        again(first, s1_row="2", s1_c0="name", s1_c1="phone", s1_c2="time_in")
        signed_in.post(address(first), {"do": "save", "name": "Sổ trực"})
        second = read(workbook([UNCLEAR[0], ("",), *UNCLEAR[1:]]))
        assert second.status == LogbookStatus.FAILED
        signed_in.post(address(second), {"do": "use", "mapping": LogbookMapping.objects.get().pk})
        work()
        second.refresh_from_db()
        assert (second.status, second.read) == (LogbookStatus.PREVIEW, 3)

    def test_a_name_is_needed_and_nothing_is_lost(self, signed_in, read, again):
        book = read(workbook(ODD))
        again(book, s1_c1="phone")
        html = signed_in.post(address(book), {"do": "save", "name": "x" * 101}).content.decode()
        assert "nhiều nhất 100 ký tự" in html
        assert f'value="{"x" * 101}"' in html
        assert not LogbookMapping.objects.exists()

    def test_a_name_of_another_kind_of_book_is_told(self, signed_in, saved, read, again):
        book = read(workbook([(*HEADINGS, "Cổng"), *((*row, "1") for row in visit_rows(2)[1:])]))
        again(book, s1_c6="notes")
        html = signed_in.post(address(book), {"do": "save", "name": "Sổ chợ"}).content.decode()
        assert "Đã có cách đọc mang tên này" in html

    def test_saved_again_under_its_name_it_is_replaced(self, signed_in, saved, read, again):
        book = read(workbook(ODD))
        again(book, s1_c1="id")
        signed_in.post(address(book), {"do": "save", "name": "Sổ chợ"})
        saved.refresh_from_db()
        assert saved.choices["sheets"]["1"]["columns"] == {"1": "id"}

    def test_nothing_to_keep_is_told(self, signed_in, read):
        book = read(workbook(ODD))
        html = signed_in.post(address(book), {"do": "save", "name": "Sổ"}).content.decode()
        assert "Không có gì để lưu" in html

    def test_that_of_another_ward_is_neither_offered_nor_used(self, signed_in, saved, read, work):
        LogbookMapping.objects.update(area=VenueFactory().area)
        book = read(workbook(ODD[:3]))
        assert "Sổ chợ" not in page(signed_in, book)
        signed_in.post(address(book), {"do": "use", "mapping": saved.pk})
        book.refresh_from_db()
        assert book.choices == {}

    @pytest.mark.parametrize("key", ["", "x", "9" * 5000, "0"])
    def test_a_nonsense_mapping_is_told(self, signed_in, read, key):
        book = read(workbook(ODD))
        sent = {"do": "use", "mapping": key}
        assert "không còn nữa" in signed_in.post(address(book), sent, follow=True).content.decode()

    def test_it_is_renamed(self, signed_in, saved):
        edit = reverse("declarations_logbookmapping_modeladmin_edit", args=[saved.pk])
        signed_in.post(edit, {"name": "Sổ  bến xe"})
        saved.refresh_from_db()
        assert saved.name == "Sổ bến xe"

    def test_it_is_not_renamed_to_another_one_s_name(self, signed_in, saved):
        LogbookMapping.objects.create(name="Sổ trực", area=saved.area, shape="x", choices={})
        edit = reverse("declarations_logbookmapping_modeladmin_edit", args=[saved.pk])
        assert "cùng tên" in signed_in.post(edit, {"name": "Sổ trực"}).content.decode()

    def test_it_is_deleted(self, signed_in, saved):
        signed_in.post(reverse("declarations_logbookmapping_modeladmin_delete", args=[saved.pk]))
        assert not LogbookMapping.objects.exists()

    def test_the_list_shows_those_of_the_ward_only(self, signed_in, saved):
        LogbookMapping.objects.create(
            name="Nơi khác", area=VenueFactory().area, shape="x", choices={}
        )
        html = signed_in.get(
            reverse("declarations_logbookmapping_modeladmin_index")
        ).content.decode()
        assert "Sổ chợ" in html
        assert "Nơi khác" not in html

    def test_another_ward_finds_no_such_mapping(self, client, saved):
        client.force_login(UserFactory(role=Role.WARD_EDITOR, areas=[VenueFactory().area]))
        for name in ("edit", "delete"):
            place = reverse(f"declarations_logbookmapping_modeladmin_{name}", args=[saved.pk])
            assert client.post(place, {"name": "x"}).status_code == 404


def test_a_preview_costs_a_constant_number_of_queries(
    signed_in, read, again, django_assert_max_num_queries
):
    book = read(workbook(ODD))
    again(book, s1_c1="phone")
    signed_in.post(address(book), {"do": "save", "name": "Sổ 0"})
    kept = LogbookMapping.objects.get()
    for number in range(1, 9):
        kept.pk, kept.name = None, f"Sổ {number}"
        kept.save(force_insert=True)
    other = read(workbook(ODD[:3]))
    with django_assert_max_num_queries(32):
        assert "Sổ 8" in page(signed_in, other)
