"""What a ward clerk reads for every code that reading and importing give."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from people.messages import problem_text, repair_text
from plugins.declarations.logbooks.understanding.columns import Column

_BOOKS = {
    "too_big": _("The file is larger than %(limit)s MB. Divide the book into several files."),
    "empty": _("The file is empty: there is nothing to import."),
    "not_workbook": _(
        "This file is not a workbook. Upload an Excel file (.xlsx or .xls), an OpenDocument "
        "spreadsheet (.ods) or a table as text (.csv)."
    ),
    "web_page": _(
        "This is a web page, although its name may end in .xls. Open it in Excel and save it as "
        "an Excel workbook (.xlsx)."
    ),
    "encrypted": _(
        "The workbook is protected by a password. Open it in Excel, take the password away "
        "(File, Info, Protect Workbook), save it and upload it again."
    ),
    "broken": _(
        "The workbook is damaged and cannot be opened. Open it in Excel, save it under another "
        "name and upload that file."
    ),
    "too_large": _(
        "The workbook holds more than can be read at once. Delete empty rows and columns that "
        "were formatted far away from the table, or divide the book into several files."
    ),
    "too_slow": _("Reading took too long and was stopped. Divide the book into several files."),
    "only_hidden": _(
        "All sheets of the workbook are hidden. Show the sheets that are to be imported."
    ),
    "no_header": _(
        "No row with headings was found in the first 30 rows of any sheet. The table needs "
        "headings such as “Họ và tên”, “Số điện thoại”, “Ngày”, “Giờ vào”."
    ),
    "missing_columns": _(
        "These columns were not found: %(columns)s. Write their headings above the table."
    ),
    "year_missing": _(
        "The book does not say which year it is of. Give the year, for example 2021."
    ),
    "date_order_open": _(
        "Nothing was imported: dates of this book can be read in two ways (%(examples)s). Add "
        "--date-order dmy if the day comes first, or --date-order mdy if the month does."
    ),
    "text_unsure": _(
        "Nothing was imported: the letters look like %(text)s, but that is not certain. Look at "
        "the book without --confirm, then add --text %(text)s, or --text unicode to leave the "
        "letters as they stand."
    ),
    "no_rows": _("Below the headings there is no row with a visit."),
    "disk_full": _(
        "The disk of the server is full. Nothing is lost: tell the administrators, and go on when "
        "there is room again."
    ),
    "books_quota": _(
        "Your account has uploaded %(limit)s books today, as many as it may. You may go on "
        "tomorrow, from 00:00 on."
    ),
    "rows_quota": _(
        "Your account has had %(limit)s rows read today, as many as it may. You may go on "
        "tomorrow, from 00:00 on."
    ),
    "rows_quota_left": _(
        "This book has %(rows)s rows; your account may import %(left)s more today. Import it "
        "tomorrow, from 00:00 on, or divide it into several files."
    ),
    "corrected_taken_back": _(
        "Nothing was imported: the book that this one corrects was taken back meanwhile. This one "
        "is being read again, with the rows that were left out before."
    ),
    "original_gone": _("The uploaded file is no longer kept. Upload the book again."),
    "fault": _(
        "Something went wrong on our side. Try again; if it stays so, tell the administrators."
    ),
}
_ROWS = {
    "name_empty": _("The name is missing."),
    "name_no_name": _("This is not a name."),
    "name_broken": _("A letter of the name is lost in the file. Write the name again."),
    "date_missing": _("The date is missing."),
    "date_unreadable": _("This is not a date. Write it like 05/07/2021."),
    "date_impossible": _("There is no such day."),
    "date_future": _("This day has not come yet."),
    "date_year_unknown": _("The year is missing, and the book does not say it elsewhere."),
    "date_month_unknown": _("The month is missing, and the book does not say it elsewhere."),
    "date_ambiguous": _("This may be January or October. Write the date like 05/10/2021."),
    "time_missing": _("The time is missing."),
    "time_unreadable": _("This is not a time. Write it like 07:30."),
    "time_impossible": _("There is no such time of day."),
    "time_ambiguous": _(
        "This number can be read as two different times. Write the time like 07:30."
    ),
    "time_out_before_in": _("The time out is before the time in."),
    "time_out_too_late": _("The day out is more than a month after the day in."),
}
_REPAIRS = {
    "day_month_swapped": _("The spreadsheet program had taken the day for the month."),
    "first_of_several": _("There are several phone numbers: the first one was taken."),
    "words_dropped": _("What stands beside the number was left out."),
    "letter_for_digit": _("A letter was read as the digit that it looks like."),
    "number_in_name": _("A number was taken out of the name."),
    "as_above": _("A ditto mark was read as what stands above it."),
    "year_first": _("The first two digits were read as the year: 21/07/15 is 15 July 2021."),
    "date_far": _("This day is far from the others of the sheet. Look whether its year is right."),
    "decimal_time": _("A decimal number was read as a time of day."),
    "past_midnight": _("The time out was taken as of the next day."),
    "id_left_out": _("The ID number cannot be right and was left out; the visit is imported."),
}
_SETTLED = {
    "created": pgettext_lazy("row", "imported"),
    "duplicate": pgettext_lazy("row", "duplicate"),
    "possible": _("duplicate, perhaps: not decided yet"),
    "set_aside": pgettext_lazy("row", "set aside"),
}
_LEFT_OUT = {
    "hidden": _("hidden"),
    "empty": _("empty"),
    "no_header": _("no headings recognised"),
    "missing_columns": _("without the columns: %(columns)s"),
    "by_choice": _("you left it out"),
}
_IGNORED = {
    "heading": _("Headings repeated"),
    "day": _("Rows that give the day"),
    "title": _("Titles"),
    "total": _("Totals"),
    "note": _("Notes"),
    "example": _("Example rows"),
    "set_aside": _("Rows that were set aside before"),
}
_QUESTIONS = {
    "text": _(
        "Nothing was imported yet. Look whether the converted letters read correctly, and tick "
        "the box below them."
    ),
    "date_order": _(
        "Nothing was imported yet. First answer whether the day or the month comes first."
    ),
}
_TEXTS = {
    "tcvn3": _("TCVN3 (ABC): fonts called .VnTime, .VnArial, …"),
    "vni": _("VNI: fonts called VNI-Times, VNI-Helve, …"),
    "cp1258": _("Windows CP1258, opened as Western European"),
    "utf8": _("UTF-8, opened as Western European"),
    "unicode": _("As it stands in the file (Unicode)"),
    "file-cp1258": _("Windows CP1258"),
    "file-viscii": _("VISCII"),
}


def book_text(code: str, params: Mapping[str, Any]) -> str:
    """Why a book cannot be used, as a sentence that says what to do."""
    return str(_BOOKS.get(code, _BOOKS["fault"])) % _shown(params)


def fault_text(code: str) -> str:
    """Why a row is refused."""
    return str(_ROWS[code] if code in _ROWS else problem_text(code))


def repair_message(code: str) -> str:
    """What was put right."""
    if code.endswith("_left_out"):
        code = "id_left_out"
    return str(_REPAIRS[code] if code in _REPAIRS else repair_text(code))


def left_out_text(why: str, missing: list[str]) -> str:
    """Why a sheet is not read, to stand in brackets behind its name."""
    return str(_LEFT_OUT[why]) % _shown({"columns": missing})


def ignored_text(why: str) -> str:
    """What kind of rows was passed over."""
    return str(_IGNORED[why])


def question_text(question: str) -> str:
    """What the editor has to answer before a book is imported."""
    return str(_QUESTIONS[question])


def text_label(code: str) -> str:
    """What a way of coding letters is called."""
    return str(_TEXTS.get(code, code))


def outcome_text(outcome: str, faults: Sequence[Sequence[str]] = ()) -> str:
    """First column of the result workbook: "đã nhập", "trùng", "bỏ qua", or "lỗi: …" with the
    reasons. understanding/outcomes.py knows the first three again.
    """
    if outcome in _SETTLED:
        return str(_SETTLED[outcome])
    reasons = " ".join(f"{Column(c).label}: {fault_text(code)}" for c, code in faults)
    return gettext("error: %(reasons)s") % {"reasons": reasons}


def _shown(params: Mapping[str, Any]) -> dict[str, Any]:
    """Columns as their titles."""
    columns = params.get("columns", ())
    return {**params, "columns": ", ".join(str(Column(column).label) for column in columns)}
