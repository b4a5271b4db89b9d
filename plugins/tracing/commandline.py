"""What trace_person and trace_contacts share: options, and how an answer is printed."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from plugins.qr_venues.models import Venue
from plugins.tracing.engines.base import VisitRow
from plugins.tracing.meetings import Meeting
from plugins.tracing.periods import Period, check_day
from plugins.tracing.reasons import Asker
from plugins.tracing.services import Source
from portal.accounts import account_for


def add_common_arguments(parser: CommandParser) -> None:
    """--as, --reason, --from, --to, --json."""
    parser.add_argument("--as", dest="user", required=True, help="account that asks")
    parser.add_argument("--reason", required=True, help="why, or the number of an open case")
    parser.add_argument("--from", dest="first", metavar="DAY", help="first day, YYYY-MM-DD")
    parser.add_argument("--to", dest="last", metavar="DAY", help="last day, YYYY-MM-DD")
    parser.add_argument("--json", action="store_true", help="print one JSON value, nothing else")


def asker(options: dict[str, Any]) -> Asker:
    """Who asks. Raises CommandError for an unknown or inactive account."""
    return Asker(account_for(options["user"]), options["reason"])


def period(options: dict[str, Any]) -> Period:
    """From --from and --to. Raises CommandError."""
    first, last = _day(options["first"]), _day(options["last"])
    try:
        return Period.of_days(first, last)
    except ValueError:
        raise CommandError(_("--to is before --from.")) from None


def codes(venue_ids: Iterable[int]) -> dict[int, Venue]:
    """The venues by id; one query."""
    return Venue.objects.only("code", "name").in_bulk(set(venue_ids))


def warnings(source: Source) -> list[str]:
    """What to know of an answer before it is relied on."""
    if not source.partial:
        return []
    return [_("PARTIAL: the search index was too slow, visits may be missing. Ask again.")]


def visit_json(row: VisitRow, venues: dict[int, Venue]) -> dict[str, Any]:
    """A visit, times in the local zone; ``checked_out`` is null where the end is assumed."""
    return {
        "id": str(row.id),
        "venue": venues[row.venue_id].code,
        "venue_name": venues[row.venue_id].name,
        "checked_in": local(row.checked_in),
        "checked_out": None if row.assumed else local(row.stay_end),
        "assumed_out": row.assumed,
        "stay_end": local(row.stay_end),
        "source": row.source,
    }


def meeting_json(meeting: Meeting, venues: dict[int, Venue]) -> dict[str, Any]:
    """A meeting, times in the local zone."""
    return {
        "venue": venues[meeting.venue].code,
        "venue_name": venues[meeting.venue].name,
        "from": local(meeting.start),
        "to": local(meeting.end),
        "assumed": meeting.assumed,
    }


def local(at: datetime) -> str:
    """ISO with the local offset."""
    return timezone.localtime(at).isoformat()


def as_json(value: dict[str, Any]) -> str:
    """One JSON value, Vietnamese readable."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def _day(text: str | None) -> date | None:
    if not text:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            day = datetime.strptime(text, form).date()
        except ValueError:
            continue
        try:
            check_day(day)
        except ValidationError as fault:
            raise CommandError(f"{text}: {fault.message}") from fault
        return day
    raise CommandError(_("“%(text)s” is not a day: write it as 2021-07-05.") % {"text": text})
