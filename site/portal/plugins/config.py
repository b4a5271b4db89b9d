"""What a plugin says of itself."""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, ClassVar

from django.apps import AppConfig
from django.conf import settings


class PluginConfig(AppConfig):
    """Base class of every plugin's AppConfig; its module must import no models.

    A plugin contributes by convention, each kind in its own file of the plugin's package:
    ``urls.py`` (``urlpatterns``, mounted at ``base_url`` in the namespace ``label``),
    ``blocks.py`` (``BLOCKS``, page blocks), ``panels.py`` (``PANELS``, dashboard panels),
    ``tasks.py`` (background tasks) and, as Wagtail does it, ``wagtail_hooks.py``.
    """

    version: ClassVar[str] = "0"
    requires_portal: ClassVar[str] = ""  # PEP 440 specifier, e.g. ">=1.0,<2"; empty = any
    depends_on: ClassVar[tuple[str, ...]] = ()  # labels of other plugins
    default_settings: ClassVar[dict[str, Any]] = {}
    required_settings: ClassVar[tuple[str, ...]] = ()
    base_url: ClassVar[str] = ""  # "venues/", without a leading slash; empty = no prefix
    queues: ClassVar[tuple[str, ...]] = ()  # task queues that a worker must serve for it
    # Role (portal.roles) -> permissions "app_label.codename" that the role has in this plugin.
    role_permissions: ClassVar[dict[Any, tuple[str, ...]]] = {}
    summary: ClassVar[Any] = ""  # one translatable sentence for the modules page

    @classmethod
    def setting(cls, name: str) -> Any:
        """Value from ``PLUGIN_SETTINGS[label]``, else the plugin's default; KeyError if neither."""
        given = settings.PLUGIN_SETTINGS.get(cls.label, {})
        return given[name] if name in given else cls.default_settings[name]

    @classmethod
    def contribution(cls, file: str) -> ModuleType | None:
        """The plugin's module ``file`` (e.g. "urls"), or None where it has none."""
        name = f"{cls.name}.{file}"
        return import_module(name) if find_spec(name) else None
