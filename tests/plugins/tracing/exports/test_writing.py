"""Long lists do not need more memory than short ones."""

import tracemalloc
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from plugins.tracing.exports import files
from plugins.tracing.exports.kinds import Form
from plugins.tracing.exports.listing import Column
from plugins.tracing.exports.writing import written

ROWS = 100_000
MOST = 24 << 20  # bytes; the rows themselves are over 60 MB as objects, over 30 as XML


def rows() -> Iterator[list[Any]]:
    for number in range(ROWS):
        moment = datetime(2021, 7, 1 + number % 28, number % 24)
        yield [moment, moment, f"Nguyễn Thị {number}", f"09{number:08d}", f"00109{number:07d}"]


@pytest.mark.parametrize("form", list(Form))
def test_a_hundred_thousand_rows_fit_into_little_memory(form: Form) -> None:
    export = uuid4()
    tracemalloc.start()
    try:
        out = files.Writer(export)
        file = written(form, out, "Danh sách", [Column("x")] * 5)
        for row in rows():
            file.append(row)
        file.finish([("Số dòng", str(ROWS))])
        out.keep()
        read = sum(len(piece) for piece in files.pieces(export))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert read > 1 << 20
    assert peak < MOST
