"""The book's page: letters in an old code, and the order of day and month."""

import pytest
from django.urls import reverse

from plugins.declarations.logbooks.models import LogbookStatus
from plugins.declarations.models import Visit
from tests.plugins.declarations.logbooks.books import SAMPLES, workbook
from tests.plugins.declarations.logbooks.choosing.pages import as_shown, confirm, page

# Neither order makes these dates run on.
EITHER_WAY = ("05/07/2021", "07/05/2021", "03/09/2021", "11/02/2021", "12/06/2021", "02/04/2021")
EITHER = [("STT", "Họ và tên", "SĐT", "Ngày", "Giờ vào", "Giờ ra")] + [
    (n, f"Lê Văn {'ABCDEG'[n]}", f"091234567{n}", day, "07:30", "")
    for n, day in enumerate(EITHER_WAY)
]


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
