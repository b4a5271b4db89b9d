"""The page of the epidemic curve, and its files. It shows numbers, nobody's data."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from areas.scope import scope_for
from audit.models import Action
from plugins.tracing import inquiry
from plugins.tracing.casework import access
from plugins.tracing.exports.listing import Column
from plugins.tracing.periods import Period
from plugins.tracing.pictures import cases_counted, downloads
from plugins.tracing.pictures.curve import LEFT, WIDTH, Curve, curve
from plugins.tracing.pictures.forms import CurveForm
from plugins.tracing.pictures.services import record_taken
from plugins.tracing.reasons import Asker, check_reason
from plugins.tracing.recording import put_down
from plugins.tracing.views import for_officials


@access.for_case_workers
@for_officials
@require_safe
def cases(request: HttpRequest, kind: str = "") -> HttpResponse:
    """Cases of one's own areas, day by day."""
    if kind and kind not in downloads.KINDS:
        raise Http404
    form = CurveForm({"counted": "opened", **request.GET.dict()})
    now = inquiry.current(request.session)
    asker = Asker(request.user, now.reason, request.META.get("REMOTE_ADDR"))
    reason = check_reason(asker.reason, scope_for(request.user))
    context: dict[str, Any] = {"form": form, "inquiry": now}
    if not form.is_valid():
        return render(request, "tracing/pictures/curve.html", context)
    given = form.cleaned_data
    period = Period.of_days(given["first"], given["last"])
    if given["counted"] == "positive":
        counts = cases_counted.positive(access.members_for(request.user), period)
    else:
        counts = cases_counted.opened(access.own_cases(request.user), period)
    labels = cases_counted.labels(counts)
    made = curve(counts, given["first"], given["last"], _("Other areas"), labels)
    details = {"what": "picture"}
    question = f"curve:{given['counted']}"
    put_down(asker, Action.SEARCH, reason, question, made.total, details, period)
    record_taken(asker, reason, question, made.total, kind)
    title = str(dict(CurveForm.COUNTED)[given["counted"]])
    extent = _("%(n)s in all, %(first)s to %(last)s") % {
        "n": made.total,
        "first": f"{given['first']:%d/%m/%Y}",
        "last": f"{given['last']:%d/%m/%Y}",
    }
    if kind:
        return _file(
            request, kind, made, title, downloads.about(title, reason.text, extent, personal=False)
        )
    query = urlencode(
        {
            "counted": given["counted"],
            "first": f"{given['first']:%d/%m/%Y}",
            "last": f"{given['last']:%d/%m/%Y}",
        }
    )
    context |= {
        "form": CurveForm(initial=given),  # with the days meant
        "curve": made,
        "svg": _svg(made, []),
        "title": title,
        "extent": extent,
        "legend": list(zip(made.names, made.totals, strict=True)),
        "rows": _rows(made),
        "files": downloads.offered(reverse("tracing_curve"), query),
    }
    return render(request, "tracing/pictures/curve.html", context)


def _file(
    request: HttpRequest, kind: str, made: Curve, title: str, said: list[str]
) -> HttpResponse:
    if kind == downloads.CSV:
        columns = [Column(_("From")), Column(_("To")), *map(Column, made.names), Column(_("All"))]
        rows = [
            [f"{bar.first:%d/%m/%Y}", f"{bar.last:%d/%m/%Y}", *numbers, bar.total]
            for bar, numbers in _rows(made)
        ]
        return downloads.table(columns, rows, said, "cases")
    drawn = _svg(made, said)
    template = "tracing/pictures/curve_svg.html"
    return downloads.picture(request, template, {"svg": drawn, "title": title}, "cases")


def _svg(made: Curve, said: list[str]) -> dict[str, Any]:
    """What the template of the picture takes; a file has its legend in the picture."""
    top, about = downloads.above(said)
    legend = made.names if said else []
    return {
        "curve": made,
        "about": about,
        "top": top,
        "left": LEFT,
        "right": LEFT + WIDTH,
        "below": made.height - 44 + 20,
        "legend": [(made.height + top + 20 * n, name) for n, name in enumerate(legend)],
        "height": made.height + top + 20 * len(legend),
    }


def _rows(made: Curve) -> list[tuple[Any, list[int]]]:
    """Each day or week with its numbers by area."""
    found = []
    for bar in made.bars:
        numbers = {piece.series: piece.number for piece in bar.pieces}
        found.append((bar, [numbers.get(n, 0) for n in range(len(made.names))]))
    return found
