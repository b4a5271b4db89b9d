"""The gate's page and what it asks the server."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from plugins.declarations.gate import sessions
from plugins.declarations.gate.counts import alerts, counts
from plugins.declarations.gate.entries import read_entry
from plugins.declarations.gate.envelopes import Envelope, Unreadable, opened
from plugins.declarations.gate.keys import public_key
from plugins.declarations.gate.models import GateLink
from plugins.declarations.gate.origin import is_own_page
from plugins.declarations.gate.pins import Answer, try_pin
from plugins.declarations.gate.shell import files, texts, version
from plugins.declarations.gate.taking import take
from plugins.declarations.rates import Rate, of_network, seconds_to_wait

MOST_ENTRIES = 100
MOST_BYTES = 1_000_000
REQUESTS_PER_MINUTE = 240  # of one link: some tablets that each send what they scan
PINS_PER_MINUTE = 60  # from one network, whatever the link: a market's gates may share one
_POLICY = {"script-src": [SELF, "'wasm-unsafe-eval'"], "worker-src": [SELF]}

View = Callable[..., HttpResponse]


def _of_link(view: View) -> View:
    """Give the view its link; 404 for a token that nobody has."""

    @wraps(view)
    def found(request: HttpRequest, token: str) -> HttpResponse:
        link = (
            GateLink.objects.select_related("venue__category", "checkpoint")
            .filter(token=token.upper())
            .first()
        )
        if link is None:
            return render(request, "declarations/gate/ended.html", {"link": None}, status=404)
        return view(request, link)

    return found


def _for_the_page(view: View) -> View:
    """For requests of the page's script: problems as JSON. Only from this site's own pages, only
    with the PIN typed, and not too often.
    """

    @wraps(view)
    def guarded(request: HttpRequest, link: GateLink) -> HttpResponse:
        if request.method == "POST" and not is_own_page(request):
            return JsonResponse({"problem": "origin"}, status=403)
        if link.revoked_at is not None:
            return JsonResponse({"problem": "revoked"}, status=410)
        if not sessions.is_open(request, link):
            return JsonResponse({"problem": "pin"}, status=401)
        wait = seconds_to_wait(Rate("gate", str(link.pk), REQUESTS_PER_MINUTE))
        if wait:
            return JsonResponse({"problem": "busy"}, status=429, headers={"Retry-After": str(wait)})
        return view(request, link)

    return guarded


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@csp_update(_POLICY)
@_of_link
def gate(request: HttpRequest, link: GateLink) -> HttpResponse:
    """The gate, or its PIN first."""
    if link.revoked_at is not None:
        return render(request, "declarations/gate/ended.html", {"link": link}, status=410)
    if request.method == "POST":
        return _pin(request, link)
    if not sessions.is_open(request, link):
        return _ask(request, link, "")
    response = render(request, "declarations/gate/page.html", _page(link))
    response["X-Gate-Page"] = "1"  # the service worker keeps this page and no other
    return response


def _pin(request: HttpRequest, link: GateLink) -> HttpResponse:
    wait = seconds_to_wait(replace(of_network(request, "gate-pin"), per_minute=PINS_PER_MINUTE))
    if wait:
        response = _ask(request, link, "busy", 429)
        response["Retry-After"] = str(wait)
        return response
    answer = try_pin(link, request.POST.get("pin", "")[:20], timezone.now())
    if answer is not Answer.RIGHT:
        return _ask(request, link, answer.value, 429 if answer is Answer.LOCKED else 200)
    redirect = HttpResponseRedirect(_address("gate", link))
    redirect.status_code = 303
    sessions.open_for(request, redirect, link)
    return redirect


def _ask(request: HttpRequest, link: GateLink, fault: str, status: int = 200) -> HttpResponse:
    context = {"link": link, "fault": fault}
    return render(request, "declarations/gate/pin.html", context, status=status)


def _page(link: GateLink) -> dict[str, Any]:
    """What the page is made of; its script reads ``config``."""
    key = public_key()
    names = ("gate_entries", "gate_state", "gate_reopen", "gate_worker")
    config = {
        "token": link.token,
        "venue": link.venue_id,
        "capacity": link.venue.capacity,
        "key": {"id": key.key_id, "point": key.point},
        "now": int(timezone.now().timestamp() * 1000),
        "language": get_language(),
        "page": _address("gate", link),
        **{name.removeprefix("gate_"): _address(name, link) for name in names},
        "files": files(),
    }
    return {"link": link, "config": config, "texts": texts()}


@csrf_exempt  # is_own_page stands for it: the page may be days old when it sends
@never_cache
@require_POST
@_of_link
@_for_the_page
def entries(request: HttpRequest, link: GateLink) -> HttpResponse:
    """Take up to MOST_ENTRIES envelopes: {"now": ms, "entries": […]} → {"results", "counts"}."""
    sent = _json(request)
    batch = sent.get("entries") if sent else None
    device_now = sent.get("now") if sent else None
    if not isinstance(batch, list) or type(device_now) is not int or len(batch) > MOST_ENTRIES:
        return JsonResponse({"problem": "batch"}, status=400)
    envelopes = [Envelope.read(each) for each in batch]
    whole = [envelope for envelope in envelopes if envelope is not None]
    if len(whole) != len(batch):
        return JsonResponse({"problem": "batch"}, status=400)
    now = timezone.now()
    results = take(link, whole, device_now, now)
    return JsonResponse({"results": [each.sent() for each in results], **_state(link)})


@never_cache
@require_GET
@_of_link
@_for_the_page
def state(request: HttpRequest, link: GateLink) -> HttpResponse:
    """Counts, the server's time and its key."""
    return JsonResponse(_state(link))


def _state(link: GateLink) -> dict[str, Any]:
    now = timezone.now()
    key = public_key()
    return {
        "now": int(now.timestamp() * 1000),
        "key": {"id": key.key_id, "point": key.point},
        "counts": {**counts(link.venue_id, now), "capacity": link.venue.capacity},
        "alerts": alerts(link.venue_id, now),
    }


@csrf_exempt  # as above
@never_cache
@require_POST
@_of_link
@_for_the_page
def reopen(request: HttpRequest, link: GateLink) -> HttpResponse:
    """What a refused entry says, to put it right: {"pin", "entry"} → its fields.

    The PIN is asked again: a stolen tablet, whose cookie may still be good, gives nothing.
    """
    sent = _json(request) or {}
    envelope = Envelope.read(sent.get("entry"))
    if envelope is None:
        return JsonResponse({"problem": "batch"}, status=400)
    answer = try_pin(link, str(sent.get("pin", ""))[:20], timezone.now())
    if answer is not Answer.RIGHT:
        return JsonResponse({"problem": answer.value}, status=403)
    try:
        plain = opened(envelope)
    except Unreadable:
        return JsonResponse({"problem": "unreadable"}, status=422)
    entry = read_entry(envelope.id, plain)
    if entry is None or entry.venue_id != link.venue_id:
        return JsonResponse({"problem": "unreadable"}, status=422)
    names = ("name", "phone", "id_number", "card")
    # With its own time, so that put right it counts as of then.
    when = {"deed": entry.deed, "at": entry.at, "offset": entry.offset}
    return JsonResponse({name: plain.get(name) or "" for name in names} | when)


@require_GET
@_of_link
def worker(request: HttpRequest, link: GateLink) -> HttpResponse:
    """The service worker that keeps the page for when there is no network."""
    context = {
        "page": _address("gate", link),
        "entries": _address("gate_entries", link),
        "venue": link.venue_id,
        "version": version(),
        "files": files(),
    }
    response = render(
        request,
        "declarations/gate/worker.js",
        {"config": json.dumps(context)},
        content_type="text/javascript",
    )
    response["Cache-Control"] = "no-cache"
    return response


@require_GET
@_of_link
def manifest(request: HttpRequest, link: GateLink) -> HttpResponse:
    """What makes the page installable."""
    page = _address("gate", link)
    content = {
        "id": page,
        "name": f"{link.venue.name} – {link.name}",
        "short_name": link.name[:12] or link.venue.name[:12],
        "lang": get_language(),
        "start_url": page,
        "scope": page,
        "display": "standalone",
        "background_color": "#f7f4ec",
        "theme_color": "#0e3d47",
        "icons": files()["icons"],
    }
    return JsonResponse(content, content_type="application/manifest+json")


def _json(request: HttpRequest) -> dict[str, Any] | None:
    try:
        if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
            return None
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    return sent if isinstance(sent, dict) else None


def _address(name: str, link: GateLink) -> str:
    return reverse(f"declarations:{name}", args=[link.token])
