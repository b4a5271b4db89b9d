"""How much an account may upload in a day: told before, kept by the server."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from plugins.declarations.logbooks import quotas, services
from plugins.declarations.logbooks.jobs.direct import import_now
from plugins.declarations.logbooks.jobs.findings import Findings
from plugins.declarations.logbooks.models import Logbook, LogbookStatus
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.models import Visit
from tests.factories.accounts import SuperuserFactory, UserFactory
from tests.plugins.declarations.logbooks.books import visit_rows, workbook

CREATE = "declarations_logbook_modeladmin_create"


@pytest.fixture
def limits(settings):
    """limits(books_per_day=2) sets quotas."""

    def put(**given):
        settings.PLUGIN_SETTINGS = {"declarations": given}

    return put


@pytest.fixture
def upload(venue, editor):
    def run(by=editor, rows=1):
        return services.upload(
            workbook(visit_rows(rows)), venue=venue, file_name="so.xlsx", year=None, by=by
        )

    return run


def test_books_are_counted(upload, editor, limits):
    limits(books_per_day=3)
    upload()
    assert quotas.allowance(editor).books == 2


def test_the_last_one_may_the_next_may_not(upload, limits):
    limits(books_per_day=1)
    upload()
    with pytest.raises(BookProblem, match="books_quota"):
        upload()
    assert Logbook.objects.count() == 1


def test_tomorrow_there_is_a_new_quota(upload, limits):
    limits(books_per_day=1)
    upload()
    Logbook.objects.update(uploaded_at=timezone.now() - timedelta(days=1))
    assert upload()


def test_every_account_has_its_own(upload, limits):
    limits(books_per_day=1)
    upload()
    assert upload(by=SuperuserFactory())


def test_superusers_have_one_too(upload, limits):
    limits(books_per_day=1)
    admin = SuperuserFactory()
    upload(by=admin)
    with pytest.raises(BookProblem):
        upload(by=admin)


def test_zero_is_no_limit(upload, editor, limits):
    limits(books_per_day=0, rows_per_day=0)
    upload()
    left = quotas.allowance(editor)
    assert (left.books, left.rows, left.is_used_up) == (None, None, False)


def test_rows_that_were_read_count(upload, work, editor, limits):
    limits(rows_per_day=5)
    upload(rows=5)
    work()
    assert quotas.allowance(editor).rows == 0
    with pytest.raises(BookProblem, match="rows_quota"):
        upload()


def test_a_book_of_more_rows_than_are_left_is_not_imported_today(upload, work, editor, limits):
    limits(rows_per_day=5)
    book = upload(rows=6)
    work()
    book.refresh_from_db()
    with pytest.raises(BookProblem, match="rows_quota_left"):
        services.confirm(book, by=editor)
    book.refresh_from_db()
    assert book.status == LogbookStatus.PREVIEW


def test_the_page_of_such_a_book_says_so(client, upload, work, editor, limits):
    limits(rows_per_day=5)
    book = upload(rows=6)
    work()
    client.force_login(editor)
    address = reverse("declarations_logbook_confirm", args=[book.pk])
    html = client.post(address, follow=True).content.decode()
    assert "Sổ này có 6 dòng; hôm nay tài khoản của bạn chỉ còn được nhập 5 dòng" in html


def test_before_upload_the_page_tells_what_is_left(client, upload, editor, limits):
    limits(books_per_day=50, rows_per_day=500_000)
    for _ in range(7):
        upload()
    client.force_login(editor)
    html = client.get(reverse(CREATE)).content.decode()
    assert "Hôm nay bạn còn được nhập 43 sổ" in html
    assert "500.000 dòng" in html
    assert 'data-most-bytes="26214400"' in html


def test_what_is_used_up_is_told_before_upload(client, upload, editor, limits):
    limits(books_per_day=1)
    upload()
    client.force_login(editor)
    assert "có thể tải tiếp từ 00:00 ngày mai" in client.get(reverse(CREATE)).content.decode()


def test_an_upload_over_the_quota_says_when_it_is_free_again(client, venue, upload, editor, limits):
    limits(books_per_day=1)
    upload()
    client.force_login(editor)
    sent = {
        "venue": str(venue.pk),
        "venue_text": venue.code,
        "file": SimpleUploadedFile("so.xlsx", workbook(visit_rows(1))),
        "year": "2021",
    }
    html = client.post(reverse(CREATE), sent).content.decode()
    assert "tiếp tục từ 00:00 ngày mai" in html
    assert 'value="2021"' in html


def test_the_allowance_is_one_query(django_assert_num_queries, db):
    account = UserFactory()
    with django_assert_num_queries(1):
        quotas.allowance(account)


def test_a_book_that_is_read_again_counts_meanwhile(upload, work, editor, limits, monkeypatch):
    limits(rows_per_day=5)
    book = upload(rows=5)
    work()
    seen = []

    def asked(_findings, _chunk):
        seen.append(quotas.allowance(editor).rows)

    monkeypatch.setattr(Findings, "add", asked)
    services.give_year(book, 2021, by=editor)
    work()
    assert seen == [0]


def test_the_command_keeps_to_the_quota_too(venue, editor, limits):
    limits(rows_per_day=5)
    asked = {"file_name": "so.xlsx", "year": None, "venue": venue, "by": editor}
    with pytest.raises(BookProblem, match="rows_quota_left"):
        import_now(workbook(visit_rows(6)), **asked)
    assert not Visit.objects.exists()
    assert import_now(workbook(visit_rows(5)), **asked).created == 5
