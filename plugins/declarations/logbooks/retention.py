"""Deleting what is kept of paper books once its time is over: files, previews, refused rows' texts.

Who imported which file when, and the counts, stay: they hold no visitor's data.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from plugins.declarations.apps import DeclarationsConfig
from plugins.declarations.logbooks.files import BookFiles, drop_readable
from plugins.declarations.logbooks.models import WORKING, Logbook, LogbookRow, LogbookStatus

BATCH = 200


def forget_books(now: datetime) -> int:
    """Forget books uploaded more than ``retention_days`` ago; returns how many.

    A book that a job has in hand is forgotten only if it has shown no life for as long. Readable
    copies of result workbooks go after a day.
    """
    until = now - timedelta(days=DeclarationsConfig.setting("retention_days"))
    old = Logbook.objects.filter(uploaded_at__lt=until, forgotten=False).exclude(
        status__in=WORKING, heartbeat_at__gte=until
    )
    drop_readable()
    forgotten = 0
    while books := list(old[:BATCH]):
        for book in books:
            _forget(book)
        forgotten += len(books)
    return forgotten


def _forget(book: Logbook) -> None:
    with transaction.atomic():
        LogbookRow.objects.filter(logbook=book).update(sealed=None)
        Logbook.objects.filter(pk=book.pk, status__in=WORKING).update(
            status=LogbookStatus.FAILED, problem="original_gone", finished_at=timezone.now()
        )
        # A row taken for headings may have put names into the layout.
        Logbook.objects.filter(pk=book.pk).update(
            layout=None, preview=None, result_ready=False, forgotten=True
        )
    BookFiles(book.pk).remove()
