"""Fixtures of the tests of taking back: the editor's browser, books read and imported."""

import pytest

from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.models import Logbook
from tests.plugins.declarations.logbooks.books import workbook


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
