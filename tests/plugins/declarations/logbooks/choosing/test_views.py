"""The book's page: what was understood is shown, changed and read again."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from plugins.declarations.logbooks.models import Logbook, LogbookMapping, LogbookStatus
from plugins.declarations.models import Visit
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.declarations.logbooks.books import (
    HEADINGS,
    SAMPLES,
    visit_rows,
    workbook,
    workbook_of,
)

# "Quê quán" is an address by its heading; here it holds what the visit was for.
ODD = [("Họ và tên", "Máy", "Ngày", "Giờ vào", "Quê quán")] + [
    (f"Lê Văn {letter}", f"091234567{n}", "15/07/2021", "07:30", "Giao hàng")
    for n, letter in enumerate("ABC")
]
UNCLEAR = [("Bảo vệ ghi, ngày 15/7/2021",), ("Anh/Chị", "Máy", "Lúc ấy")] + [
    (f"Lê Văn {letter}", f"091234567{n}", "7h30") for n, letter in enumerate("ABC")
]
# Neither order makes these dates run on.
EITHER_WAY = ("05/07/2021", "07/05/2021", "03/09/2021", "11/02/2021", "12/06/2021", "02/04/2021")
EITHER = [("STT", "Họ và tên", "SĐT", "Ngày", "Giờ vào", "Giờ ra")] + [
    (n, f"Lê Văn {'ABCDEG'[n]}", f"091234567{n}", day, "07:30", "")
    for n, day in enumerate(EITHER_WAY)
]


@pytest.fixture
def signed_in(client, editor):
    """The ward editor's browser."""
    client.force_login(editor)
    return client


@pytest.fixture
def read(signed_in, venue, work):
    """read(data) uploads a book and has it read."""

    def run(data, name="so.xlsx"):
        signed_in.post(
            reverse("declarations_logbook_modeladmin_create"),
            {
                "venue": str(venue.pk),
                "venue_text": venue.code,
                "file": SimpleUploadedFile(name, data),
            },
        )
        work()
        return Logbook.objects.latest("uploaded_at")

    return run


@pytest.fixture
def again(signed_in, work):
    """again(book, do, s1_c1="phone") sends the book's form, changed so, and has it read again."""

    def run(book, do="read", **changes):
        sent = as_shown(page(signed_in, book)) | changes | {"do": do}
        answer = signed_in.post(address(book), sent)
        work()
        book.refresh_from_db()
        return answer

    return run


def address(book):
    return reverse("declarations_logbook_modeladmin_inspect", args=[book.pk])


def page(client, book):
    return client.get(address(book)).content.decode()


def confirm(client, book, **sent):
    return client.post(reverse("declarations_logbook_confirm", args=[book.pk]), sent)


def as_shown(html):
    """What a browser would send of the fields that change how the book is read."""
    sent = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name = re.search(r'name="(s\d+_\w+|text|date_order)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        ticked = " checked" in tag or 'type="number"' in tag
        if name and ticked:
            sent[name[1]] = value[1] if value else "on"
    for name, options in re.findall(r'<select name="(s\d+_\w+)".*?>(.*?)</select>', html, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


def test_each_column_shows_what_it_is_taken_as_and_samples(signed_in, read):
    html = page(signed_in, read(workbook(ODD)))
    assert '<option value="address" selected>' in html
    assert "Giao hàng · Giao hàng · Giao hàng" in html


def test_a_column_is_taken_as_something_else(signed_in, read, again, work):
    book = read(workbook(ODD))
    again(book, s1_c1="phone", s1_c4="notes")
    assert book.status == LogbookStatus.PREVIEW
    html = page(signed_in, book)
    assert "0912 345 670" in html
    assert "cột B “Máy” đọc là Điện thoại" in html


def test_a_form_sent_unchanged_chooses_nothing(read, again):
    book = read(workbook(ODD))
    again(book)
    assert (book.status, book.choices) == (LogbookStatus.PREVIEW, {})


def test_back_to_what_was_recognised(signed_in, read, again):
    book = read(workbook(ODD))
    again(book, s1_c1="phone")
    again(book, do="recognised")
    assert book.choices == {}
    assert "cột B" not in page(signed_in, book)


def test_a_form_with_faults_comes_back_as_it_was_sent(read, again):
    book = read(workbook(ODD))
    html = again(book, s1_c1="name", s1_row="2").content.decode()
    assert "Hai cột cùng được đọc là Họ và tên" in html
    assert as_shown(html)["s1_c1"] == "name"
    assert as_shown(html)["s1_row"] == "2"
    assert book.choices == {}


def test_a_sheet_is_left_out_and_taken_in_again(signed_in, read, again):
    book = read(workbook_of({"Một": visit_rows(2), "Hai": visit_rows(3, first=10)}))
    again(book, s2_out="on")
    assert book.read == 2
    assert "bạn đã bỏ qua" in page(signed_in, book)
    sent = as_shown(page(signed_in, book))
    assert sent.pop("s2_out") == "on"
    signed_in.post(address(book), sent | {"do": "read"})
    book.refresh_from_db()
    assert book.status == LogbookStatus.READING


def test_a_sheet_that_was_not_understood_shows_its_first_rows(signed_in, read):
    book = read(workbook(UNCLEAR))
    assert book.status == LogbookStatus.FAILED
    html = page(signed_in, book)
    assert "Bảo vệ ghi, ngày 15/7/2021" in html
    assert 'name="s1_c2"' in html


def test_a_sheet_that_was_not_understood_is_made_clear(signed_in, read, again):
    book = read(workbook(UNCLEAR))
    again(book, s1_row="2", s1_c0="name", s1_c1="phone", s1_c2="time_in")
    assert (book.status, book.read, book.refused) == (LogbookStatus.PREVIEW, 3, 0)
    assert "15/07/2021" in page(signed_in, book)


def test_a_sheet_without_headings(signed_in, read, again):
    rows = [(f"Lê Văn {letter}", "0912345678", "15/07/2021 07:30") for letter in "ABC"]
    book = read(workbook(rows))
    again(book, s1_row="0", s1_c0="name", s1_c1="phone", s1_c2="time_in")
    assert (book.status, book.read) == (LogbookStatus.PREVIEW, 3)


def test_an_open_order_of_dates_keeps_the_book_from_being_imported(signed_in, read, work):
    book = read(workbook(EITHER))
    html = page(signed_in, book)
    assert "Ngày đứng trước hay tháng đứng trước?" in html
    assert "05/07/2021 = ngày 5 tháng 7 năm 2021" in html
    assert "05/07/2021 = ngày 7 tháng 5 năm 2021" in html
    said = signed_in.post(
        reverse("declarations_logbook_confirm", args=[book.pk]), follow=True
    ).content.decode()
    assert "hãy trả lời: ngày đứng trước hay tháng đứng trước" in said
    assert not Visit.objects.exists()


def test_the_order_of_dates_is_answered(signed_in, read, again, work):
    book = read(workbook(EITHER))
    again(book, date_order="mdy")
    confirm(signed_in, book)
    work()
    days = sorted(visit.checked_in.date().isoformat() for visit in Visit.objects.all())
    assert days[:3] == ["2021-02-04", "2021-03-09", "2021-05-07"]


def test_the_order_answered_before_is_preselected(signed_in, read, again, work):
    first = read(workbook(EITHER))
    again(first, date_order="mdy")
    confirm(signed_in, first)
    work()
    second = read(workbook([*EITHER, (9, "Lê Văn D", "0912345699", "02/03/2021", "7h", "")]))
    assert as_shown(page(signed_in, second))["date_order"] == "mdy"


class TestOldLetters:
    BOOK = (SAMPLES / "sample_hospital_tcvn3.xls", "vien.xls")

    @pytest.fixture
    def book(self, read):
        path, name = self.BOOK
        return read(path.read_bytes(), name)

    def test_before_and_after_are_shown(self, signed_in, book):
        html = page(signed_in, book)
        assert "<code>Hä vµ tªn</code>" in html
        assert "<td>Họ và tên</td>" in html

    def test_nothing_is_imported_before_they_are_confirmed(self, signed_in, book, work):
        confirm(signed_in, book)
        work()
        book.refresh_from_db()
        assert (book.status, book.created) == (LogbookStatus.PREVIEW, 0)

    def test_they_are_confirmed(self, signed_in, book, work):
        confirm(signed_in, book, text_read="1")
        work()
        book.refresh_from_db()
        assert (book.status, book.choices["text"]) == (LogbookStatus.DONE, "tcvn3")

    def test_the_next_book_of_the_venue_need_not_be_confirmed(self, signed_in, book, read, work):
        confirm(signed_in, book, text_read="1")
        work()
        path, _name = self.BOOK
        second = read(path.read_bytes(), "lan2.xls")
        html = page(signed_in, second)
        assert "không cần xác nhận lại" in html
        assert 'name="text_read"' not in html

    def test_they_may_stay_as_they_stand(self, signed_in, book, again):
        again(book, text="unicode")
        assert "Hä vµ tªn" in page(signed_in, book)


def test_a_text_file_in_an_old_code_is_shown_before_and_after(signed_in, read, work):
    book = read((SAMPLES / "sample_old_csv.csv").read_bytes(), "so.csv")
    html = page(signed_in, book)
    assert "Windows CP1258" in html
    assert "<code>Hoò tên</code>" in html
    assert "<td>Họ tên</td>" in html
    confirm(signed_in, book)
    book.refresh_from_db()
    assert book.status == LogbookStatus.PREVIEW
    confirm(signed_in, book, text_read="1")
    work()
    book.refresh_from_db()
    assert book.status == LogbookStatus.DONE


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


@pytest.mark.parametrize("do", ["read", "recognised", "save", "use"])
def test_another_ward_changes_nothing(client, read, do):
    book = read(workbook(ODD))
    client.force_login(UserFactory(role=Role.WARD_EDITOR, areas=[VenueFactory().area]))
    assert client.post(address(book), {"do": do}).status_code == 404
    book.refresh_from_db()
    assert book.status == LogbookStatus.PREVIEW


@pytest.mark.parametrize("role", [Role.TRACING, Role.GATE, Role.DEPARTMENT])
def test_other_roles_change_nothing(client, read, role):
    book = read(workbook(ODD))
    client.force_login(UserFactory(role=role, everywhere=True))
    assert client.post(address(book), {"do": "recognised"}).status_code in (302, 403)
    book.refresh_from_db()
    assert book.status == LogbookStatus.PREVIEW


class TestReadMeanwhile:
    """Somebody else had the book read in another way since this page was loaded."""

    @pytest.fixture
    def stale(self, signed_in, read, again):
        """A book, and the version that the page still shows."""
        book = read(workbook(ODD))
        seen = version_on(page(signed_in, book))
        again(book, s1_c1="phone")
        return book, seen

    def test_nothing_is_imported_that_was_not_seen(self, signed_in, stale):
        book, seen = stale
        confirm(signed_in, book, seen=seen)
        book.refresh_from_db()
        assert book.status == LogbookStatus.PREVIEW

    def test_nothing_is_chosen_by_an_old_page(self, signed_in, stale):
        book, seen = stale
        sent = as_shown(page(signed_in, book)) | {"do": "read", "seen": seen, "s1_c1": "id"}
        assert "được đọc lại" in signed_in.post(address(book), sent, follow=True).content.decode()
        book.refresh_from_db()
        assert book.choices["sheets"]["1"]["columns"] == {"1": "phone"}

    def test_what_was_seen_is_imported(self, signed_in, stale, work):
        book, _seen = stale
        confirm(signed_in, book, seen=version_on(page(signed_in, book)))
        work()
        book.refresh_from_db()
        assert book.status == LogbookStatus.DONE


def version_on(html):
    return re.search(r'name="seen" value="([^"]+)"', html)[1]


def test_an_imported_book_can_no_longer_be_read_in_another_way(signed_in, read, work):
    book = read(workbook(visit_rows(2)))
    confirm(signed_in, book)
    work()
    for do in ("read", "recognised"):
        html = signed_in.post(address(book), {"do": do}, follow=True).content.decode()
        assert "Không thể đổi cách đọc" in html
    book.refresh_from_db()
    assert book.status == LogbookStatus.DONE


def test_repairs_are_shown_as_in_the_book_and_as_recorded(signed_in, read):
    rows = [HEADINGS, (1, "Lê A", 912345678, "5/7/2021", "22h", "1h30")]
    html = page(signed_in, read(workbook(rows)))
    for text in ("912345678", "0912 345 678", "1h30", "01:30 06/07/2021"):
        assert re.search(rf"<td[^>]*>{text}</td>", html)


def test_the_first_faults_are_shown_while_the_rest_is_read(signed_in, read):
    book = read(workbook([HEADINGS, (1, "", "0912345678", "5/7/2021", "7h", "")]))
    Logbook.objects.update(status=LogbookStatus.READING)
    html = page(signed_in, book)
    assert "Các lỗi đã thấy đến lúc này" in html
    assert "Thiếu họ tên" in html


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
