"""The text of a notice for visitors of a place: Vietnamese, ready to publish, about nobody."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from wagtail.models import Page

from cms_pages import drafts
from plugins.qr_venues.models import Venue
from plugins.tracing.casework.changes import note_event
from plugins.tracing.casework.places import keep
from plugins.tracing.models import CaseEvent, CasePlace

LANGUAGE = "vi"  # the portal's own


def proposed(venue: Venue, spans: Sequence[tuple[datetime, datetime]]) -> dict[str, str]:
    """What the form begins with: ``title``, ``summary``, ``times``, ``advice``, ``phone``."""
    with override(LANGUAGE):
        days = [date_format(day, "d/m/Y") for day in _days(spans)]
        on = days[0] if len(set(days)) == 1 else f"{days[0]} – {days[-1]}" if days else ""
        place = ", ".join(filter(None, (venue.name, venue.address, venue.area.name)))
        return {
            "title": (_("Notice to visitors of %(venue)s, %(days)s") % {
                "venue": venue.name, "days": on,
            })[:200],
            "summary": (_(
                "Someone with COVID-19 was at %(place)s. If you were there at one of the times "
                "below, please do what is said here."
            ) % {"place": place})[:600],
            "times": "\n".join([
                " | ".join([_("Day"), pgettext("clock", "From"), pgettext("clock", "To")]),
                *(_row(start, end) for start, end in spans),
            ]),
            "advice": "\n".join([
                _("Stay at home and keep away from others until you have been advised."),
                _("Call the ward's number below and say when you were there."),
                _("Watch your health for 14 days: fever, cough, shortness of breath."),
                _("Go for a test when the health station calls you. Wear a mask on the way."),
            ]),
            "phone": _last_phone(venue) or drafts.hotline(LANGUAGE),
        }  # fmt: skip


@transaction.atomic
def write(place: CasePlace, given: dict[str, str], *, by: Any) -> Page:
    """Make the draft and hand it to moderation; recorded. Raises drafts.NoSection."""
    with override(LANGUAGE):
        notice = drafts.Notice(
            title=given["title"],
            summary=given["summary"],
            caption=_("When to look for"),
            table=given["times"],
            heading=_("What to do"),
            points=[line.strip() for line in given["advice"].splitlines() if line.strip()],
            call_title=_("Call %(phone)s") % {"phone": given["phone"]},
            call=_("The ward's health station answers and tells you what comes next."),
        )
    page = drafts.propose(notice, by=by, language=LANGUAGE)
    keep(place)
    details = {"page": page.pk, "phone": given["phone"]}
    note_event(place.case, "notice", by=by, place=place, details=details)
    return page


def pages_of(place: CasePlace) -> list[tuple[Page, bool]]:
    """Notices written about the place that still exist, and whether each waits for approval."""
    if place.pk is None:
        return []
    pks = [e.details["page"] for e in place.events.filter(what="notice")]
    return [
        (page, page.workflow_in_progress)
        for pk in pks
        if (page := drafts.where_it_stands(pk)) is not None
    ]


def may_write(user: Any) -> bool:
    """Whether the account may propose news."""
    return drafts.section_for(user, LANGUAGE) is not None


def _last_phone(venue: Venue) -> str:
    """The number in the latest notice of the same area: the ward's own."""
    events = CaseEvent.objects.filter(what="notice", place__venue__area=venue.area_id)
    latest = events.first()
    return str(latest.details.get("phone", "")) if latest else ""


def _days(spans: Sequence[tuple[datetime, datetime]]) -> list[Any]:
    return [timezone.localdate(start) for start, _end in spans]


def _row(start: datetime, end: datetime) -> str:
    first, last = timezone.localtime(start), timezone.localtime(end)
    until = f"{last:%H:%M}" if first.date() == last.date() else f"{last:%H:%M} {last:%d/%m/%Y}"
    return f"{first:%d/%m/%Y} | {first:%H:%M} | {until}"
