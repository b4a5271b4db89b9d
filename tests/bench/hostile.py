"""import.hostile_over_legal: refusing a hostile file against importing the largest legal one."""

import tempfile
from pathlib import Path

from plugins.declarations.apps import DeclarationsConfig
from tests.bench.memory import LARGE, imported
from tests.bench.report import Figure
from tests.plugins.declarations.logbooks.reading.corpus import CORPUS, Hostile
from tests.plugins.declarations.logbooks.reading.measured import measured


def measure() -> list[Figure]:
    """The slowest refusal of the corpus against the import of 500,000 rows."""
    refusals = [_seconds(hostile) for hostile in CORPUS if hostile.codes]
    slowest, legal = max(refusals), imported(LARGE).seconds
    shown = f"{len(refusals)} files against {LARGE:,} rows"
    return [Figure("import.hostile_over_legal", slowest / legal, slowest, legal, "s", shown)]


def _seconds(hostile: Hostile) -> float:
    """How long refusing a file takes. Raises RuntimeError if it is not refused."""
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).write_bytes(hostile.make())
        limit = DeclarationsConfig.setting("reader_memory_mb")
        found = measured(Path(file.name), hostile.file_name, limit)
    if found.code not in hostile.codes:
        raise RuntimeError(f"{hostile.name}: {found}")
    return found.seconds
