"""manage.py trace_contacts: whom a person met, by phone or ID."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plugins.qr_venues.models import VenueCategory
from plugins.tracing import commandline, services
from plugins.tracing.errors import TracingRefused
from plugins.tracing.questions import id_question, phone_question
from plugins.tracing.spread.limits import FURTHEST


class Command(BaseCommand):
    """The same as the contacts in the admin: jurisdiction, permission, record of look-ups."""

    help = "Find who was at the same venue at the same time as a person."

    def add_arguments(self, parser: CommandParser) -> None:
        """See the usage."""
        question = parser.add_mutually_exclusive_group(required=True)
        question.add_argument("--phone")
        question.add_argument("--id")
        parser.add_argument(
            "--order",
            type=int,
            choices=range(1, FURTHEST + 1),
            default=1,
            help="2: also whom those met, and so on",
        )
        parser.add_argument(
            "--margin", type=int, help="minutes, 0 to 1440, added to both ends of a stay"
        )
        parser.add_argument(
            "--minutes", type=int, default=0, help="leave out who was together for less in all"
        )
        parser.add_argument(
            "--category",
            action="append",
            default=[],
            metavar="CODE",
            help="meetings at venues of this kind only; may be given several times",
        )
        commandline.add_common_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> str:
        """Look up; nearer orders before further ones, then the greatest risk first."""
        _check_categories(options["category"])
        try:
            by_phone = options["phone"] is not None
            question = phone_question(options["phone"]) if by_phone else id_question(options["id"])
            found = services.contacts(
                commandline.asker(options),
                question.keys[0],
                commandline.period(options),
                order=options["order"],
                margin=options["margin"],
                least_minutes=max(0, options["minutes"]),
                categories=options["category"],
            )
        except TracingRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        venues = commandline.codes(m.venue for c in found.contacts for m in c.meetings)
        if options["json"]:
            return commandline.as_json(_json(found, venues))
        minutes = _("min")
        lines = [
            f"{c.order}  {c.risk:5.1f}  {c.minutes:5d} {minutes}  "
            f"{c.person.name}  {c.person.key.hex}  "
            + ", ".join(sorted({venues[m.venue].name for m in c.meetings}))
            for c in found.contacts
        ]
        count = ngettext("%(n)s contact", "%(n)s contacts", len(lines)) % {"n": len(lines)}
        lines.append(f"{count} ({found.source.engine})")
        lines += commandline.warnings(found.source)
        if not found.complete:
            lines.append(_("There are more contacts than one look-up lists. Choose fewer days."))
        return "\n".join(lines)


def _check_categories(codes: list[str]) -> None:
    known = sorted(VenueCategory.objects.values_list("pk", flat=True))
    for code in codes:
        if code not in known:
            text = _("There is no kind of venue “%(code)s”; known are: %(known)s.")
            raise CommandError(text % {"code": code, "known": ", ".join(known)})


def _json(found: services.Contacts, venues: dict[int, Any]) -> dict[str, Any]:
    return {
        "engine": found.source.engine,
        "complete": found.complete,
        "partial": found.source.partial,
        "contacts": [
            {
                "key": contact.person.key.hex,
                "name": contact.person.name,
                "other_names": list(contact.person.other_names),
                "doubtful": contact.person.doubtful,
                "order": contact.order,
                "risk": round(contact.risk, 1),
                "minutes": contact.minutes,
                "meetings": [commandline.meeting_json(m, venues) for m in contact.meetings],
            }
            for contact in found.contacts
        ],
    }
