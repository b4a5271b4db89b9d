"""Pictures and their tables as files."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from plugins.tracing.exports.kinds import Form
from plugins.tracing.exports.listing import Column
from plugins.tracing.exports.writing import warning, written

SVG, CSV = "svg", "csv"
KINDS = (SVG, CSV)


def about(
    title: str, reason: str, extent: str, *, personal: bool, complete: bool = True
) -> list[str]:
    """What stands above a picture that leaves the house.

    ``personal``: it names people. ``complete`` is False where there is more than is known here.
    """
    made = _("Made on %(when)s. Reason: %(reason)s") % {
        "when": f"{timezone.localtime():%d/%m/%Y %H:%M}",
        "reason": reason,
    }
    lines = [title, extent, made]
    if not complete:
        lines.insert(2, _("Not complete: a limit or a slow search index cut it off."))
    return [*lines, warning()] if personal else lines


def above(said: Sequence[str]) -> tuple[int, list[tuple[int, str]]]:
    """How much room the lines above a picture take, and each with its height, in pixels."""
    return (20 * len(said) + 8 if said else 0), [(20 * n + 22, line) for n, line in enumerate(said)]


def offered(address: str, query: str) -> list[tuple[str, str]]:
    """Addresses of both files with what their buttons say."""
    after = f"?{query}" if query else ""
    return [
        (f"{address}{SVG}/{after}", _("Picture as a file (SVG)")),
        (f"{address}{CSV}/{after}", _("Table as a file (CSV)")),
    ]


def picture(
    request: HttpRequest, template: str, context: dict[str, Any], name: str
) -> HttpResponse:
    """The SVG as a file."""
    content = render_to_string(template, context, request)
    return _file(content.strip().encode(), "image/svg+xml", f"{name}.svg")


def table(
    columns: Sequence[Column], rows: Iterable[Sequence[Any]], said: Sequence[str], name: str
) -> HttpResponse:
    """The table as a CSV file, with what it is at its end."""
    out = BytesIO()
    title, *rest = said
    csv = written(Form.CSV, out, title, columns)
    for row in rows:
        csv.append(row)
    if warning() in rest:
        csv.finish([("", line) for line in rest if line != warning()])
    else:
        csv.append([])
        for line in said:
            csv.append([line])
    return _file(out.getvalue(), "text/csv; charset=utf-8", f"{name}.csv")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
