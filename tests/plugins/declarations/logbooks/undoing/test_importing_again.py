"""A book imported again; its original; the same file noticed."""

import hashlib
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from audit.models import Action, AuditEntry
from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.models import Logbook
from tests.plugins.declarations.logbooks.books import visit_rows, workbook
from tests.plugins.declarations.logbooks.undoing.pages import at, page

CREATE = "declarations_logbook_modeladmin_create"


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
