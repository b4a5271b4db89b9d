"""Imports a paper book from a file, or says what importing it would bring."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plugins.declarations.logbooks.files import BookFiles
from plugins.declarations.logbooks.forms import YearForm
from plugins.declarations.logbooks.jobs.control import Stopped
from plugins.declarations.logbooks.jobs.direct import Report, import_now, look
from plugins.declarations.logbooks.jobs.results import make_result
from plugins.declarations.logbooks.messages import book_text, fault_text, text_label
from plugins.declarations.logbooks.reading.problems import BookProblem
from plugins.declarations.logbooks.services import check_size
from plugins.declarations.logbooks.understanding.choices import Choices
from plugins.declarations.logbooks.understanding.legacy.evidence import CODES, UNICODE
from plugins.declarations.logbooks.understanding.orders import DAY_FIRST, MONTH_FIRST
from plugins.qr_venues.models import Venue
from portal.accounts import account_for


class Command(BaseCommand):
    """In the foreground, through the same code as the admin's pages. Messages in Vietnamese."""

    help = "Import a paper book (.xlsx, .xls, .ods, .csv); without --confirm only look at it."

    def add_arguments(self, parser: CommandParser) -> None:
        """FILE --venue CODE --as USER [--year Y] [--text CODE] [--date-order ORDER] [--confirm]
        [--json].
        """
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--venue", required=True, help="code of the venue")
        parser.add_argument("--as", dest="user", required=True, help="account that imports")
        parser.add_argument("--year", help="year of the book, if it does not say it")
        parser.add_argument(
            "--text", choices=[UNICODE, *CODES], default="", help="how the letters are coded"
        )
        parser.add_argument(
            "--date-order",
            choices=[DAY_FIRST, MONTH_FIRST],
            default="",
            help="whether the day or the month comes first, if the book does not show it",
        )
        parser.add_argument("--confirm", action="store_true", help="write the visits")
        parser.add_argument(
            "--json", action="store_true", help="print one JSON value, nothing else"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit code 1 with a sentence on standard error when nothing can be imported."""
        with translation.override("vi"):
            report = self._run(options)
            answer = _as_json(report)
            if report.logbook and make_result(report.logbook):
                files = BookFiles(report.logbook.pk)
                answer["result_workbook"] = str(files.readable_result())
            if options["json"]:
                self.stdout.write(json.dumps(answer, ensure_ascii=False))
            else:
                self._print(report, answer, confirmed=options["confirm"])

    def _run(self, options: dict[str, Any]) -> Report:
        user = account_for(options["user"])
        year = _year(options["year"])
        venues = Venue.objects.select_related("area", "category")
        venue = venues.filter(code=options["venue"].strip().upper()).first()
        if venue is None:
            raise CommandError(
                _("There is no venue with the code “%(code)s”.") % {"code": options["venue"]}
            )
        path: Path = options["file"]
        work = import_now if options["confirm"] else look
        try:
            check_size(path.stat().st_size)
            data = path.read_bytes()
            choices = Choices(options["text"], options["date_order"])
            return work(data, file_name=path.name, year=year, venue=venue, by=user, choices=choices)
        except OSError as error:
            raise CommandError(_unreadable(error) % {"path": path}) from None
        except BookProblem as problem:
            raise CommandError(book_text(problem.code, problem.params)) from None
        except PermissionDenied:
            refused = {"name": user.get_username(), "venue": venue.name}
            raise CommandError(
                _("The account “%(name)s” may not import books for “%(venue)s”.") % refused
            ) from None

        except Stopped:
            raise CommandError(
                _("The import was stopped in the admin pages; what was written stays.")
            ) from None

    def _print(self, report: Report, answer: dict[str, Any], *, confirmed: bool) -> None:
        counts = _(
            "Read %(read)s, recorded %(created)s, duplicates %(duplicate)s, refused %(refused)s."
        )
        if report.layout.text:
            said = _("Letters were converted from %(code)s:")
            self.stdout.write(said % {"code": text_label(report.layout.text)})
        for before, after in report.conversions:
            self.stdout.write(f"  {before} → {after}")
        self.stdout.write(counts % answer)
        if report.possible:
            said = ngettext(
                "%(n)s of the duplicates has only name and time in common with a known visit. "
                "Decide about it on the book's page in the admin.",
                "%(n)s of the duplicates have only name and time in common with known visits. "
                "Decide about them on the book's page in the admin.",
                report.possible,
            )
            self.stdout.write(said % {"n": report.possible})
        for error in answer["errors"]:
            self.stdout.write("{sheet}!{row}: {message}".format(**error))
        if report.layout.asks_order:
            self.stdout.write(
                _("It is not clear which comes first, day or month. Say it with --date-order.")
            )
        if not confirmed:
            self.stdout.write(_("Nothing was written. Add --confirm to import the book."))
        elif answer["result_workbook"]:
            self.stdout.write(answer["result_workbook"])


def _year(given: str | int | None) -> int | None:
    """As on the page. Raises CommandError."""
    if given is None:
        return None
    form = YearForm({"year": given})
    if not form.is_valid():
        raise CommandError(f"--year: {' '.join(map(str, form.errors['year']))}")
    year: int = form.cleaned_data["year"]
    return year


def _unreadable(error: OSError) -> str:
    """The system's own words would be English."""
    if isinstance(error, FileNotFoundError):
        return _("“%(path)s” cannot be read: there is no such file.")
    if isinstance(error, IsADirectoryError):
        return _("“%(path)s” cannot be read: it is a folder.")
    if isinstance(error, PermissionError):
        return _("“%(path)s” cannot be read: this machine does not allow it.")
    return _("“%(path)s” cannot be read. Copy the file again, then try once more.")


def _as_json(report: Report) -> dict[str, Any]:
    return {
        "read": report.read,
        "created": report.created,
        "duplicate": report.duplicate,
        "refused": report.refused,
        "errors": [
            {
                "sheet": sheet,
                "row": row.row,
                "column": fault.column.value,
                "code": fault.code,
                "message": fault_text(fault.code),
            }
            for sheet, row in report.refused_rows
            for fault in row.faults
        ],
        "result_workbook": None,
    }
