"""A person's own record as label and text, for the page."""

from django.utils.translation import gettext_lazy as _

from plugins.declarations import services
from plugins.declarations.declaring.shown import Line, declaration_lines, moment, person_lines
from plugins.declarations.models import Visit
from plugins.declarations.own.codes import Found


def lines(found: Found) -> list[Line]:
    """Everything that is kept of a record. Raises people.sealing.SealError."""
    shown: list[Line] = []
    if found.visit:
        shown += visit_lines(found.visit)
    if found.declaration:
        shown += declaration_lines(found.declaration, with_person=found.visit is None)
    return [(label, text) for label, text in shown if text]


def visit_lines(visit: Visit) -> list[Line]:
    """Place, times and person of a visit."""
    place = ", ".join(filter(None, (visit.venue.name, visit.venue.address, visit.venue.area.name)))
    out = moment(visit.checked_out) if visit.checked_out else _("not recorded")
    return [
        (_("Place"), place),
        (_("Checked in"), moment(visit.checked_in)),
        (
            _("The device’s clock, which was wrong"),
            moment(visit.device_time) if visit.device_time else "",
        ),
        (_("Checked out"), out),
        (_("How it was recorded"), visit.get_source_display()),
        *person_lines(visit.name, services.unsealed(visit)),
    ]
