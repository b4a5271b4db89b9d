"""Taking a book back in the admin: what is asked, what is shown afterwards, who may."""

import pytest
from django.utils import timezone

from audit.models import Action, AuditEntry
from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from plugins.declarations.logbooks.undoing import staying
from plugins.declarations.models import Visit
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.plugins.declarations.logbooks.books import visit_rows
from tests.plugins.declarations.logbooks.undoing.pages import at, page


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


def test_a_book_that_brought_nothing_is_not_taken_back(signed_in, read, editor):
    book = read(visit_rows(3))
    services.cancel(book, by=editor)
    answer = signed_in.post(at("take_back", book), follow=True)
    assert "không thể hoàn tác" in answer.content.decode()
    book.refresh_from_db()
    assert book.status == LogbookStatus.CANCELLED


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
