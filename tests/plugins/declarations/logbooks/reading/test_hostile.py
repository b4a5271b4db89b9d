"""Hostile and spoilt files: read or refused, quickly and within little memory."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plugins.declarations.apps import DeclarationsConfig
from plugins.declarations.logbooks import services
from plugins.declarations.logbooks.messages import book_text
from plugins.declarations.logbooks.models import Logbook
from plugins.declarations.models import Visit
from plugins.qr_venues.models import Venue
from tests.plugins.declarations.logbooks.books import visit_rows, workbook
from tests.plugins.declarations.logbooks.reading.corpus import CORPUS, Hostile
from tests.plugins.declarations.logbooks.reading.hostile import VISITS
from tests.plugins.declarations.logbooks.reading.measured import measured

SECONDS = 10
MEGABYTES = 300


@pytest.mark.parametrize("hostile", CORPUS, ids=lambda hostile: hostile.name)
def test_hostile_files(hostile: Hostile, tmp_path: Path):
    path = tmp_path / "book"
    path.write_bytes(hostile.make())
    limit = DeclarationsConfig.default_settings["reader_memory_mb"]
    found = measured(path, hostile.file_name, limit)
    assert (
        (found.code in hostile.codes)
        if hostile.codes
        else (found.code, found.entries) == ("", VISITS)
    )
    assert found.seconds < SECONDS
    assert found.megabytes < MEGABYTES


REFUSED = ("growing entities in book", "a million cells far to the right", "a wrong checksum")


@pytest.mark.parametrize(
    "hostile", [hostile for hostile in CORPUS if hostile.name in REFUSED], ids=lambda h: h.name
)
def test_the_book_is_refused_and_the_next_one_imports(
    hostile: Hostile, venue: Venue, editor: Any, work: Callable[[], int]
):
    def upload(data: bytes) -> Logbook:
        return services.upload(data, venue=venue, file_name=hostile.file_name, year=None, by=editor)

    bad, good = upload(hostile.make()), upload(workbook(visit_rows(VISITS)))
    work()
    bad.refresh_from_db()
    assert (bad.status, bad.problem in hostile.codes) == ("failed", True)
    services.confirm(Logbook.objects.get(pk=good.pk), by=editor)
    work()
    assert Visit.objects.filter(logbook=good).count() == VISITS


@pytest.mark.parametrize("code", sorted({code for each in CORPUS for code in each.codes}))
def test_every_refusal_has_a_sentence_of_its_own(code: str):
    assert book_text(code, {}) != book_text("fault", {})
