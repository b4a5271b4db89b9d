"""The grid of refused rows in the admin: what it shows, sends back, and refuses."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.mending import services as mending
from plugins.declarations.logbooks.mending.services import version_of
from plugins.declarations.logbooks.models import Logbook, LogbookStatus, RowOutcome
from plugins.declarations.models import Visit
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.plugins.declarations.logbooks.books import HEADINGS, visit_rows, workbook, workbook_of

JSON = {"Accept": "application/json"}
FAULTY = [
    (101, "Trần Thị Kín", "0912", "5/7/2021", "7h", "8h"),
    (102, "Lê Văn Mở", "0987654321", "", "7h", "8h"),
]


@pytest.fixture
def read(venue, editor, work):
    """read(data) uploads a book and has it read."""

    def run(data):
        services.upload(data, venue=venue, file_name="so.xlsx", year=None, by=editor)
        work()
        return Logbook.objects.latest("uploaded_at")

    return run


@pytest.fixture
def book(read):
    """Two sound rows, two faulty ones, waiting for confirmation."""
    return read(workbook([*visit_rows(2), *FAULTY]))


@pytest.fixture
def signed_in(client, editor):
    """The ward editor's browser."""
    client.force_login(editor)
    return client


def page(client, book, **query):
    address = reverse("declarations_logbook_modeladmin_inspect", args=[book.pk])
    return client.get(address, query).content.decode()


def send(client, book, what="mend", headers=None, **fields):
    address = reverse(f"declarations_logbook_{what}", args=[book.pk])
    return client.post(address, fields, headers=headers)


def fields_of(book, number, **cells):
    """What a row's inputs send; names of cells are their indexes behind a letter."""
    row = book.rows.get(row=number)
    texts = {f"c-{row.pk}-{name.lstrip('c')}": text for name, text in cells.items()}
    return {f"v-{row.pk}": version_of(row), **texts}


def test_every_cell_is_an_input_with_its_text(signed_in, book):
    row = book.rows.get(row=4)
    html = page(signed_in, book)
    assert f'name="c-{row.pk}-2" value="0912"' in html
    assert f'name="c-{row.pk}-1" value="Trần Thị Kín"' in html


def test_the_reason_belongs_to_its_cell(signed_in, book):
    row = book.rows.get(row=4)
    html = page(signed_in, book)
    cell = re.search(rf'<input name="c-{row.pk}-2"[^>]*>', html)[0]
    described = re.search(r'aria-describedby="([^"]+)"', cell)[1]
    assert 'aria-invalid="true"' in cell
    assert "10 chữ số" in re.search(rf'id="{described}">(.*?)</div>', html, re.S)[1]


def test_a_sheet_without_dates_has_the_day_beside_the_row(signed_in, read):
    rows = [("STT", "Họ tên", "SĐT", "Giờ vào"), ("Ngày 05/07/2021",), (1, "Lê An", "0912", "7h")]
    html = page(signed_in, read(workbook([*rows, (2, "Lê Bình", "0912345678", "7h")])))
    assert re.search(r'name="c-\d+-day" value="05/07/2021"', html)


def test_a_row_saved_by_the_script_comes_back_mended(signed_in, book):
    answer = send(signed_in, book, headers=JSON, **fields_of(book, 4, c2="0912345678")).json()
    row = book.rows.get(row=4)
    assert "Đã sửa" in answer["rows"][str(row.pk)]
    assert answer["said"] == "Dòng 4 đã sửa."
    assert answer["tabs"] == {"faulty": 1, "mended": 1, "aside": 0}
    assert (answer["importable"], answer["importable_text"]) == (3, "Nhập 3 lượt")


def test_a_row_with_faults_left_comes_back_with_them(signed_in, book):
    answer = send(signed_in, book, headers=JSON, **fields_of(book, 4, c2="", c4="25h")).json()
    (html,) = answer["rows"].values()
    assert "Không có giờ này" in html or 'aria-invalid="true"' in html
    assert answer["said"] == "Dòng 4 vẫn còn lỗi."


def test_what_comes_back_can_be_saved_again(signed_in, book):
    send(signed_in, book, headers=JSON, **fields_of(book, 4, c2="09123"))
    answer = send(signed_in, book, headers=JSON, **fields_of(book, 4, c2="0912345678")).json()
    assert answer["said"] == "Dòng 4 đã sửa."


def test_somebody_elses_change_is_told_and_kept(signed_in, book):
    mine = fields_of(book, 4, c2="0987654321")
    send(signed_in, book, headers=JSON, **fields_of(book, 4, c2="0912345678"))
    answer = send(signed_in, book, headers=JSON, **mine).json()
    (html,) = answer["rows"].values()
    assert "Người khác vừa sửa dòng này" in html
    assert 'value="0912345678"' in html
    assert "<mark>0987654321</mark>" in html


def test_without_a_script_all_rows_are_saved(signed_in, book):
    sent = fields_of(book, 4, c2="0912345678") | fields_of(book, 5, c3="5/7/2021")
    answer = send(signed_in, book, **sent)
    assert answer.status_code == 302
    assert set(book.rows.values_list("outcome", flat=True)) == {RowOutcome.MENDED}


def test_without_a_script_a_conflict_is_a_page_that_keeps_what_was_typed(signed_in, book):
    mine = fields_of(book, 4, c2="0987654321")
    send(signed_in, book, **fields_of(book, 4, c2="0912345678"))
    html = send(signed_in, book, **mine).content.decode()
    assert "<mark>0987654321</mark>" in html
    assert book.rows.get(row=4).outcome == RowOutcome.MENDED


def test_a_row_is_set_aside_and_taken_back(signed_in, book):
    row = book.rows.get(row=4)
    sent = send(signed_in, book, headers=JSON, aside=row.pk, **fields_of(book, 4)).json()
    assert sent["said"] == "Đã bỏ qua dòng 4."
    assert "Trần Thị Kín" in page(signed_in, book, rows="aside")
    sent = send(signed_in, book, headers=JSON, back=row.pk, **fields_of(book, 4)).json()
    assert sent["said"] == "Dòng 4 vẫn còn lỗi."


def test_setting_a_row_aside_saves_what_was_typed_elsewhere(signed_in, book):
    sent = fields_of(book, 4) | fields_of(book, 5, c3="5/7/2021")
    send(signed_in, book, aside=book.rows.get(row=4).pk, **sent)
    assert book.rows.get(row=5).outcome == RowOutcome.MENDED
    assert book.rows.get(row=4).outcome == RowOutcome.SET_ASIDE


def test_all_the_rest_is_set_aside(signed_in, book):
    send(signed_in, book, "rest")
    assert set(book.rows.values_list("outcome", flat=True)) == {RowOutcome.SET_ASIDE}


def test_rows_are_filtered_by_kind_of_fault(signed_in, book):
    html = page(signed_in, book, fault="date:date_missing")
    assert "Lê Văn Mở" in html
    assert 'value="Trần Thị Kín"' not in html


@pytest.mark.parametrize("fault", ["nonsense", "date:", "phone:x%", "date:nothing"])
def test_a_nonsense_filter_is_no_crash(signed_in, book, fault):
    assert "Lê Văn A" in page(signed_in, book, fault=fault, after="x.y", before="-1")


def test_a_value_is_filled_in_for_all_rows_with_a_fault(signed_in, book):
    answer = send(signed_in, book, "fill", fault="date:date_missing", value="5/7/2021")
    assert "Đã sửa 1 dòng" in signed_in.get(answer.url).content.decode()
    assert book.rows.get(row=5).outcome == RowOutcome.MENDED


def test_no_row_is_skipped_when_those_before_it_are_mended(signed_in, read, editor):
    faulty = [(n, f"Tên {chr(65 + n % 26)}", "0912", "5/7/2021", "7h", "") for n in range(70)]
    book = read(workbook([*visit_rows(1), *faulty]))
    html = page(signed_in, book)
    assert "Trang 1 trên 2" in html
    later = re.search(r"after=(\d+\.\d+)", html)[1]
    first = [row.pk for row in book.rows.all()[:50]]
    for pk in first[:10]:
        row = book.rows.get(pk=pk)
        mending.set_aside(book, pk, version_of(row), by=editor)
    html = page(signed_in, book, after=later)
    assert html.count("data-mend-row=") == 20
    assert "Trang 2 trên 2" in html
    assert not any(f'id="row-{pk}"' in html for pk in first)


def test_a_very_wide_sheet_shows_no_more_than_a_form_can_send(signed_in, read):
    wide = (*HEADINGS, *["Ghi chú"] * 60)
    faulty = [(n, "Lê An", "0912", "5/7/2021", "7h", "", *["x"] * 60) for n in range(40)]
    html = page(signed_in, read(workbook([wide, visit_rows(1)[1], *faulty])))
    assert html.count('<input name="c-') < 950


def test_sheets_stand_under_their_names(signed_in, read):
    sheets = {"Sáng": [HEADINGS, FAULTY[0], visit_rows(1)[1]], "Chiều": [HEADINGS, FAULTY[0]]}
    html = page(signed_in, read(workbook_of(sheets)))
    assert "<h3>Sáng</h3>" in html
    assert "<h3>Chiều</h3>" in html


def test_the_page_of_an_imported_book_mends_into_visits(signed_in, book, editor, work):
    services.confirm(book, by=editor)
    work()
    assert "data-mend-form" in page(signed_in, book)
    answer = send(signed_in, book, headers=JSON, **fields_of(book, 4, c2="0912345678")).json()
    assert answer["said"] == "Dòng 4 đã sửa và ghi nhận."
    assert Visit.objects.filter(logbook=book).count() == 3


def test_a_book_in_other_hands_is_told(signed_in, book):
    Logbook.objects.update(status=LogbookStatus.IMPORTING)
    answer = send(signed_in, book, headers=JSON, **fields_of(book, 4, c2="0912345678"))
    assert answer.status_code == 409
    assert "Hiện không sửa được" in answer.json()["said"]


def test_rows_that_are_no_longer_there_are_told(signed_in, book):
    sent = fields_of(book, 4, c2="0912345678")
    book.rows.all().delete()
    answer = send(signed_in, book, headers=JSON, **sent)
    assert (answer.status_code, "Hiện không sửa được" in answer.json()["said"]) == (409, True)


def test_who_may_only_look_gets_no_inputs(client, book, ward):
    viewer = UserFactory(areas=[ward], role=Role.WARD_EDITOR)
    viewer.groups.clear()
    codes = ("view_logbook", "access_admin")
    viewer.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client.force_login(viewer)
    html = page(client, book)
    assert "Trần Thị Kín" in html
    assert 'name="c-' not in html


@pytest.mark.parametrize("what", ["mend", "fill", "rest"])
def test_who_may_not_import_may_not_mend(client, book, ward, what):
    client.force_login(UserFactory(role=Role.TRACING, areas=[ward]))
    answer = send(client, book, what, **fields_of(book, 4, c2="0912345678"))
    assert (answer.status_code, answer.url) == (302, "/admin/")
    assert book.rows.get(row=4).outcome == RowOutcome.REFUSED


@pytest.mark.parametrize("what", ["mend", "fill", "rest"])
def test_another_wards_book_is_not_there(client, book, what):
    client.force_login(UserFactory(role=Role.WARD_EDITOR, areas=[AreaFactory()]))
    assert send(client, book, what, **fields_of(book, 4, c2="0912345678")).status_code == 404


def test_a_row_of_another_book_is_left_alone(signed_in, book, read):
    other = read(workbook([*visit_rows(3), *FAULTY]))
    send(signed_in, other, **fields_of(book, 4, c2="0912345678"))
    assert book.rows.get(row=4).outcome == RowOutcome.REFUSED


def test_the_grid_costs_a_constant_number_of_queries(
    signed_in, read, django_assert_max_num_queries
):
    faulty = [(n, "", "0912345678", "5/7/2021", "7h", "") for n in range(200)]
    book = read(workbook([*visit_rows(10), *faulty]))
    page(signed_in, book)
    with django_assert_max_num_queries(40):
        page(signed_in, book, fault="name:name_empty")


def test_forgotten_rows_are_shown_without_their_texts(signed_in, book, editor, work):
    services.confirm(book, by=editor)
    work()
    book.rows.update(sealed=None)
    Logbook.objects.update(forgotten=True)
    html = page(signed_in, book)
    assert "Trần Thị Kín" not in html
    assert 'name="c-' not in html
