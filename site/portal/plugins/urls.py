"""Mounts every loaded plugin's addresses at its ``base_url``, guarded by its switch."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail.utils.urlpatterns import decorate_urlpatterns

from portal.plugins.registry import loaded, registry
from portal.plugins.switch import only_when_on


def plugin_urlpatterns() -> list[URLPattern | URLResolver]:
    """One include per plugin that has addresses, namespaced by its label."""
    patterns: dict[str, list] = {}
    for label, pattern in registry.contributions("urls"):
        patterns.setdefault(label, []).append(pattern)
    return [
        path(
            config.base_url,
            include(
                (
                    decorate_urlpatterns(patterns[config.label], only_when_on(config.label)),
                    config.label,
                )
            ),
        )
        for config in loaded()
        if config.label in patterns
    ]
