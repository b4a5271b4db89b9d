"""Pages and files of contact graphs, of a run and of a case."""

from typing import Any
from uuid import UUID

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from plugins.tracing.casework import access
from plugins.tracing.casework.views import address_of
from plugins.tracing.errors import NoReason
from plugins.tracing.handover.sight import around, sight_for
from plugins.tracing.models import CaseStatus
from plugins.tracing.pictures import downloads, graph_shown
from plugins.tracing.pictures.case_graph import graph_of_case
from plugins.tracing.pictures.forms import WindowForm
from plugins.tracing.pictures.graph import Graph
from plugins.tracing.pictures.limits import USUAL
from plugins.tracing.pictures.run_graph import graph_of_run
from plugins.tracing.pictures.services import record_run, record_taken
from plugins.tracing.reasons import Asker, Reason, check_reason
from plugins.tracing.spread.services import runs_of
from plugins.tracing.views import for_officials


@for_officials
@require_safe
def run(request: HttpRequest, pk: UUID, kind: str = "") -> HttpResponse:
    """Those found by one's own run. The run's reason is the reason of this look-up too."""
    _check(kind)
    spread = get_object_or_404(runs_of(request.user).select_related("case"), pk=pk)
    scope = sight_for(request.user)
    asker = Asker(request.user, spread.reason, request.META.get("REMOTE_ADDR"))
    try:
        reason = check_reason(spread.reason, scope)
    except NoReason as fault:
        messages.error(request, fault.message)
        return redirect("tracing_spread", pk)
    form = _form(request)
    graph = graph_of_run(spread, around(scope, [spread.key]), form.window())
    record_run(asker, reason, spread, graph, kind)
    context = {"of": spread.name, "back": reverse("tracing_spread", args=[pk])}
    part = _("The %(shown)s people of the greatest risk of %(of)s, with those through whom.")
    extent = _extent(graph, part)
    return _answer(request, graph, form, reason, extent, kind, context)


@access.for_case_workers
@require_safe
def case(request: HttpRequest, pk: int, kind: str = "") -> HttpResponse:
    """The persons of a case, as far as their visits may be seen."""
    _check(kind)
    own = access.open_case_of(request, pk)
    if own.status != CaseStatus.OPEN:  # no reason to look anybody up
        messages.error(request, _("Case %(number)s is closed.") % {"number": own})
        return redirect(address_of(own))
    asker = Asker(request.user, own.number, request.META.get("REMOTE_ADDR"))
    form = _form(request)
    found = graph_of_case(asker, own, form.window())
    reason = Reason(own.number, own.number)
    keys = [node.key for node in found.graph.nodes]
    record_taken(asker, reason, f"case:{own.number}", len(keys), kind, keys)
    context = {"of": own.number, "case": own, "back": address_of(own), "source": found.source}
    part = _("The %(shown)s people nearest to F0 and longest together of %(of)s.")
    extent = _extent(found.graph, part)
    return _answer(request, found.graph, form, reason, extent, kind, context)


def _check(kind: str) -> None:
    if kind and kind not in downloads.KINDS:
        raise Http404


def _form(request: HttpRequest) -> WindowForm:
    given = {name for name in ("since", "until", "most") if request.GET.get(name)}
    return WindowForm({"most": USUAL, **request.GET.dict()} if given else None)


def _answer(
    request: HttpRequest,
    graph: Graph,
    form: WindowForm,
    reason: Reason,
    extent: str,
    kind: str,
    context: dict[str, Any],
) -> HttpResponse:
    venues = graph_shown.venues_of(graph)
    rows, alone = graph_shown.rows(graph, venues), graph_shown.alone(graph)
    title = f"{_('Who met whom')}: {context['of']}"
    name = "contacts"
    if kind:
        said = downloads.about(title, reason.text, extent, personal=True, complete=graph.complete)
        if kind == downloads.CSV:
            cells = graph_shown.cells(rows, alone)
            return downloads.table(graph_shown.columns(), cells, said, name)
        drawn = graph_shown.svg(graph, venues, said, links=False)
        template = "tracing/pictures/graph_svg.html"
        return downloads.picture(request, template, {"svg": drawn, "title": title}, name)
    context |= {
        "graph": graph,
        "form": form,
        "title": title,
        "reason": reason.text,
        "extent": extent,
        "rows": rows,
        "alone": alone,
        "span": graph.span,
        "slider": _slider(graph),
        "svg": graph_shown.svg(graph, venues, (), links=True),
        "files": downloads.offered(request.path, request.GET.urlencode()),
    }
    return render(request, "tracing/pictures/graph.html", context)


def _slider(graph: Graph) -> dict[str, int]:
    """The whole time in minutes since 1970."""
    if graph.span is None:
        return {}
    first, last = (int(at.timestamp() // 60) for at in graph.span)
    return {"first": first, "last": last + 1}


def _extent(graph: Graph, part: str) -> str:
    """How much is shown; ``part`` says it where it is not all."""
    shown, of = len(graph.nodes), graph.nodes_of
    if shown < of:
        said = part % {"shown": _number(shown), "of": _number(of)}
    else:
        said = ngettext("%(n)s person.", "%(n)s people.", shown) % {"n": _number(shown)}
    lines = len(graph.lines)
    if lines < graph.lines_of:
        text = _("The %(shown)s lines of the longest time together of %(of)s.")
        return f"{said} {text % {'shown': _number(lines), 'of': _number(graph.lines_of)}}"
    text = ngettext("%(n)s line between them.", "%(n)s lines between them.", lines)
    return f"{said} {text % {'n': _number(lines)}}"


def _number(number: int) -> str:
    return str(intcomma(number))
