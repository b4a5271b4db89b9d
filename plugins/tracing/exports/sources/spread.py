"""Those found by a run over contacts of contacts, order by order."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Case, OuterRef, QuerySet, Subquery, When
from django.utils.translation import gettext as _

from areas.scope import Scope
from plugins.declarations.models import Visit
from plugins.tracing.batches import batches
from plugins.tracing.errors import NotAllowed
from plugins.tracing.exports.listing import BATCH, Column, Listing, Order
from plugins.tracing.exports.sources.details import local, phone_and_id, visits_by_id
from plugins.tracing.handover.sight import around
from plugins.tracing.links.visits import newest_of_parted
from plugins.tracing.models import Spread
from plugins.tracing.spread.models import SpreadContact


def listing(order: Order) -> Listing:
    """``details``: "spread" (key). Raises NotAllowed for another account's run.

    Whose latest visit the account may not see any more, or is deleted, is left out, and the list
    counts as cut.
    """
    spread = Spread.objects.filter(pk=order.details["spread"], asked_by=order.asker.user).first()
    if spread is None:
        raise NotAllowed(_("This account may not see this run."))
    made = Listing(
        _("Contacts, order by order"), f"key:{spread.key.hex}", _columns(),
        of=spread.contacts.count(), complete=spread.complete,
    )  # fmt: skip
    made.about = [(_("Person"), spread.name)]
    made.rows = _rows(order, spread, made)
    return made


def _columns() -> list[Column]:
    return [
        Column(_("Order"), 7),
        Column(_("Name"), 26),
        Column(_("Phone"), 16),
        Column(_("ID"), 16),
        Column(_("Risk (of 100)"), 9),
        Column(_("Minutes together"), 9),
        Column(_("Meetings"), 9),
        Column(_("Last together"), 17),
    ]


def _rows(order: Order, spread: Spread, made: Listing) -> Iterator[list[Any]]:
    """Four queries for each BATCH, and two more where somebody was parted."""
    # Whom the person met where the visits were handed over is seen, too; see sight.around.
    near = around(order.scope, [spread.key])
    newest = Case(When(order=1, then=_newest(near)), default=_newest(order.scope))
    contacts = spread.contacts.annotate(newest=newest).order_by("order", "-risk", "pk")
    keys = list(spread.contacts.order_by("order", "-risk", "pk").values_list("pk", flat=True))
    for some in batches(keys, BATCH):
        chunk = list(contacts.filter(pk__in=some))
        newest_of = {contact.key: contact.newest for contact in chunk}
        for first, scope in ((True, near), (False, order.scope)):
            of_order = [contact.key for contact in chunk if (contact.order == 1) == first]
            newest_of |= newest_of_parted(of_order, _seen(scope))
        visits = visits_by_id(filter(None, newest_of.values()))
        for contact in chunk:
            if (visit := visits.get(newest_of[contact.key])) is not None:
                made.keys.update(map(UUID, contact.keys))
                yield _row(contact, visit)
            else:
                made.complete = False


def _seen(scope: Scope) -> QuerySet[Visit]:
    return Visit.objects.filter(scope.q("venue__area", "venue__category__sector"))


def _newest(scope: Scope) -> Subquery:
    seen = _seen(scope).filter(person_key=OuterRef("key"))
    return Subquery(seen.order_by("-checked_in").values("pk")[:1])


def _row(contact: SpreadContact, visit: Visit) -> list[Any]:
    phone, number = phone_and_id(visit)
    return [
        f"F{contact.order}",
        contact.name,
        phone,
        number,
        round(contact.risk),
        contact.minutes,
        contact.meetings,
        local(contact.last_met),
    ]
