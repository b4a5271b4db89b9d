"""What the loaded plugins contribute, by kind. Frozen once Django has started."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps

from portal.plugins.config import PluginConfig

# kind -> (file in the plugin, name of the list in that file)
CONVENTIONS = {
    "urls": ("urls", "urlpatterns"),
    "blocks": ("blocks", "BLOCKS"),
    "panels": ("panels", "PANELS"),
}


class RegistryFrozen(RuntimeError):
    """Something tried to contribute after start-up."""


class Registry:
    """Contributions found by convention, plus those a plugin adds in its ``ready()``."""

    def __init__(self) -> None:
        self._added: list[tuple[str, str, Any]] = []
        self._frozen = False

    def add(self, kind: str, label: str, item: Any) -> None:
        """Contribute ``item`` for the plugin ``label``. Raises RegistryFrozen after start-up."""
        if kind not in CONVENTIONS:
            raise ValueError(f"unknown kind of contribution: {kind}")
        if self._frozen:
            raise RegistryFrozen(f"{label} tried to add {kind} after start-up")
        self._added.append((kind, label, item))

    def freeze(self) -> None:
        """No more additions; called by the host when all apps are ready."""
        self._frozen = True

    def contributions(self, kind: str) -> Iterator[tuple[str, Any]]:
        """Pairs (plugin label, item), in the plugins' dependency order."""
        file, name = CONVENTIONS[kind]
        for config in loaded():
            module = config.contribution(file)
            for item in getattr(module, name, ()):
                yield config.label, item
            for added_kind, label, item in self._added:
                if (added_kind, label) == (kind, config.label):
                    yield label, item


registry = Registry()


def loaded() -> list[PluginConfig]:
    """The plugins that are loaded, in dependency order (whether switched on or not)."""
    return [config for config in apps.get_app_configs() if isinstance(config, PluginConfig)]
