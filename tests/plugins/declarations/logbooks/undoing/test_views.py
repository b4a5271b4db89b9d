"""Taking a book back in the admin: what is asked, what is shown afterwards, who may."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from audit.models import Action, AuditEntry
from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.jobs.control import Stopped
from plugins.declarations.logbooks.jobs.importing import ChunkWriter, import_logbook
from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from plugins.declarations.logbooks.undoing import services as undo
from plugins.declarations.logbooks.undoing import staying
from plugins.declarations.models import Visit
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.plugins.declarations.logbooks.books import visit_rows, workbook

CREATE = "declarations_logbook_modeladmin_create"


@pytest.fixture
def signed_in(client, editor):
    """The ward editor's browser."""
    client.force_login(editor)
    return client


@pytest.fixture
def read(venue, editor, work):
    """read(rows) gives a book that waits for confirmation."""

    def run(rows):
        book = services.upload(
            workbook(rows), venue=venue, file_name="so.xlsx", year=None, by=editor
        )
        work()
        return Logbook.objects.get(pk=book.pk)

    return run


@pytest.fixture
def imported(read, editor, work):
    """imported(rows) gives a book that is done."""

    def run(rows):
        book = read(rows)
        services.confirm(book, by=editor)
        work()
        return Logbook.objects.get(pk=book.pk)

    return run


def page(client, book, **query):
    address = reverse("declarations_logbook_modeladmin_inspect", args=[book.pk])
    return client.get(address, query).content.decode()


def at(name, book):
    return reverse(f"declarations_logbook_{name}", args=[book.pk])


def test_an_imported_book_can_be_taken_back(signed_in, imported):
    book = imported(visit_rows(3))
    assert at("take_back", book) in page(signed_in, book)


def test_the_question_says_what_goes_and_what_stays(signed_in, imported):
    book = imported(visit_rows(3))
    Visit.objects.filter(logbook_row=3).update(changed_at=timezone.now())
    other = imported(visit_rows(1))
    html = signed_in.get(at("take_back", book)).content.decode()
    for text in ("1 lượt</strong>", "2 lượt sẽ được giữ lại", "Đã được sửa lúc", "Sổ khác cũng có"):
        assert text in html
    assert str(other.pk) in html
    assert Visit.objects.count() == 3


def test_one_button_takes_it_back(signed_in, imported, work):
    book = imported(visit_rows(3))
    signed_in.post(at("take_back", book))
    assert "Đang hoàn tác" in page(signed_in, book)
    work()
    html = page(signed_in, book)
    assert "Đã hoàn tác lần nhập" in html
    assert "Nhập lại sổ này" in html
    assert not Visit.objects.exists()


def test_pressed_twice_it_is_taken_back_once(signed_in, imported, work):
    book = imported(visit_rows(3))
    signed_in.post(at("take_back", book))
    signed_in.post(at("take_back", book))
    work()
    book.refresh_from_db()
    assert (book.status, book.taken_back) == (LogbookStatus.UNDONE, 3)
    answer = signed_in.post(at("take_back", book), follow=True)
    assert "không thể hoàn tác" in answer.content.decode()


def test_what_stayed_is_listed_afterwards_page_by_page(signed_in, imported, work, monkeypatch):
    monkeypatch.setattr(staying, "STAYS_A_PAGE", 2)
    book = imported(visit_rows(3))
    Visit.objects.update(changed_at=timezone.now())
    signed_in.post(at("take_back", book))
    work()
    html = page(signed_in, book)
    assert "Trang 1 trên 2" in html
    assert html.count("Đã được sửa lúc") == 2
    assert page(signed_in, book, page=2).count("Đã được sửa lúc") == 1


def test_what_passed_on_is_listed_with_its_own_row(signed_in, imported, work):
    book = imported(visit_rows(3))
    other = imported([visit_rows(1)[0], visit_rows(3)[3]])
    signed_in.post(at("take_back", book))
    work()
    stay = staying.stays_page(Logbook.objects.get(pk=book.pk), "1").object_list[0]
    assert (stay.row, stay.held_by, stay.changed) == (4, other, None)


def test_a_page_of_stays_costs_a_constant_number_of_queries(
    signed_in, imported, django_assert_max_num_queries
):
    book = imported(visit_rows(60))
    imported(visit_rows(60))
    with django_assert_max_num_queries(20):
        signed_in.get(at("take_back", book))


def test_it_is_imported_again_with_one_button(signed_in, imported, work):
    book = imported(visit_rows(3))
    signed_in.post(at("take_back", book))
    work()
    answer = signed_in.post(at("again", book))
    again = Logbook.objects.exclude(pk=book.pk).get()
    assert answer.url.endswith(f"{again.pk}/")
    work()
    assert Logbook.objects.get(pk=again.pk).expected_new == 3


def test_only_what_was_taken_back_is_imported_again(signed_in, imported):
    book = imported(visit_rows(3))
    signed_in.post(at("again", book))
    assert Logbook.objects.count() == 1


def test_without_its_original_it_is_not_imported_again(signed_in, imported, work):
    book = imported(visit_rows(3))
    signed_in.post(at("take_back", book))
    work()
    BookFiles(book.pk).remove()
    answer = signed_in.post(at("again", book), follow=True)
    assert "không còn được lưu" in answer.content.decode()
    assert "Tải sổ lên lại" in page(signed_in, book)


@pytest.fixture
def half_way(read, editor, settings, monkeypatch, work):
    """A book of three chunks, the first of which is written when the worker is gone."""
    settings.PLUGIN_SETTINGS = {"declarations": {"rows_per_transaction": 10}}
    book = read(visit_rows(30))
    services.confirm(book, by=editor)
    write = ChunkWriter.write

    def once(self, ready, *args):
        if ready.number:
            raise Stopped
        write(self, ready, *args)

    with monkeypatch.context() as patched:
        patched.setattr(ChunkWriter, "write", once)
        import_logbook(Logbook.objects.get(pk=book.pk))
    return Logbook.objects.get(pk=book.pk)


def test_cancelling_an_import_asks_what_becomes_of_the_rows(signed_in, half_way):
    html = signed_in.get(at("cancel", half_way)).content.decode()
    assert "đã ghi nhận 10 lượt" in html
    assert "Dừng và giữ các lượt đã nhập" in html
    assert Logbook.objects.get().status == LogbookStatus.IMPORTING


def test_without_an_answer_the_import_goes_on(signed_in, half_way):
    signed_in.post(at("cancel", half_way), {"rows": "nonsense"})
    assert Logbook.objects.get().status == LogbookStatus.IMPORTING


def test_what_is_in_can_be_kept(signed_in, half_way, work):
    signed_in.post(at("cancel", half_way), {"rows": "keep"})
    work()
    html = page(signed_in, half_way)
    assert "10 lượt đã ghi trước đó vẫn được giữ" in html
    assert at("take_back", half_way) in html
    assert Visit.objects.count() == 10
    assert BookFiles(half_way.pk).original()


def test_or_everything_is_taken_back(signed_in, half_way, work):
    signed_in.post(at("cancel", half_way), {"rows": "take_back"})
    work()
    half_way.refresh_from_db()
    assert (half_way.status, half_way.taken_back) == (LogbookStatus.UNDONE, 10)
    assert not Visit.objects.exists()


def test_kept_rows_can_be_taken_back_later(signed_in, half_way, work):
    signed_in.post(at("cancel", half_way), {"rows": "keep"})
    signed_in.post(at("take_back", half_way))
    work()
    assert not Visit.objects.exists()


def test_a_preview_that_is_cancelled_is_discarded(
    signed_in, read, django_capture_on_commit_callbacks
):
    book = read(visit_rows(3))
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(at("cancel", book))
    book.refresh_from_db()
    assert book.status == LogbookStatus.CANCELLED
    assert not BookFiles(book.pk).folder.exists()


def test_a_failed_book_with_visits_can_be_gone_on_with_or_taken_back(signed_in, half_way):
    Logbook.objects.update(status=LogbookStatus.FAILED, problem="fault")
    html = page(signed_in, half_way)
    assert at("resume", half_way) in html
    assert at("take_back", half_way) in html


def test_a_taking_back_that_failed_can_only_be_gone_on_with(signed_in, half_way, editor, work):
    undo.take_back(half_way, by=editor)
    Logbook.objects.update(status=LogbookStatus.FAILED, problem="fault")
    assert "Tiếp tục hoàn tác" in page(signed_in, half_way)
    signed_in.post(at("resume", half_way))
    work()
    assert Logbook.objects.get().status == LogbookStatus.UNDONE


def test_the_page_tells_the_history(signed_in, imported, work, editor):
    book = imported(visit_rows(3))
    signed_in.post(at("take_back", book))
    work()
    html = page(signed_in, book)
    for text in (
        "Tải lên (ward)",
        "Đã đọc: 3 dòng",
        "Xác nhận nhập (ward)",
        "Đã hoàn tác: 3 lượt (ward)",
    ):
        assert text in html


def test_the_original_is_handed_out_on_record(signed_in, imported):
    book = imported(visit_rows(3))
    answer = signed_in.get(at("original", book))
    assert hashlib.sha256(answer.content).hexdigest() == book.sha256
    assert answer["Content-Type"] == "application/octet-stream"
    assert "so.xlsx" in answer["Content-Disposition"]
    question = f"logbook {book.pk.hex} original"
    assert AuditEntry.objects.filter(action=Action.EXPORT, question=question).exists()


def test_the_page_says_until_when_the_original_is_kept(signed_in, imported):
    book = imported(visit_rows(3))
    until = timezone.localtime(book.uploaded_at) + timedelta(days=30)
    html = page(signed_in, book)
    assert f"đến hết ngày {until:%d/%m/%Y}" in html
    assert at("original", book) in html


def test_an_original_that_is_gone_is_not_offered(signed_in, imported):
    book = imported(visit_rows(3))
    BookFiles(book.pk).remove()
    assert at("original", book) not in page(signed_in, book)
    assert signed_in.get(at("original", book)).status_code == 404


def upload(client, venue, data):
    sent = {
        "venue": str(venue.pk),
        "venue_text": venue.code,
        "file": SimpleUploadedFile("so.xlsx", data),
    }
    return client.post(reverse(CREATE), sent)


def test_the_same_file_again_is_noticed(signed_in, venue, work, editor):
    data = workbook(visit_rows(3))
    upload(signed_in, venue, data)
    work()
    first = Logbook.objects.get()
    services.confirm(first, by=editor)
    work()
    upload(signed_in, venue, data)
    again = Logbook.objects.latest("uploaded_at")
    html = page(signed_in, again)
    assert "Chính tệp này đã được tải lên" in html
    assert f"{first.pk}/" in html


def test_a_file_that_was_given_up_is_not_noticed(signed_in, venue, work):
    data = workbook(visit_rows(3))
    upload(signed_in, venue, data)
    signed_in.post(at("cancel", Logbook.objects.get()))
    upload(signed_in, venue, data)
    assert "Chính tệp này" not in page(signed_in, Logbook.objects.latest("uploaded_at"))


NAMES = ("take_back", "cancel", "again", "original")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_ward_finds_no_such_book(client, imported, name, method):
    book = imported(visit_rows(2))
    client.force_login(UserFactory(role=Role.WARD_EDITOR, areas=[AreaFactory()]))
    assert getattr(client, method)(at(name, book)).status_code in (404, 405)
    book.refresh_from_db()
    assert (book.status, Visit.objects.count()) == (LogbookStatus.DONE, 2)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", [Role.TRACING, Role.GATE, Role.DEPARTMENT])
def test_other_roles_may_not(client, imported, ward, name, role):
    book = imported(visit_rows(2))
    client.force_login(UserFactory(role=role, areas=[ward]))
    for method in (client.get, client.post):
        assert method(at(name, book)).status_code in (302, 403, 405)
    book.refresh_from_db()
    assert book.status == LogbookStatus.DONE
    assert not AuditEntry.objects.filter(action=Action.EXPORT).exists()
