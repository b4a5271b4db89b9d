"""Write the poster of a check point to a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from plugins.qr_venues.codes import typed
from plugins.qr_venues.models import Checkpoint
from plugins.qr_venues.posters import CONTENT_TYPES, poster, posters


class Command(BaseCommand):
    help = (
        "Write a check point's poster (A4, code 15 x 15 cm). Without --checkpoint a PDF has all "
        "check points of the venue, a page each; SVG and PNG have the first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--venue", required=True, metavar="CODE", help="venue code")
        parser.add_argument("--checkpoint", type=int, metavar="N", help="check point number")
        parser.add_argument("--format", required=True, choices=sorted(CONTENT_TYPES))
        parser.add_argument("--out", required=True, type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        checkpoints = _checkpoints(options["venue"], options["checkpoint"])
        if options["format"] == "pdf":
            content = posters(checkpoints)
        else:
            content = poster(checkpoints[0], options["format"])
        try:
            options["out"].write_bytes(content)
        except OSError as error:
            message = _("%(file)s cannot be written: %(why)s.")
            raise CommandError(message % {"file": options["out"], "why": error.strerror}) from error
        self.stdout.write(f"{options['out']}: {len(content)} bytes")


def _checkpoints(code: str, number: int | None) -> list[Checkpoint]:
    """The live check points asked for. Raises CommandError when there is none."""
    live = Checkpoint.objects.filter(venue__code=typed(code), revoked_at=None)
    if number is not None:
        live = live.filter(number=number)
    found = list(live.select_related("venue__area").order_by("number"))
    if not found and number is not None:
        message = _("Venue “%(code)s” has no live check point %(number)s, or does not exist.")
        raise CommandError(message % {"code": code, "number": number})
    if not found:
        message = _("There is no venue “%(code)s” with a live check point.")
        raise CommandError(message % {"code": code})
    return found
