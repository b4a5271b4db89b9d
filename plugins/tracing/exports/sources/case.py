"""Whom to call of a case, with the filters of its page."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from plugins.tracing.batches import batches
from plugins.tracing.casework import access
from plugins.tracing.casework.members import WAITING, narrowed
from plugins.tracing.casework.phones import phones_of, record_opening
from plugins.tracing.errors import NotAllowed
from plugins.tracing.exports.listing import BATCH, Column, Listing, Order
from plugins.tracing.exports.sources.details import ids, local, phones
from plugins.tracing.models import Case, CaseMember, CaseStatus
from plugins.tracing.reveal import Readable


def listing(order: Order) -> Listing:
    """``details``: "case" (key) and "filters". Each opening of phones is recorded with keys.

    Raises NotAllowed for a case that the account may not see, or that is closed.
    """
    user = order.asker.user
    case = access.cases_for(user).filter(pk=order.details["case"]).first()
    if case is None or not user.has_perms(access.SEES) or case.status != CaseStatus.OPEN:
        raise NotAllowed(_("This account may not see the phones of this case."))
    to_call = access.members_for(user).filter(case=case, state__in=WAITING)
    members = narrowed(to_call, order.details["filters"], user)
    made = Listing(_("Call list"), f"case:{case.number}", _columns(), of=members.count())
    made.about = [(_("Case"), f"{case.number} {case.title}".strip())]
    made.rows = _rows(order, case, members)
    return made


def _columns() -> list[Column]:
    return [
        Column(_("Order"), 7),
        Column(_("Name"), 26),
        Column(_("Phone"), 18),
        Column(_("ID"), 18),
        Column(_("Minutes together"), 9),
        Column(_("Meetings"), 9),
        Column(_("Last together"), 17),
        Column(_("State"), 16),
        Column(_("Test"), 16),
        Column(_("In charge"), 22),
        Column(_("Area"), 24),
        Column(_("Remarks"), 40),
    ]


def _rows(order: Order, case: Case, members: QuerySet[CaseMember]) -> Iterator[list[Any]]:
    """Three queries and one record for each BATCH; the keys first, so that none shifts."""
    for some in batches(list(members.values_list("pk", flat=True)), BATCH):
        chunk = members.filter(pk__in=some)
        people = list(chunk)
        details = phones_of(CaseMember.objects.filter(pk__in=some))
        record_opening(case, people, by=order.asker.user, address=order.asker.address, what="calls")
        for member in people:
            yield _row(member, details.get(member.key, Readable()))


def _row(member: CaseMember, known: Readable) -> list[Any]:
    charge = member.assigned_to
    return [
        f"F{member.order}",
        member.name,
        phones(known),
        ids(known),
        member.minutes,
        member.meetings,
        local(member.last_met),
        str(member.get_state_display()),
        str(member.get_result_display()),
        (charge.get_full_name() or charge.get_username()) if charge else "",
        member.area.name if member.area else "",
        "",
    ]
