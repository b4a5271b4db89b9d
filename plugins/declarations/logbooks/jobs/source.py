"""A book's rows as they come from the reading process, in chunks that are written together."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from plugins.declarations.apps import DeclarationsConfig
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.reading.process import Request, answers
from plugins.declarations.logbooks.understanding.choices import Choices
from plugins.declarations.logbooks.understanding.entries import Refused
from plugins.declarations.logbooks.understanding.layout import BookLayout


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows to be written in one transaction. ``entries`` and ``ignored`` as their to_list gives
    them; ``marked`` are entries of rows that our result workbook, come back, says are settled;
    ``scanned`` rows of the book have been looked at so far. ``line`` is all of it as JSON.
    """

    number: int
    line: bytes
    entries: list[list[Any]]
    refused: list[Refused]
    ignored: list[list[Any]]
    scanned: int
    marked: list[list[Any]]


@dataclass(frozen=True, slots=True)
class Source:
    """A book being read: its layout, how many rows of any kind it has, a few of its texts.

    ``texts`` holds "samples" (sheet number → column index → first texts, of columns without a
    heading too), "conversions" ([before, after] of texts in an older code), "tops" (number of a
    sheet that is not read → its first rows, for the editor to say what they are) and "titles"
    (texts above the headings).
    """

    layout: BookLayout
    rows: int
    texts: dict[str, Any]
    chunks: Iterator[Chunk]


def request(
    mode: str, file_name: str, year: int | None = None, choices: Choices | None = None
) -> Request:
    """What is asked of the reading process, with the limits from the settings."""
    setting = DeclarationsConfig.setting
    return Request(
        mode=mode,
        file_name=file_name,
        year=year,
        choices=(choices or Choices()).to_json(),
        zone=settings.TIME_ZONE,
        today=timezone.localdate().isoformat(),
        chunk_rows=setting("rows_per_transaction"),
        memory_mb=setting("reader_memory_mb"),
        seconds=setting("reader_seconds"),
    )


@contextmanager
def open_book(
    data: bytes, file_name: str, year: int | None, choices: Choices | None = None
) -> Iterator[Source]:
    """Survey a book and read it. Raises BookProblem at once or while its chunks are taken.

    A book without a sheet that can be read is of the second kind: its layout and texts are here.
    """
    with answers(request("entries", file_name, year, choices), data) as lines:
        del data  # the reading process has it, and a book may be large
        first = next(lines, None)
        if first is None:
            raise BookProblem("broken")
        head = json.loads(first)
        layout = BookLayout.from_json(head["layout"])
        chunks = (parse_chunk(number, line) for number, line in enumerate(lines))
        texts = {key: head[key] for key in ("samples", "conversions", "tops", "titles")}
        yield Source(layout, head["rows"], texts, chunks)


def parse_chunk(number: int, line: bytes) -> Chunk:
    """A chunk as the reading process wrote it."""
    data = json.loads(line)
    refused = [Refused.from_list(row) for row in data["refused"]]
    entries, ignored = data["entries"], data["ignored"]
    return Chunk(number, line, entries, refused, ignored, data["scanned"], data.get("marked", []))
