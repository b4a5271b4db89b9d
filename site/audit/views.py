"""Pages for a privacy officer: the record of look-ups, what stands out in it, telling a person."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from audit import reading, telling
from audit.export import csv_lines
from audit.forms import FilterForm, RequestForm, TellForm
from audit.models import Action, AuditEntry
from audit.patterns import limit_of
from audit.services import first_broken, record
from audit.words import details_shown

PER_PAGE = 50
VERIFIED_HERE = 200_000  # newest entries; `manage.py audit verify` takes all
DAYS = (7, 30, 90)
View = Callable[..., HttpResponseBase]


def for_officers(view: View) -> View:
    """Only for those who may read the record; never kept by browsers."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not reading.may_read(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return never_cache(guarded)


@for_officers
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The entries, newest first, a page at a time: ``before`` is the last entry of a page."""
    form = FilterForm(request.GET or None)
    rows = form.chosen.entries()
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    entries = list(rows[: PER_PAGE + 1])
    context = {
        "form": form,
        "lines": [(entry, *reading.question_shown(entry)) for entry in entries[:PER_PAGE]],
        "older": entries[PER_PAGE - 1].pk if len(entries) > PER_PAGE else None,
        "paged": bool(before),
        "query": _query(form),
        "verified": AuditEntry.objects.filter(action=Action.VERIFY).first(),
    }
    return render(request, "audit/index.html", context)


@for_officers
@require_safe
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry with everything it holds."""
    row = get_object_or_404(AuditEntry, pk=pk)
    kind, mark = reading.question_shown(row)
    context = {
        "entry": row,
        "kind": kind,
        "mark": mark,
        "office": telling.offices_of([row])[row.pk],
        "details": details_shown(row),
    }
    return render(request, "audit/entry.html", context)


@for_officers
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Recompute the chain of the newest entries; that it was done is an entry, too."""
    broken = first_broken(VERIFIED_HERE)
    looked_at = min(AuditEntry.objects.count(), VERIFIED_HERE)
    record(
        request.user,
        Action.VERIFY,
        results=looked_at,
        address=request.META.get("REMOTE_ADDR"),
        details={"broken": broken.pk} if broken else {},
    )
    if broken:
        text = _("Entry %(pk)s of %(at)s was changed, or one before it is gone.")
        at = timezone.localtime(broken.at)
        messages.error(request, text % {"pk": broken.pk, "at": f"{at:%d/%m/%Y %H:%M}"})
    else:
        text = ngettext("%(n)s entry, in order.", "%(n)s entries, all in order.", looked_at)
        messages.success(request, text % {"n": looked_at})
    return redirect("audit_index")


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponseBase:
    """The filtered entries as CSV, with a reason; recorded before the first line leaves."""
    chosen = FilterForm(request.GET or None)
    rows = chosen.chosen.entries()
    form = RequestForm(request.POST or None)
    count = rows.count()
    if request.method == "POST" and form.is_valid():
        made = record(
            request.user,
            Action.EXPORT,
            reason=form.cleaned_data["reason"],
            results=count,
            address=request.META.get("REMOTE_ADDR"),
            details={"what": "record", "filter": _query(chosen)},
        )
        answer = StreamingHttpResponse(
            csv_lines(rows.filter(pk__lt=made.pk)), content_type="text/csv; charset=utf-8"
        )
        name = f"nhat-ky-tra-cuu-{timezone.localdate():%Y-%m-%d}.csv"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
    context = {"form": form, "count": count, "query": _query(chosen)}
    return render(request, "audit/export.html", context)


@for_officers
@require_safe
def patterns(request: HttpRequest) -> HttpResponse:
    """What stands out in the last days."""
    days = next((n for n in DAYS if str(n) == request.GET.get("days")), DAYS[1])
    limits = reading.limits()
    found = reading.unusual(days)
    rules = [
        {
            "rule": rule,
            "text": text % {"n": limit_of(rule, limits), **reading.night(limits)},
            "findings": [each for each in found.findings if each.rule == rule],
        }
        for rule, text in reading.RULES.items()
    ]
    context = {"rules": rules, "found": found, "days": days, "choices": DAYS}
    return render(request, "audit/patterns.html", context)


@for_officers
@sensitive_post_parameters("name", "phone", "number")
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest) -> HttpResponse:
    """Who asks to be told."""
    form = TellForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "phone", "number", "reason")}
        token = telling.keep(request.session, telling.Asked(**given, keys=form.keys))
        return redirect("audit_told", token)
    return render(request, "audit/tell.html", {"form": form})


@for_officers
@require_safe
def told(request: HttpRequest, token: str) -> HttpResponse:
    """The look-ups of the person."""
    return _told(request, token, "audit/told.html")


@for_officers
@require_safe
def letter(request: HttpRequest, token: str) -> HttpResponse:
    """The answer to print; in Vietnamese, whatever language the officer works in."""
    with override("vi"):
        return _told(request, token, "audit/letter.html")


def _told(request: HttpRequest, token: str, template: str) -> HttpResponse:
    asked = telling.kept(request.session, token)
    if asked is None:
        messages.info(request, _("This request is no longer kept. Enter it again."))
        return redirect("audit_tell")
    written = template.endswith("letter.html")
    answer = telling.tell(asked, request.user, request.META.get("REMOTE_ADDR"), letter=written)
    context = {"asked": asked, "told": answer, "token": token, "today": timezone.localdate()}
    return render(request, template, context)


def _query(form: FilterForm) -> str:
    """What keeps the filter in links."""
    return urlencode(
        {key: value for key, value in form.data.items() if key in form.fields and value}
    )
