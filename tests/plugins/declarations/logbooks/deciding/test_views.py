"""The page of possible duplicates: who may open it, what it shows, what its buttons do."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Action, AuditEntry
from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.models import Logbook, LogbookStatus, RowOutcome
from plugins.declarations.models import Visit
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.plugins.declarations.logbooks.books import HEADINGS, workbook
from tests.plugins.declarations.logbooks.tables import ZONE

SEVEN = datetime(2021, 7, 5, 7, 32, tzinfo=ZONE)
ROWS = [
    HEADINGS,
    (1, "Nguyễn Văn An", "", "5/7/2021", "7:30", "8:15"),
    (2, "Lê Thị Bình", "0987654321", "5/7/2021", "7:40", ""),
    (3, "Lê Thị Bình", "", "5/7/2021", "7:40", ""),
    (4, "Trần Văn Cường", "0987654322", "5/7/2021", "7:50", ""),
]


@pytest.fixture
def book(client, venue, editor, work):
    """A book with two rows to decide about, waiting for its confirmation."""
    VisitFactory(venue=venue, name="Nguyen Van An", phone="+84912345678", checked_in=SEVEN)
    book = services.upload(workbook(ROWS), venue=venue, file_name="so.xlsx", year=None, by=editor)
    work()
    client.force_login(editor)
    return Logbook.objects.get(pk=book.pk)


@pytest.fixture
def done(book, editor, work):
    """The same, imported."""
    services.confirm(book, by=editor)
    work()
    return Logbook.objects.get(pk=book.pk)


def address(book):
    return reverse("declarations_logbook_possible", args=[book.pk])


def press(client, book, row, decision):
    return client.post(address(book), {"row": row, "decision": decision}, follow=True)


def outcomes(book):
    return list(book.rows.order_by("row").values_list("row", "outcome"))


def test_row_and_visit_stand_side_by_side(client, book):
    page = client.get(address(book)).content.decode()
    for text in ("Nguyễn Văn An", "Nguyen Van An", "•••• 678", "07:30", "07:32", "Quét"):
        assert text in page
    assert "0912345678" not in page
    assert "912345678" not in page


def test_a_row_of_the_book_itself_is_shown_before_the_import(client, book):
    page = client.get(address(book)).content.decode()
    assert "sổ này, dòng 3" in page
    assert "•••• 321" in page


def test_it_is_shown_after_the_import_as_well(client, done):
    page = client.get(address(done)).content.decode()
    assert "sổ này, dòng 3" in page
    assert "•••• 321" in page


def test_the_book_s_page_leads_to_it(client, book):
    page = client.get(reverse("declarations_logbook_modeladmin_inspect", args=[book.pk]))
    assert address(book) in page.content.decode()


def test_queries_do_not_depend_on_rows(client, venue, editor, work):
    taken = []
    client.force_login(editor)
    for count in (3, 3, 30):
        rows = [(n, f"Lê Văn {n}", "", "5/7/2021", "7:30", "") for n in range(count)]
        for each in rows:
            VisitFactory(venue=venue, name=each[1], checked_in=SEVEN)
        data = workbook([HEADINGS, *rows])
        book = services.upload(data, venue=venue, file_name="so.xlsx", year=None, by=editor)
        work()
        with CaptureQueriesContext(connection) as queries:
            client.get(address(book))
        taken.append(len(queries))
    assert taken[1] == taken[2]


def test_another_person_before_the_import(client, book):
    press(client, book, book.rows.get(row=2).pk, "other")
    book.refresh_from_db()
    assert (book.expected_new, book.expected_duplicate) == (3, 1)
    assert outcomes(book) == [(2, RowOutcome.SEPARATE), (4, RowOutcome.POSSIBLE)]


def test_another_person_after_the_import(client, done):
    press(client, done, done.rows.get(row=2).pk, "other")
    done.refresh_from_db()
    assert (done.created, done.duplicate) == (3, 1)
    assert Visit.objects.filter(logbook=done, logbook_row=2, name="Nguyễn Văn An").exists()


def test_all_at_once(client, done):
    press(client, done, "all", "same")
    assert outcomes(done) == [(2, RowOutcome.DUPLICATE), (4, RowOutcome.DUPLICATE)]
    assert Visit.objects.count() == 3


def test_a_decision_after_the_import_goes_on_record_without_a_name(client, done, editor):
    press(client, done, "all", "other")
    entry = AuditEntry.objects.get(action=Action.CHANGE)
    assert (entry.account_name, entry.results) == (editor.username, 2)
    assert "Nguyễn" not in f"{entry.question}{entry.details}"


def test_the_second_of_two_editors_is_told(client, done):
    pk = done.rows.get(row=2).pk
    press(client, done, pk, "other")
    assert "Đã có người khác quyết định" in press(client, done, pk, "other").content.decode()
    assert Visit.objects.filter(logbook_row=2).count() == 1


@pytest.mark.parametrize("row", ["", "x", "0", "9" * 40, "-1"])
def test_nonsense_changes_nothing(client, book, row):
    press(client, book, row, "other")
    press(client, book, "all", "maybe")
    assert outcomes(book) == [(2, RowOutcome.POSSIBLE), (4, RowOutcome.POSSIBLE)]


@pytest.mark.parametrize("status", [LogbookStatus.IMPORTING, LogbookStatus.UNDOING])
def test_not_while_a_job_has_the_book(client, book, status):
    Logbook.objects.update(status=status)
    page = press(client, book, "all", "other").content.decode()
    assert "Hiện không quyết định được" in page
    assert 'name="decision"' not in page
    assert not book.rows.filter(outcome=RowOutcome.SEPARATE).exists()


def test_a_known_visit_that_is_gone_cannot_be_the_same(client, done):
    Visit.objects.exclude(logbook=done).delete()
    page = client.get(address(done)).content.decode()
    assert "Lượt đó không còn nữa" in page
    assert page.count('value="same"') == 2  # for all, and for the other row


def test_decided_rows_are_listed(client, done):
    press(client, done, done.rows.get(row=2).pk, "same")
    page = client.get(f"{address(done)}?show=decided").content.decode()
    assert "Cùng một lượt" in page
    assert "•••• 321" not in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_not_in_another_ward(client, book, method):
    client.force_login(UserFactory(role=Role.WARD_EDITOR, areas=[AreaFactory()]))
    answer = getattr(client, method)(address(book), {"row": "all", "decision": "other"})
    assert answer.status_code == 404
    assert not book.rows.filter(outcome=RowOutcome.SEPARATE).exists()


@pytest.mark.parametrize("role", [Role.TRACING, Role.GATE])
def test_not_without_the_right_to_import(client, book, ward, role):
    client.force_login(UserFactory(role=role, areas=[ward]))
    assert client.post(address(book), {"row": "all", "decision": "other"}).status_code in (302, 403)
    assert not book.rows.filter(outcome=RowOutcome.SEPARATE).exists()
