"""The reading process: what it answers, and that nothing in a file can hurt us."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date, datetime, time

import pytest

from plugins.declarations.logbooks.jobs.source import request
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.reading.process import answers, cells
from tests.plugins.declarations.logbooks.books import (
    HEADINGS,
    SAMPLES,
    large_workbook,
    visit_rows,
    workbook,
    workbook_of,
)


def read(data, mode="entries", **limits):
    asked = replace(request(mode, "so.xlsx"), **limits)
    with answers(asked, data) as lines:
        return list(lines)


def code_of(data, **limits):
    with pytest.raises(BookProblem) as caught:
        read(data, **limits)
    return caught.value.code


def test_rows_come_in_chunks():
    head, *chunks = map(json.loads, read(workbook(visit_rows(25)), chunk_rows=10))
    assert head["rows"] == 26
    assert [len(chunk["entries"]) for chunk in chunks] == [10, 10, 5]
    assert [chunk["scanned"] for chunk in chunks] == [11, 21, 26]


def test_the_first_chunk_is_small():
    _head, *chunks = map(json.loads, read(workbook(visit_rows(700)), chunk_rows=400))
    assert [len(chunk["entries"]) for chunk in chunks] == [200, 400, 100]


def test_first_texts_of_each_column_come_along():
    head = json.loads(read(workbook(visit_rows(25)))[0])
    assert head["samples"]["1"]["2"] == ["0900000000", "0900000001", "0900000002"]


def test_hidden_sheets_are_left_out_and_said_so():
    data = workbook_of({"Sổ": visit_rows(2), "Cũ": visit_rows(3)}, hidden=["Cũ"])
    head, chunk = map(json.loads, read(data))
    assert [(s["name"], s["why"]) for s in head["layout"]["left_out"]] == [("Cũ", "hidden")]
    assert len(chunk["entries"]) == 2


def test_cells_come_as_they_are():
    row = ["chữ", 1.5, date(2021, 7, 5), datetime(2021, 7, 5, 7, 30), time(7, 30)]
    (line,) = read(workbook([row]), mode="cells")
    assert cells(line) == {"sheet": 1, "name": "Sổ", "cells": [[1, row]]}


def test_a_column_left_empty_on_the_left_is_counted():
    rows = [["", *row] for row in visit_rows(1)]
    layout = json.loads(read(workbook(rows))[0])["layout"]
    assert layout["sheets"][0]["columns"][0]["index"] == 1


def test_csv():
    _head, chunk = map(json.loads, read((SAMPLES / "sample_old_csv.csv").read_bytes()))
    assert len(chunk["entries"]) == 150


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (workbook([[]]), "empty"),
        (b"%PDF-1.4", "not_workbook"),
        (workbook([["ghi chú"], ["không có bảng"]]), "no_header"),
        (workbook([["STT", "Số điện thoại", "Ngày"], [1, "0912345678", "5/7"]]), "missing_columns"),
        (workbook([HEADINGS])[:-300], "broken"),
    ],
)
def test_files_that_are_no_books(data, code):
    assert code_of(data) == code


def changed(data, part, change):
    """The workbook with one part of its zip changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content) if name == part else content)
    return out.getvalue()


def test_a_broken_part_inside_the_zip():
    data = changed(
        workbook(visit_rows(1)), "xl/worksheets/sheet1.xml", lambda _: b"<worksheet><sheetData><row"
    )
    assert code_of(data) == "broken"


def test_all_sheets_hidden():
    data = changed(
        workbook(visit_rows(1)),
        "xl/workbook.xml",
        lambda xml: xml.replace(b'state="visible"', b'state="hidden"'),
    )
    assert code_of(data) == "only_hidden"


def test_too_little_memory():
    assert code_of(large_workbook(150_000), memory_mb=100) == "too_large"


def test_too_little_time():
    assert code_of(large_workbook(150_000), seconds=1) == "too_slow"


def test_nothing_of_ours_goes_along(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://nobody@192.0.2.1/none")
    monkeypatch.setenv("FIELD_KEYS", "secret")
    seen = {}
    started = __import__("subprocess").Popen

    def watched(*args, **kwargs):
        seen.update(kwargs["env"])
        return started(*args, **kwargs)

    monkeypatch.setattr("plugins.declarations.logbooks.reading.process.subprocess.Popen", watched)
    read(workbook(visit_rows(1)))
    assert set(seen) == {"PYTHONPATH", "PATH", "LANG"}


def test_the_process_ends_when_nobody_listens_any_more(monkeypatch):
    processes = []
    started = __import__("subprocess").Popen

    def watched(*args, **kwargs):
        processes.append(started(*args, **kwargs))
        return processes[-1]

    monkeypatch.setattr("plugins.declarations.logbooks.reading.process.subprocess.Popen", watched)
    with answers(request("entries", "so.xlsx"), workbook(visit_rows(5000))) as lines:
        next(lines)
    assert processes[0].returncode is not None
