"""How many books an account may upload in a day, and how many rows it may have read."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Count, Sum
from django.db.models.functions import Greatest
from django.utils import timezone

from plugins.declarations.apps import DeclarationsConfig
from plugins.declarations.logbooks.models import Logbook
from plugins.declarations.logbooks.reading.problems import BookProblem


@dataclass(frozen=True, slots=True)
class Allowance:
    """What an account may still do today; None where there is no limit."""

    books: int | None
    rows: int | None

    @property
    def is_used_up(self) -> bool:
        """Whether nothing more may be uploaded today."""
        return self.books == 0 or self.rows == 0


def allowance(account: Any, *, besides: Logbook | None = None) -> Allowance:
    """What is left of the day's quotas; one query. ``besides`` leaves a book out of the count.

    The day begins at midnight, local time. A book counts for whoever uploaded it, whatever became
    of it since: reading it is what costs. One that is read again counts as when it was read last:
    jobs/reading.py keeps that number in ``expected_new``.
    """
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time()))
    books = Logbook.objects.filter(uploaded_by=account, uploaded_at__gte=midnight).order_by()
    if besides is not None:
        books = books.exclude(pk=besides.pk)
    used = books.aggregate(books=Count("pk"), rows=Sum(Greatest("read", "expected_new")))
    return Allowance(
        _left("books_per_day", used["books"] or 0), _left("rows_per_day", used["rows"] or 0)
    )


def check_upload(account: Any) -> None:
    """Raise BookProblem when the account may upload no more books today."""
    left = allowance(account)
    for name, number in (("books", left.books), ("rows", left.rows)):
        if number == 0:
            limit = DeclarationsConfig.setting(f"{name}_per_day")
            raise BookProblem(f"{name}_quota", limit=_grouped(limit))


def check_import(account: Any, logbook: Logbook) -> None:
    """Raise BookProblem when a book, read and waiting, is more than the account may import today.

    How many rows there are is known only after reading, so one book may have gone beyond.
    """
    left = allowance(account, besides=logbook).rows
    if left is not None:
        check_rows(logbook.read, left)


def check_rows(rows: int, left: int) -> None:
    """Raise BookProblem when a book of so many rows is more than what is left."""
    if rows > left:
        raise BookProblem("rows_quota_left", rows=_grouped(rows), left=_grouped(left))


def _left(setting: str, used: int) -> int | None:
    limit = int(DeclarationsConfig.setting(setting))
    return max(0, limit - used) if limit else None


def _grouped(number: int) -> str:
    """With a group for each thousand, as the language writes it."""
    return str(intcomma(number))
