"""The runtime switch: a loaded plugin can be turned off in the admin, its data staying."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

# Other processes see a change after at most this long.
SECONDS_CACHED = 2.0

_cache: tuple[float, frozenset[str]] | None = None


def is_on(label: str) -> bool:
    """Whether the plugin is switched on (the default); at most one query per SECONDS_CACHED."""
    return label not in _switched_off()


def set_switch(label: str, *, on: bool, by: Any = None) -> None:
    """Turn a plugin on or off for every process; ``by`` is the account that did it."""
    from portal.models import PluginState

    PluginState.objects.update_or_create(label=label, defaults={"on": on, "changed_by": by})
    forget()


def forget() -> None:
    """Drop this process' copy, so that the next question asks the database."""
    global _cache
    _cache = None


def _switched_off() -> frozenset[str]:
    global _cache
    now = time.monotonic()
    if _cache is None or now >= _cache[0]:
        from portal.models import PluginState

        labels = PluginState.objects.filter(on=False).values_list("label", flat=True)
        _cache = (now + SECONDS_CACHED, frozenset(labels))
    return _cache[1]


def only_when_on(label: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorator for a view: 404 while the plugin is switched off."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not is_on(label):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


class PluginOff(RuntimeError):
    """A task of a plugin that is switched off was asked to run."""


def refuse_when_off(label: str) -> None:
    """For the first line of a task: raise PluginOff while the plugin is switched off."""
    if not is_on(label):
        raise PluginOff(label)
