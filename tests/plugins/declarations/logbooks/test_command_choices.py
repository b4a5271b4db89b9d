"""manage.py import_logbook where a book leaves something open: letters, the order of dates."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from plugins.declarations.models import Visit
from tests.plugins.declarations.logbooks.books import SAMPLES, workbook
from tests.plugins.declarations.logbooks.codes import to_tcvn3

HEADINGS = ["Họ và tên", "SĐT", "Ngày", "Giờ vào"]
OPEN = [HEADINGS, ["Lê A", "0912345678", "05/07/2021", "7h"]]


@pytest.fixture
def run(capsys, venue, editor):
    """run(file, *options) gives what the command said."""

    def called(file, *options):
        who = ["--venue", venue.code, "--as", editor.username]
        call_command("import_logbook", str(file), *who, *options)
        return capsys.readouterr().out

    return called


@pytest.fixture
def book(tmp_path):
    """book(rows) is the path of a workbook."""

    def made(rows):
        path = tmp_path / "so.xlsx"
        path.write_bytes(workbook(rows))
        return path

    return made


def days():
    return [
        timezone.localtime(visit.checked_in).date().isoformat() for visit in Visit.objects.all()
    ]


def test_an_open_order_is_said_when_looking(run, book):
    assert "--date-order" in run(book(OPEN))


def test_an_open_order_stops_the_import(run, book):
    with pytest.raises(CommandError, match=r"05/07/2021.*--date-order dmy"):
        run(book(OPEN), "--confirm")
    assert not Visit.objects.exists()


@pytest.mark.parametrize(("order", "day"), [("dmy", "2021-07-05"), ("mdy", "2021-05-07")])
def test_the_order_can_be_said(run, book, order, day):
    run(book(OPEN), "--confirm", "--date-order", order)
    assert days() == [day]


def test_a_day_that_is_its_month_asks_nothing(run, book):
    run(book([HEADINGS, ["Lê A", "0912345678", "05/05/2021", "7h"]]), "--confirm")
    assert days() == ["2021-05-05"]


def test_letters_before_and_after_are_shown(run):
    said = run(SAMPLES / "sample_tower_vni.xlsx")
    assert "VNI" in said
    assert "Döông Khaùnh Thöôøng → Dương Khánh Thường" in said


def test_letters_that_are_not_certain_stop_the_import(run, book):
    row = [to_tcvn3("Nguyễn Văn Hùng"), "0912345678", "15/07/2021", "7h"]
    rows = [HEADINGS, row, [to_tcvn3("Trần Thị Hường"), *row[1:]]]
    with pytest.raises(CommandError, match="--text tcvn3"):
        run(book(rows), "--confirm")
    run(book(rows), "--confirm", "--text", "tcvn3")
    assert {visit.name for visit in Visit.objects.all()} == {"Nguyễn Văn Hùng", "Trần Thị Hường"}


def test_letters_can_be_left_as_they_stand(run, book):
    name = to_tcvn3("Nguyễn Văn Hùng")
    rows = [HEADINGS, [name, "0912345678", "15/07/2021", "7h"]]
    run(book(rows), "--confirm", "--text", "unicode")
    assert Visit.objects.get().name == name
