"""Hostile and spoilt files: read or refused, quickly and within little memory."""

from pathlib import Path

import pytest

from plugins.declarations.apps import DeclarationsConfig
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
