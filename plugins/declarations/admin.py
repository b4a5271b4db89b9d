"""The register of visits in the admin: a day at a time; editors may open one to correct it."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from itertools import chain
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import ButtonHelper

from audit.models import Action
from audit.services import record
from people.sealing import SealError
from plugins.declarations import corrections
from plugins.declarations.models import Visit
from plugins.declarations.services import unsealed
from plugins.declarations.staff_forms import VisitFilterForm
from plugins.declarations.visit_ids import LONGEST_OPEN, earliest
from plugins.qr_venues.models import Venue
from portal.admin import ReadOnly
from portal.registers import Register, RegisterIndex

LAST_DIGITS = 3  # shown of a phone or ID number, enough to tell two people apart
UNREADABLE = "?"


def visits_of_day(visits: QuerySet[Visit], day: Any) -> QuerySet[Visit]:
    """Those that began on a day, local time, newest first.

    The range of ids lets the database read that day's part of the primary key; an id is made at
    most LONGEST_OPEN before its check-in.
    """
    start = timezone.make_aware(datetime.combine(day, time()))
    end = start + timedelta(days=1)
    return visits.filter(
        pk__gte=earliest(start - LONGEST_OPEN),
        pk__lt=earliest(end),
        checked_in__gte=start,
        checked_in__lt=end,
    ).order_by("-pk")


def moved_to_day(visits: QuerySet[Visit], day: Any) -> QuerySet[Visit]:
    """Those whose check-in was corrected to a day that their ids do not tell; newest first.

    Few; they have an index of their own.
    """
    start = timezone.make_aware(datetime.combine(day, time()))
    end = start + timedelta(days=1)
    return (
        visits.filter(changed_at__isnull=False, checked_in__gte=start, checked_in__lt=end)
        .exclude(pk__gte=earliest(start - LONGEST_OPEN), pk__lt=earliest(end))
        .order_by("-pk")
    )


class VisitButtons(ButtonHelper):
    """The time of coming leads to the correction, for those who may."""

    def get_buttons_for_obj(self, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        """None besides."""
        return []

    def get_primary_button(self, obj: Visit) -> dict[str, Any] | None:
        """What the first column leads to."""
        if not self.request.user.has_perm(corrections.PERMISSION):
            return None
        label = gettext("Correct this visit")
        address = reverse("declarations_correct_visit", args=[obj.pk])
        return {"url": address, "label": label, "title": label, "classname": ""}


class VisitIndex(RegisterIndex):
    """One day's visits, page by page without counting them.

    The next page begins after the last id shown (``before=``), so a late page costs what the
    first does, and visits that come in meanwhile push nothing over the edge. Each page shown goes
    on the record.
    """

    AFTER_VAR = "before"
    moved: Iterable[Visit] = ()

    def get_queryset(self, request: HttpRequest | None = None) -> QuerySet:
        """The chosen visits, one more than a page holds; none when the choice is faulty."""
        request = request or self.request
        given = request.GET.copy()
        given.setdefault("day", date_format(timezone.localdate(), "SHORT_DATE_FORMAT"))
        self.filter_form = VisitFilterForm(
            given, account=request.user, venue_address=reverse("qr_venues_find_venues")
        )
        visits = self.get_base_queryset(request)
        if not self.filter_form.is_valid():
            return visits.none()
        chosen = self.filter_form.cleaned_data
        if chosen["venue"]:
            visits = visits.filter(venue_id=chosen["venue"].pk)
        if (before := _as_id(request.GET.get(self.AFTER_VAR, ""))) is not None:
            visits = visits.filter(pk__lt=before)
        shown = self.model_admin.list_per_page + 1
        visits = visits.select_related("venue")
        self.moved = moved_to_day(visits, chosen["day"])[:shown]
        return visits_of_day(visits, chosen["day"])[:shown]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What modeladmin's own would give, without its three counts."""
        rows = sorted(chain(self.queryset, self.moved), key=attrgetter("pk"), reverse=True)
        page = rows[: self.model_admin.list_per_page]
        for visit in page:  # only these are ever opened
            visit.last_digits = last_digits(visit)
        self._put_on_record(len(page))
        context = {
            "view": self,
            "model_admin": self.model_admin,
            "object_list": page,
            "filter_form": self.filter_form,
            "older": self._address(page[-1]) if len(rows) > len(page) else "",
            "newest": self._address(None) if self.AFTER_VAR in self.request.GET else "",
            "may_record": self.request.user.has_perm("declarations.add_visit"),
        }
        return {**context, **kwargs}

    def _put_on_record(self, shown: int) -> None:
        """Names were shown: one entry a page, without a reason."""
        if not self.filter_form.is_valid():
            return
        chosen = self.filter_form.cleaned_data
        question = f"visits:{chosen['day'].isoformat()}"
        if chosen["venue"]:
            question += f" {self._code_of(chosen['venue'].pk)}"
        record(
            self.request.user,
            Action.SEARCH,
            question=question,
            results=shown,
            address=self.request.META.get("REMOTE_ADDR"),
        )

    @staticmethod
    def _code_of(venue_id: int) -> str:
        return Venue.objects.values_list("code", flat=True).get(pk=venue_id)

    def _address(self, after: Visit | None) -> str:
        query = {k: v for k, v in self.request.GET.items() if k != self.AFTER_VAR}
        if after is not None:
            query[self.AFTER_VAR] = after.pk.hex
        return f"{self.index_url}?{urlencode(query)}"


def _as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class VisitRegister(Register):
    """Visits to venues within the account's jurisdiction; phone and ID show their last digits."""

    model = Visit
    area_field = "venue__area"
    sector_field = "venue__category__sector"
    menu_label = _("Visits")
    menu_icon = "group"
    menu_order = 220
    permission_helper_class = ReadOnly
    button_helper_class = VisitButtons
    index_view_class = VisitIndex
    index_template_name = "declarations/visits.html"
    index_view_extra_css = ["qr_venues/admin.css"]
    # Functions, not fields: a heading over a field would offer to sort millions of rows.
    list_display = ("came", "went", "where", "who", "phone", "id_number", "how")

    @display(description=_("in"))
    def came(self, visit: Visit) -> SafeString | str:
        """Time of coming; marked where the device's clock could not be right."""
        shown = f"{timezone.localtime(visit.checked_in):%H:%M}"
        if visit.device_time is None:
            return shown
        said = timezone.localtime(visit.device_time)
        return format_html(
            '{} <span class="w-status" title="{}">{}</span>',
            shown,
            gettext("The device said %(time)s.") % {"time": f"{said:%H:%M %d/%m/%Y}"},
            gettext("wrong clock"),
        )

    @display(description=_("out"))
    def went(self, visit: Visit) -> SafeString | str:
        """Time of leaving; marked where it is only assumed."""
        end = timezone.localtime(visit.checked_out or visit.stay_end)
        shown = f"{end:%H:%M}"
        if end.date() != timezone.localtime(visit.checked_in).date():
            shown = f"{end:%H:%M %d/%m}"
        if not visit.assumed_out:
            return shown
        return format_html('{} <span class="w-status">{}</span>', shown, gettext("assumed"))

    @display(description=_("venue"))
    def where(self, visit: Visit) -> str:
        """The venue's name."""
        return visit.venue.name

    @display(description=_("name"))
    def who(self, visit: Visit) -> str:
        """The visitor's name."""
        return visit.name

    @display(description=_("phone"))
    def phone(self, visit: Any) -> str:
        """Its last digits."""
        return visit.last_digits[0]

    @display(description=_("ID"))
    def id_number(self, visit: Any) -> str:
        """Its last digits."""
        return visit.last_digits[1]

    @display(description=_("source"))
    def how(self, visit: Visit) -> str:
        """How it came to be known."""
        return visit.get_source_display()


def last_digits(visit: Visit) -> tuple[str, str]:
    """Last digits of phone and ID; "–" for none, UNREADABLE if the key is gone."""
    try:
        details = unsealed(visit)
    except SealError:
        return UNREADABLE, UNREADABLE
    phone, id_number = (details.get(key) for key in ("phone", "id"))
    return _masked(phone), _masked(id_number)


def _masked(number: str | None) -> str:
    return f"•••• {number[-LAST_DIGITS:]}" if number else "–"
