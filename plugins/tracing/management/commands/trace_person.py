"""manage.py trace_person: people by phone, ID or name, with their visits."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plugins.tracing import commandline, services
from plugins.tracing.errors import TracingRefused
from plugins.tracing.finding import PEOPLE_LIMIT
from plugins.tracing.persons import Person
from plugins.tracing.questions import id_question, name_question, phone_question


class Command(BaseCommand):
    """The same as the search in the admin: jurisdiction, permission, record of look-ups."""

    help = "Find people by phone, ID or name, with their visits."

    def add_arguments(self, parser: CommandParser) -> None:
        """See the usage."""
        question = parser.add_mutually_exclusive_group(required=True)
        question.add_argument("--phone")
        question.add_argument("--id")
        question.add_argument("--name")
        commandline.add_common_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> str:
        """Search; every person that fits is printed with all visits of the period."""
        try:
            if options["phone"] is not None:
                question = phone_question(options["phone"])
            elif options["id"] is not None:
                question = id_question(options["id"])
            else:
                question = name_question(options["name"])
            found = services.search(
                commandline.asker(options),
                question,
                commandline.period(options),
                per_page=PEOPLE_LIMIT,
            )
        except TracingRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            return commandline.as_json(_json(found))
        return _text(found)


def _json(found: services.People) -> dict[str, Any]:
    venues = _venues(found.people)
    return {
        "engine": found.source.engine,
        "complete": found.complete,
        "partial": found.source.partial,
        "people": [
            {
                "key": person.key.hex,
                "name": person.name,
                "other_names": list(person.other_names),
                "doubtful": person.doubtful,
                "visits": [commandline.visit_json(row, venues) for row in person.visits],
            }
            for person in found.people
        ],
    }


def _text(found: services.People) -> str:
    venues = _venues(found.people)
    lines = []
    for person in found.people:
        also = f" ({', '.join(person.other_names)})" if person.other_names else ""
        lines.append(f"{person.name}{also}  {person.key.hex}")
        for row in person.visits:
            end = "?" if row.assumed else ""
            lines.append(
                f"  {commandline.local(row.checked_in)} - {commandline.local(row.stay_end)}{end}"
                f"  {venues[row.venue_id].code} {venues[row.venue_id].name}  {row.source}"
            )
    count = ngettext("%(n)s person", "%(n)s people", len(found.people)) % {"n": len(found.people)}
    lines.append(f"{count} ({found.source.engine})")
    lines += commandline.warnings(found.source)
    if not found.complete:
        lines.append(_("More fit than are listed. Add a syllable of the name or choose days."))
    return "\n".join(lines)


def _venues(people: list[Person]) -> dict[int, Any]:
    return commandline.codes(venue for person in people for venue in person.venues)
