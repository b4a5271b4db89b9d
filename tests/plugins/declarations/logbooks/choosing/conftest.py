"""Fixtures of the tests of choosing: the editor's browser, books read and read again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from plugins.declarations.logbooks.models import Logbook
from tests.plugins.declarations.logbooks.choosing.pages import address, as_shown, page


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
