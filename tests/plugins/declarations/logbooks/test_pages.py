"""Paper books in the admin: who sees what, and what each page says."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from audit.models import Action, AuditEntry
from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from plugins.declarations.models import Visit
from portal.plugins.switch import set_switch
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

INDEX = "declarations_logbook_modeladmin_index"
CREATE = "declarations_logbook_modeladmin_create"


@pytest.fixture
def signed_in(client, editor):
    """The ward editor's browser."""
    client.force_login(editor)
    return client


@pytest.fixture
def upload(signed_in, venue):
    """upload(data) sends the form and gives the answer."""

    def send(data, name="so.xlsx", **changes):
        form = {
            "venue": str(venue.pk),
            "venue_text": venue.code,
            "file": SimpleUploadedFile(name, data),
        }
        return signed_in.post(reverse(CREATE), form | changes)

    return send


@pytest.fixture
def read(upload, work):
    """read(data) uploads a book and has it read."""

    def run(data, **changes):
        upload(data, **changes)
        work()
        return Logbook.objects.latest("uploaded_at")

    return run


def page(client, book, **query):
    address = reverse("declarations_logbook_modeladmin_inspect", args=[book.pk])
    return client.get(address, query).content.decode()


def press(client, button, book, **sent):
    return client.post(reverse(f"declarations_logbook_{button}", args=[book.pk]), sent)


def test_the_size_limit_is_said_before_upload(signed_in):
    assert "tối đa 25 MB" in signed_in.get(reverse(CREATE)).content.decode()


def test_the_only_venue_is_filled_in(signed_in, venue):
    assert venue.code in signed_in.get(reverse(CREATE)).content.decode()


@pytest.mark.parametrize("venue_key", ["9" * 5000, "9" * 18, "²"])
def test_a_nonsense_venue_in_the_address_is_no_crash(signed_in, venue, venue_key):
    assert signed_in.get(reverse(CREATE), {"venue": venue_key}).status_code == 200


def test_upload_leads_to_the_page_of_the_book(upload):
    answer = upload(workbook(visit_rows(2)))
    book = Logbook.objects.get()
    assert answer.url == reverse("declarations_logbook_modeladmin_inspect", args=[book.pk])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Tệp rỗng"),
        (b"%PDF-1.4", "không phải bảng tính"),
        (b"<html></html>", "trang web"),
    ],
)
def test_what_is_no_workbook_is_refused_at_once(upload, data, said):
    html = upload(data, year="2021").content.decode()
    assert said in html
    assert 'value="2021"' in html
    assert not Logbook.objects.exists()


def test_a_file_over_the_limit_is_refused(upload, settings):
    settings.PLUGIN_SETTINGS = {"declarations": {"max_upload_mb": 1}}
    assert "lớn hơn 1 MB" in upload(b"x" * (1024 * 1024 + 1)).content.decode()


def test_a_venue_of_another_ward_cannot_be_chosen(upload):
    other = VenueFactory()
    html = upload(workbook(visit_rows(1)), venue=str(other.pk), venue_text=other.code)
    assert html.status_code == 200
    assert not Logbook.objects.exists()


def test_while_it_is_read_the_page_refreshes_itself(upload, signed_in):
    upload(workbook(visit_rows(2)))
    html = page(signed_in, Logbook.objects.get())
    assert 'http-equiv="refresh"' in html
    assert "Đang đọc sổ" in html


def test_the_preview_shows_what_was_understood(signed_in, read):
    html = page(signed_in, read((SAMPLES / "sample_messy.xlsx").read_bytes()))
    for text in ("SĐT liên hệ", "0981819114", "Nhập 176 lượt", "Cũ", "bị ẩn", "Năm: 2021", "31/2"):
        assert text in html
    assert 'http-equiv="refresh"' not in html


def test_the_preview_shows_the_first_visits_as_they_will_be(signed_in, read):
    html = page(
        signed_in, read(workbook([HEADINGS, (1, "Lê  A", 912345678, "5-7-21", "7g30", "")]))
    )
    for text in ("Lê A", "0912 345 678", "05/07/2021", "07:30"):
        assert f"<td>{text}</td>" in html


def test_the_preview_names_repairs(signed_in, read):
    html = page(
        signed_in, read(workbook([HEADINGS, (1, "Lê A", 912345678, "5/7/2021", "22h", "1h")]))
    )
    assert "Đã bổ sung số 0 bị thiếu ở đầu" in html or "số 0" in html
    assert "của ngày hôm sau" in html


def test_a_preview_costs_a_constant_number_of_queries(
    signed_in, read, django_assert_max_num_queries
):
    faulty = [(n, "", "0912345678", "5/7/2021", "7h", "") for n in range(200)]
    book = read(workbook([*visit_rows(300), *faulty]))
    with django_assert_max_num_queries(30):
        page(signed_in, book)


def test_confirm_imports(signed_in, read, work):
    book = read(workbook(visit_rows(3)))
    press(signed_in, "confirm", book)
    book.refresh_from_db()
    assert "Đang nhập sổ" in page(signed_in, book)
    work()
    assert Visit.objects.filter(logbook=book).count() == 3
    assert "Tải tệp kết quả" in page(signed_in, book)


def test_a_book_confirmed_twice_is_imported_once(signed_in, read, work):
    book = read(workbook(visit_rows(3)))
    press(signed_in, "confirm", book)
    press(signed_in, "confirm", book)
    work()
    book.refresh_from_db()
    assert (book.created, book.duplicate) == (3, 0)


def test_a_book_without_news_offers_nothing_to_import(signed_in, read, work):
    first = read(workbook(visit_rows(3)))
    press(signed_in, "confirm", first)
    work()
    html = page(signed_in, read(workbook(visit_rows(3))))
    assert "không có gì mới để nhập" in html


def test_cancelled_before_confirmation(signed_in, read):
    book = read(workbook(visit_rows(3)))
    press(signed_in, "cancel", book)
    book.refresh_from_db()
    assert "Chưa ghi nhận gì" in page(signed_in, book)


def test_the_year_is_asked_for_and_given(signed_in, read, work):
    book = read(workbook([HEADINGS, (1, "Lê A", "0912345678", "5/7", "7h", "")]))
    assert "Sổ không ghi năm" in page(signed_in, book)
    press(signed_in, "year", book, year="2021")
    work()
    assert "Nhập 1 lượt" in page(signed_in, book)


def test_a_year_to_come_is_refused(signed_in, read):
    book = read(workbook([HEADINGS, (1, "Lê A", "0912345678", "5/7", "7h", "")]))
    press(signed_in, "year", book, year=str(timezone.localdate().year + 1))
    book.refresh_from_db()
    assert (book.status, book.year) == (LogbookStatus.PREVIEW, None)


def test_a_book_that_cannot_be_read_says_what_to_do(signed_in, read):
    html = page(signed_in, read(workbook([["không có bảng"], ["gì cả"]])))
    assert "Không tìm thấy dòng tiêu đề" in html
    assert "Tải sổ lên lại" in html


def test_a_stalled_book_can_be_gone_on_with(signed_in, upload, work):
    upload(workbook(visit_rows(3)))
    book = Logbook.objects.get()
    long_ago = timezone.now() - 2 * services.STALLED_AFTER
    Logbook.objects.update(uploaded_at=long_ago, heartbeat_at=long_ago)
    assert "Tiếp tục" in page(signed_in, book)
    press(signed_in, "resume", book)
    work()
    book.refresh_from_db()
    assert book.status == LogbookStatus.PREVIEW


def test_the_result_workbook_is_handed_out_on_record(signed_in, read, work, tmp_path):
    book = read(workbook_of({"Sổ": visit_rows(3)}), name="sổ chợ.xlsx")
    press(signed_in, "confirm", book)
    work()
    answer = signed_in.get(reverse("declarations_logbook_result", args=[book.pk]))
    assert "s%E1%BB%95%20ch%E1%BB%A3" in answer["Content-Disposition"]
    (tmp_path / "kq.xlsx").write_bytes(answer.content)
    assert load_workbook(tmp_path / "kq.xlsx")["Sổ"]["A2"].value == "đã nhập"
    assert AuditEntry.objects.filter(action=Action.EXPORT, question__contains=book.pk.hex).exists()


def test_the_template_is_understood_when_filled_in(signed_in, read, tmp_path):
    path = tmp_path / "mau.xlsx"
    path.write_bytes(signed_in.get(reverse("declarations_logbook_template")).content)
    filled = load_workbook(path)
    for column, text in enumerate(["5/7/2021", "7h30", "8h", "Lê A", "0912345678"], start=1):
        filled.active.cell(7, column, text)
    filled.save(path)
    book = read(path.read_bytes())
    assert (book.read, book.expected_new) == (1, 1)
    assert book.findings["ignored"] == {"example": 1}


def test_the_list_shows_books_of_the_ward_only(signed_in, venue):
    Logbook.objects.create(venue=venue, file_name="cua-phuong.xlsx", sha256="")
    Logbook.objects.create(venue=VenueFactory(), file_name="noi-khac.xlsx", sha256="")
    html = signed_in.get(reverse(INDEX)).content.decode()
    assert "cua-phuong.xlsx" in html
    assert "noi-khac.xlsx" not in html


def test_the_list_costs_a_constant_number_of_queries(
    signed_in, venue, django_assert_max_num_queries
):
    for number in range(30):
        Logbook.objects.create(venue=venue, file_name=f"{number}.xlsx", sha256="")
    with django_assert_max_num_queries(26):
        signed_in.get(reverse(INDEX))


@pytest.mark.parametrize("button", ["confirm", "cancel", "year", "resume"])
def test_another_ward_finds_no_such_book(client, read, button):
    book = read(workbook(visit_rows(1)))
    client.force_login(UserFactory(role=Role.WARD_EDITOR, areas=[VenueFactory().area]))
    assert press(client, button, book, year="2021").status_code == 404
    book.refresh_from_db()
    assert book.status == LogbookStatus.PREVIEW


def test_another_ward_sees_neither_page_nor_result(client, read):
    book = read(workbook(visit_rows(1)))
    client.force_login(UserFactory(role=Role.WARD_EDITOR, areas=[VenueFactory().area]))
    inspect = reverse("declarations_logbook_modeladmin_inspect", args=[book.pk])
    result = reverse("declarations_logbook_result", args=[book.pk])
    assert [client.get(each).status_code for each in (inspect, result)] == [404, 404]


@pytest.mark.parametrize("role", [Role.TRACING, Role.GATE, Role.DEPARTMENT])
def test_other_roles_do_not_import(client, venue, role):
    client.force_login(UserFactory(role=role, everywhere=True))
    assert client.get(reverse(CREATE)).status_code in (302, 403)
    assert client.get(reverse("declarations_logbook_template")).status_code in (302, 403)


def test_switched_off_the_pages_are_gone(signed_in, read):
    book = read(workbook(visit_rows(1)))
    set_switch("declarations", on=False)
    try:
        addresses = [reverse(INDEX), reverse(CREATE), reverse("declarations_logbook_template")]
        assert {signed_in.get(each).status_code for each in addresses} == {404}
        assert press(signed_in, "confirm", book).status_code == 404
    finally:
        set_switch("declarations", on=True)
