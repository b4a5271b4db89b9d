"""manage.py import_logbook: what it answers, what it writes, what it refuses."""

import json
import os
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from plugins.declarations.logbooks import files
from plugins.declarations.logbooks.jobs import direct
from plugins.declarations.logbooks.jobs.control import Stopped
from plugins.declarations.logbooks.models import Logbook
from plugins.declarations.models import Visit
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.declarations.logbooks.books import HEADINGS, SAMPLES, visit_rows, workbook

MESSY = str(SAMPLES / "sample_messy.xlsx")


@pytest.fixture
def run(capsys, venue, editor):
    """run(file, *options) gives the JSON that the command printed, and nothing else."""

    def called(file, *options, user=None):
        who = (user or editor).username
        call_command(
            "import_logbook", str(file), "--venue", venue.code, "--as", who, "--json", *options
        )
        return json.loads(capsys.readouterr().out)

    return called


@pytest.fixture
def book(tmp_path):
    """book(rows) is the path of a workbook."""

    def made(rows):
        path = tmp_path / "so.xlsx"
        path.write_bytes(workbook(rows))
        return path

    return made


def test_without_confirm_nothing_is_written_anywhere(run, private_root):
    answer = run(MESSY)
    assert (answer["read"], answer["created"], answer["duplicate"]) == (231, 176, 11)
    assert answer["result_workbook"] is None
    assert not Visit.objects.exists()
    assert not Logbook.objects.exists()
    assert not private_root.exists()


def test_the_keys_of_the_answer(run):
    answer = run(MESSY)
    assert list(answer) == [
        "read", "created", "duplicate", "refused", "errors", "result_workbook",
    ]  # fmt: skip
    assert answer["errors"][0] == {
        "sheet": "Trang1",
        "row": 7,
        "column": "phone",
        "code": "phone_length",
        "message": "Số điện thoại này thiếu hoặc thừa chữ số. Số di động có 10 chữ số, "
        "ví dụ 0912 345 678.",
    }


def test_each_fault_is_explained_in_vietnamese(run):
    messages = {error["code"]: error["message"] for error in run(MESSY)["errors"]}
    assert messages["date_impossible"] == "Không có ngày này."
    assert messages["name_empty"] == "Thiếu họ tên."
    assert messages["time_impossible"] == "Không có giờ này trong ngày."


def test_the_result_workbook_can_be_opened(run):
    path = Path(run(MESSY, "--confirm")["result_workbook"])
    sheet = load_workbook(path).active
    marks = [sheet.cell(row, 1).value for row in (3, 4, 7, 13, 235)]
    assert marks[0].startswith("Kết quả (sổ ")
    assert marks[1] == "đã nhập"
    assert marks[2].startswith("lỗi: ")
    assert marks[3] == "trùng"
    assert marks[4] is None
    assert path.stat().st_mode & 0o77 == 0


def test_the_year_can_be_given(run, book):
    path = book([HEADINGS, (1, "Lê A", "0912345678", "5/7", "7h", "")])
    assert run(path, "--year", "2021")["created"] == 1


def test_a_book_without_a_year_asks_for_it(run, book):
    path = book([HEADINGS, (1, "Lê A", "0912345678", "5/7", "7h", "")])
    with pytest.raises(CommandError, match="Sổ không ghi năm"):
        run(path, "--confirm")
    assert not Logbook.objects.exists()


def test_in_words(capsys, venue, editor, book):
    path = str(book([*visit_rows(2), (9, "", "0912345678", "5/7/2021", "7h", "")]))
    call_command("import_logbook", path, "--venue", venue.code, "--as", editor.username)
    said = capsys.readouterr().out
    assert "Đã đọc 3, ghi nhận 2, trùng 0, từ chối 1." in said
    assert "Sổ!4: Thiếu họ tên." in said
    assert "--confirm" in said


@pytest.mark.parametrize("options", [(), ("--confirm",)])
def test_an_account_of_another_ward(run, options):
    stranger = UserFactory(role=Role.WARD_EDITOR, areas=[VenueFactory().area])
    with pytest.raises(CommandError, match="không được nhập sổ"):
        run(MESSY, *options, user=stranger)


def test_an_account_without_the_permission(run):
    with pytest.raises(CommandError, match="không được nhập sổ"):
        run(MESSY, "--confirm", user=UserFactory(role=Role.TRACING, everywhere=True))


def test_an_unknown_account(venue):
    with pytest.raises(CommandError, match="Không có tài khoản “nobody”"):
        call_command("import_logbook", MESSY, "--venue", venue.code, "--as", "nobody")


def test_a_closed_account(run, editor):
    editor.is_active = False
    editor.save()
    with pytest.raises(CommandError, match=f"Tài khoản “{editor.username}” đã"):
        run(MESSY)


@pytest.mark.parametrize("year", ["1999", "9999", "-1", "abc", "9" * 5000])
def test_a_year_that_cannot_be(run, year):
    with pytest.raises(CommandError, match=r"^--year: ") as refused:
        run(MESSY, "--year", year)
    assert "year" not in str(refused.value).removeprefix("--year")


def test_cancelled_in_the_admin_meanwhile(run, monkeypatch):
    def stopped(*args):
        raise Stopped

    monkeypatch.setattr(direct.ChunkWriter, "write", stopped)
    with pytest.raises(CommandError, match="đã bị dừng từ trang quản trị"):
        run(MESSY, "--confirm")


def test_an_unknown_venue(editor):
    with pytest.raises(CommandError, match="Không có địa điểm mang mã “NONE22”"):
        call_command("import_logbook", MESSY, "--venue", "NONE22", "--as", editor.username)


def test_a_file_that_is_not_there(run, tmp_path):
    with pytest.raises(CommandError, match=r"Không đọc được “.*none\.xlsx”: không có tệp này"):
        run(tmp_path / "none.xlsx")


def test_a_folder(run, tmp_path):
    with pytest.raises(CommandError, match="đây là thư mục"):
        run(tmp_path)


def test_the_readable_result_is_private_and_lasts_a_day(run, private_root):
    path = Path(run(MESSY, "--confirm")["result_workbook"])
    assert path.parent.stat().st_mode & 0o77 == 0
    assert not list((private_root / "logbooks").rglob("*.xlsx"))
    call_command("delete_expired_visits")
    assert path.exists()
    yesterday = time.time() - files.READABLE_FOR.total_seconds() - 1
    os.utime(path, (yesterday, yesterday))
    call_command("delete_expired_visits")
    assert not path.exists()


def test_the_next_run_removes_old_readable_results(run, book):
    path = Path(run(MESSY, "--confirm")["result_workbook"])
    os.utime(path, (0, 0))
    run(book(visit_rows(1)), "--confirm")
    assert not path.exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Tệp rỗng"),
        (b"%PDF-1.4", "không phải bảng tính"),
        (b"<html></html>", "trang web"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (workbook([["x"]])[:-100], "bị hỏng"),
        (workbook([["ghi chú"], ["y"]]), "Không tìm thấy dòng tiêu đề"),
        (workbook([["STT", "SĐT", "Ngày"]]), "Không tìm thấy các cột: Họ"),
        (workbook([HEADINGS]), "không có lượt vào nào"),
    ],
)
@pytest.mark.parametrize("options", [(), ("--confirm",)])
def test_bad_files(run, tmp_path, data, said, options):
    path = tmp_path / "so.xlsx"
    path.write_bytes(data)
    with pytest.raises(CommandError, match=said):
        run(path, *options)


def test_a_file_over_the_limit(run, tmp_path, settings):
    settings.PLUGIN_SETTINGS = {"declarations": {"max_upload_mb": 1}}
    path = tmp_path / "so.xlsx"
    path.write_bytes(b"x" * (1024 * 1024 + 1))
    with pytest.raises(CommandError, match="lớn hơn 1 MB"):
        run(path)


def test_possible_duplicates_are_said_with_where_to_decide(venue, editor, tmp_path, capsys):
    path = tmp_path / "so.xlsx"
    path.write_bytes(
        workbook([HEADINGS, *[(n, "Lê Văn A", "", "5/7/2021", "7h", "") for n in "12"]])
    )
    call_command("import_logbook", str(path), "--venue", venue.code, "--as", editor.username)
    assert "Có 1 dòng trùng chỉ giống họ tên và thời gian" in capsys.readouterr().out
