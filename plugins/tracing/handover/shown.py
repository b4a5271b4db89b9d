"""Requests as the pages show them."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from plugins.tracing.handover.models import HandOver, HandOverState

CSS = {
    HandOverState.ASKED: "w-status w-status--primary",
    HandOverState.GRANTED: "w-status cong-status--good",
    HandOverState.REFUSED: "w-status cong-status--stopped",
    HandOverState.REVOKED: "w-status",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A request; ``above`` names the unit above its area, ``holds``: its visits are seen now."""

    row: HandOver
    above: str
    holds: bool
    state: "str | Promise"
    css: str


def lines(rows: QuerySet[HandOver] | list[HandOver]) -> list[Line]:
    """One query besides the rows."""
    rows = list(rows)
    paths = {row.area.path[: -Area.steplen] for row in rows} - {""}
    names = dict(Area.objects.filter(path__in=paths).values_list("path", "name")) if paths else {}
    return [_line(row, names.get(row.area.path[: -Area.steplen], "")) for row in rows]


def _line(row: HandOver, above: str) -> Line:
    granted = row.state == HandOverState.GRANTED
    holds = granted and row.until is not None and row.until > timezone.now()
    if granted and not holds:
        return Line(row, above, holds, _("Ended"), "w-status")
    return Line(row, above, holds, row.get_state_display(), CSS[HandOverState(row.state)])
