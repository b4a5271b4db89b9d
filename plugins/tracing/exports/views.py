"""Pages of exports: ask for one, see it being made, take it, list one's own."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from plugins.tracing import inquiry
from plugins.tracing.apps import TracingConfig
from plugins.tracing.errors import TracingRefused
from plugins.tracing.exports import files, services
from plugins.tracing.exports.forms import ExportForm
from plugins.tracing.exports.kinds import Form, Kind
from plugins.tracing.exports.messages import problem_text, state_colour
from plugins.tracing.exports.models import Export, ExportState
from plugins.tracing.exports.questions import asked_in
from plugins.tracing.exports.writing import warning
from plugins.tracing.reasons import Asker
from plugins.tracing.views import for_officials

PER_PAGE = 30
_TYPES = {
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.CSV: "text/csv; charset=utf-8",
}


@for_officials
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The account's own exports, the newest first."""
    page = Paginator(services.exports_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [_line(export) for export in page.object_list],
        "left": services.left_today(request.user),
        "hours": TracingConfig.setting("export_hours"),
    }
    return render(request, "tracing/exports/index.html", context)


@for_officials
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, kind: str) -> HttpResponse:
    """Say what will be exported and what that means; then have it made."""
    if kind not in Kind.values:
        raise Http404
    asked = asked_in(request, Kind(kind))
    now = inquiry.current(request.session)
    why = asked.reason or now.reason
    asker = Asker(request.user, why, request.META.get("REMOTE_ADDR"))
    services.reason_for(asker, Kind(kind), asked.question)  # without one it is asked for first
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = Form(form.cleaned_data["form"])
        try:
            export = services.ask(asker, Kind(kind), wanted, asked.question)
        except services.QuotaUsed as fault:
            form.add_error(None, str(fault))
        else:
            return redirect("tracing_export", export.pk)
    days = {
        name: date.fromisoformat(day)
        for name in ("first", "last")
        if (day := asked.question.get(name))
    }
    context: dict[str, Any] = {
        "form": form,
        "kind": Kind(kind),
        "asked": asked,
        "days": days,
        "why": why,
        "warning": warning(),
        "left": services.left_today(request.user),
        "hours": TracingConfig.setting("export_hours"),
        "most": TracingConfig.setting("export_rows"),
    }
    return render(request, "tracing/exports/ask.html", context)


@for_officials
@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How it stands; refreshes itself until it is over."""
    export = _own(request, pk)
    kept = timedelta(hours=float(TracingConfig.setting("export_hours")))
    context = {
        "line": _line(export),
        "export": export,
        "working": export.state in services.WAITING,
        "until": export.asked_at + kept,
        "again": bool(export.question),
    }
    return render(request, "tracing/exports/detail.html", context)


@for_officials
@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop it, or delete the file that waits."""
    if not services.cancel(_own(request, pk)):
        messages.info(request, _("This list was finished already."))
    return redirect("tracing_export", pk)


@for_officials
@require_POST
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same once more."""
    asker = Asker(request.user, "", request.META.get("REMOTE_ADDR"))
    try:
        export = services.ask_again(_own(request, pk), asker)
    except TracingRefused as fault:
        messages.error(request, str(fault))
        return redirect("tracing_export", pk)
    return redirect("tracing_export", export.pk)


@for_officials
@require_POST
def take(request: HttpRequest, pk: UUID) -> Any:
    """The file; once it was handed out whole, it is kept no longer."""
    export = _own(request, pk)
    if export.state != ExportState.READY:
        return redirect("tracing_export", pk)
    asker = Asker(request.user, export.reason, request.META.get("REMOTE_ADDR"))
    try:
        services.check_sight(export, asker)
    except TracingRefused as fault:
        messages.error(request, str(fault))
        return redirect("tracing_export", pk)
    try:
        content = files.pieces(export.pk)
    except FileNotFoundError:
        messages.error(request, _("The file is not there any more. Ask for it again."))
        return redirect("tracing_export", pk)
    moment = timezone.localtime(export.asked_at)
    name = f"cong-{export.kind}-{moment:%Y%m%d-%H%M}.{export.form}"
    response = StreamingHttpResponse(
        _handed_out(export, content), content_type=_TYPES[Form(export.form)]
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _handed_out(export: Export, content: Iterator[bytes]) -> Iterator[bytes]:
    yield from content
    services.taken(export)


def _own(request: HttpRequest, pk: UUID) -> Export:
    return get_object_or_404(services.exports_of(request.user), pk=pk)


def _line(export: Export) -> dict[str, Any]:
    return {
        "export": export,
        "kind": Kind(export.kind).label,
        "form": export.form,
        "problem": problem_text(export),
        "colour": state_colour(export),
        "percent": min(100, export.rows * 100 // export.rows_of) if export.rows_of else None,
    }
