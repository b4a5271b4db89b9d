"""Mending refused rows: what the rows, the counts and the visits are afterwards."""

import pytest

from audit.models import Action, AuditEntry
from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.jobs.direct import import_now
from plugins.declarations.logbooks.jobs.rows import texts_of
from plugins.declarations.logbooks.mending import services as mending
from plugins.declarations.logbooks.mending.row_changes import Closed
from plugins.declarations.logbooks.mending.services import Edit, version_of
from plugins.declarations.logbooks.models import Logbook, LogbookStatus, RowOutcome
from plugins.declarations.models import Visit
from plugins.declarations.services import unsealed
from tests.plugins.declarations.logbooks.books import HEADINGS, visit_rows, workbook

PHONE = "2"  # index of its column
FAULTY = [
    (101, "Trần Thị Kín", "0912", "5/7/2021", "7h", "8h"),
    (102, "Lê Văn Mở", "0987654321", "", "7h", "8h"),
    (103, "", "0987654322", "", "7h", "8h"),
]


@pytest.fixture
def book(venue, editor, work):
    """A book that waits for confirmation: two sound rows, three faulty ones."""
    services.upload(
        workbook([*visit_rows(2), *FAULTY]),
        venue=venue,
        file_name="so.xlsx",
        year=None,
        by=editor,
    )
    work()
    return Logbook.objects.get()


@pytest.fixture
def imported(book, editor, work):
    """The same, imported."""
    services.confirm(book, by=editor)
    work()
    book.refresh_from_db()
    return book


def row(book, number):
    return book.rows.get(row=number)


def type_in(book, number, by, **cells):
    """Type into cells of a row; names of cells are their indexes behind a letter."""
    return type_into(book, row(book, number), by, **cells)


def type_into(book, seen, by, **cells):
    texts = {name.lstrip("c"): text for name, text in cells.items()}
    (result,) = mending.save(book, [Edit(seen.pk, version_of(seen), texts)], by=by)
    return result


def counts(book):
    book.refresh_from_db()
    return book.refused, book.set_aside, book.expected_new, book.expected_duplicate


def accounted(book):
    book.refresh_from_db()
    return book.read == book.created + book.duplicate + book.refused + book.set_aside


def test_a_mended_row_waits_for_the_import(book, editor):
    assert type_in(book, 4, editor, c2="0912345678").state == "saved"
    assert row(book, 4).outcome == RowOutcome.MENDED
    assert counts(book) == (2, 0, 3, 0)


def test_a_mended_row_goes_in_with_the_import(book, editor, work):
    type_in(book, 4, editor, c2="0912345678")
    services.confirm(book, by=editor)
    work()
    visit = Visit.objects.get(logbook=book, logbook_row=4)
    assert (visit.name, unsealed(visit)["phone"]) == ("Trần Thị Kín", "+84912345678")
    assert accounted(book)


def test_the_cells_of_the_book_are_kept(book, editor):
    type_in(book, 4, editor, c2="0912345678")
    texts = texts_of(book, row(book, 4))
    assert (texts["cells"][2], texts["mended"][2]) == ("0912", "0912345678")


def test_what_is_wrong_still_is_kept_with_what_was_typed(book, editor):
    type_in(book, 4, editor, c2="09123")
    changed = row(book, 4)
    assert changed.faults == [["phone", "phone_length"]]
    assert texts_of(book, changed)["mended"][2] == "09123"


def test_kinds_of_faults_are_counted_anew(book, editor):
    type_in(book, 6, editor, c1="Trần Sơn")
    book.refresh_from_db()
    assert book.findings["faults"] == {"phone:phone_length": 1, "date:date_missing": 2}


def test_a_mended_row_that_is_known_already_is_a_duplicate_to_come(book, editor):
    known = workbook(visit_rows(1))
    import_now(known, file_name="a.xlsx", year=None, venue=book.venue, by=editor)
    type_in(book, 4, editor, **{f"c{at}": str(text) for at, text in enumerate(visit_rows(1)[1])})
    assert row(book, 4).visit_id == Visit.objects.get().pk
    assert counts(book) == (2, 0, 2, 1)


def test_a_mended_row_can_be_spoilt_again(book, editor):
    type_in(book, 4, editor, c2="0912345678")
    type_in(book, 4, editor, c2="0912")
    assert row(book, 4).outcome == RowOutcome.REFUSED
    assert counts(book) == (3, 0, 2, 0)


def test_nothing_typed_changes_nothing(book, editor):
    seen = row(book, 4)
    assert type_into(book, seen, editor, c1=" Trần  Thị Kín").state == "unchanged"
    assert version_of(row(book, 4)) == version_of(seen)


def test_a_stale_edit_overwrites_nothing(book, editor):
    seen = row(book, 4)
    type_into(book, seen, editor, c2="0912345678")
    result = type_into(book, seen, editor, c2="0987654321")
    assert result.state == "stale"
    assert texts_of(book, row(book, 4))["mended"][2] == "0912345678"
    assert counts(book) == (2, 0, 3, 0)


def test_the_same_edit_twice_is_no_conflict(book, editor):
    seen = row(book, 4)
    type_into(book, seen, editor, c2="0912345678")
    assert type_into(book, seen, editor, c2="0912345678").state == "unchanged"


def test_a_row_set_aside_counts_as_such(book, editor):
    seen = row(book, 4)
    mending.set_aside(book, seen.pk, version_of(seen), by=editor)
    assert row(book, 4).outcome == RowOutcome.SET_ASIDE
    assert counts(book) == (2, 1, 2, 0)


def test_a_row_taken_back_has_its_faults_again(book, editor):
    for change in (mending.set_aside, mending.take_back):
        seen = row(book, 4)
        change(book, seen.pk, version_of(seen), by=editor)
    assert row(book, 4).faults == [["phone", "phone_length"]]
    assert counts(book) == (3, 0, 2, 0)


def test_a_stale_button_does_nothing(book, editor):
    seen = row(book, 4)
    type_into(book, seen, editor, c2="0912345678")
    assert mending.set_aside(book, seen.pk, version_of(seen), by=editor).state == "stale"
    assert counts(book) == (2, 0, 3, 0)


def test_all_the_rest_is_set_aside_at_once(book, editor, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        assert mending.set_rest_aside(book, "", by=editor) == 3
    assert counts(book) == (0, 3, 2, 0)
    assert book.findings["faults"] == {}


def test_only_the_rows_with_one_fault_are_set_aside(book, editor):
    assert mending.set_rest_aside(book, "date:date_missing", by=editor) == 2
    assert counts(book) == (1, 2, 2, 0)
    assert book.findings["faults"] == {"phone:phone_length": 1}


def test_one_value_fills_a_column_of_all_rows_with_a_fault(book, editor):
    filled = mending.fill(book, "date:date_missing", "5/7/2021", by=editor)
    assert (filled.mended, filled.faulty, filled.left) == (1, 1, 0)
    assert row(book, 5).outcome == RowOutcome.MENDED
    assert row(book, 6).faults == [["name", "name_empty"]]


def test_filling_in_goes_on_where_it_stopped(book, editor, monkeypatch):
    monkeypatch.setattr(mending, "FILL_AT_ONCE", 1)
    assert mending.fill(book, "date:date_missing", "5/7/2021", by=editor).left == 1
    assert mending.fill(book, "date:date_missing", "5/7/2021", by=editor).left == 0


def test_a_missing_time_is_filled_in_beside_the_day_of_the_cell(venue, editor, work):
    headings = ("STT", "Họ và tên", "Số điện thoại", "Ngày giờ")
    sound = (1, "Lê Văn A", "0987654321", "15/7/2021 7h")
    faulty = [(n, "Lê Văn Mở", f"098765432{n}", f"1{n}/7/2021") for n in (6, 7)]
    services.upload(
        workbook([headings, sound, *faulty]), venue=venue, file_name="so.xlsx", year=None, by=editor
    )
    work()
    book = Logbook.objects.get()

    filled = mending.fill(book, "time_in:time_missing", "8h", by=editor)

    assert filled.mended == 2


def test_filling_in_nonsense_leaves_nothing_to_come(book, editor):
    filled = mending.fill(book, "date:date_missing", "31/2/2021", by=editor)
    assert (filled.mended, filled.faulty, filled.left) == (0, 2, 0)


def test_saving_many_rows_costs_a_constant_number_of_queries(
    venue, editor, work, django_assert_max_num_queries
):
    faulty = [(n, f"Lê A{'BCDE'[n % 4]}", "0912", "5/7/2021", "7h", "8h") for n in range(50)]
    services.upload(
        workbook([HEADINGS, *faulty]), venue=venue, file_name="a.xlsx", year=None, by=editor
    )
    work()
    book = Logbook.objects.get()
    edits = [
        Edit(each.pk, version_of(each), {PHONE: f"09{each.row:08d}"}) for each in book.rows.all()
    ]
    with django_assert_max_num_queries(16):
        results = mending.save(book, edits, by=editor)
    assert {result.row.outcome for result in results} == {RowOutcome.MENDED}
    assert counts(book) == (0, 0, 50, 0)


def test_after_the_import_a_mended_row_is_a_visit_at_once(imported, editor):
    type_in(imported, 4, editor, c2="0912345678")
    visit = Visit.objects.get(logbook=imported, logbook_row=4)
    assert row(imported, 4).visit_id == visit.pk
    assert (imported.created, imported.refused) == (3, 2)
    assert accounted(imported)


def test_after_the_import_a_mended_row_that_is_known_is_a_duplicate(imported, editor):
    cells = {f"c{at}": str(text) for at, text in enumerate(visit_rows(1)[1])}
    type_in(imported, 4, editor, **cells)
    assert row(imported, 4).outcome == RowOutcome.DUPLICATE
    assert (imported.created, imported.duplicate) == (2, 1)
    assert accounted(imported)


def test_mending_an_imported_book_goes_on_record(imported, editor):
    type_in(imported, 4, editor, c2="0912345678")
    entry = AuditEntry.objects.filter(action=Action.IMPORT).latest("pk")
    assert (entry.account, entry.results) == (editor, 1)
    assert entry.details["logbook"] == imported.pk.hex


def test_a_recorded_row_is_not_mended_again(imported, editor):
    type_in(imported, 4, editor, c2="0912345678")
    assert type_in(imported, 4, editor, c2="0987654321").state == "stale"
    assert Visit.objects.filter(logbook=imported).count() == 3


def test_rows_set_aside_stay_accounted_for_after_the_import(book, editor, work):
    mending.set_rest_aside(book, "", by=editor)
    services.confirm(book, by=editor)
    work()
    assert accounted(book)


@pytest.mark.parametrize("status", [LogbookStatus.IMPORTING, LogbookStatus.CANCELLED])
def test_a_book_in_other_hands_is_closed(book, editor, status):
    Logbook.objects.update(status=status)
    with pytest.raises(Closed):
        type_in(book, 4, editor, c2="0912345678")
