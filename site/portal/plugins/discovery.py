"""Which plugins could be switched on: those in the tree and those installed as packages."""

import pkgutil
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points

from portal.plugins.config import PluginConfig

ENTRY_POINT_GROUP = "portal.plugins"


@dataclass(frozen=True)
class Candidate:
    """A plugin that exists; being one does not load it. ``path`` is "package.module:Class"."""

    label: str
    path: str

    def load(self) -> type[PluginConfig]:
        """Import the config class. Raises ImportError, AttributeError or TypeError."""
        module, _, name = self.path.partition(":")
        found = getattr(import_module(module), name)
        if not (isinstance(found, type) and issubclass(found, PluginConfig)):
            raise TypeError(f"{self.path} is not a PluginConfig")
        return found


def candidates() -> list[Candidate]:
    """In-tree plugins first, then installed entry points; none of their code is imported."""
    return [*_in_tree(), *_installed()]


def _in_tree() -> Iterable[Candidate]:
    plugins = import_module("plugins")

    for module in sorted(pkgutil.iter_modules(plugins.__path__), key=lambda m: m.name):
        if module.ispkg:
            config = "".join(part.title() for part in module.name.split("_")) + "Config"
            yield Candidate(module.name, f"plugins.{module.name}.apps:{config}")


def _installed() -> Iterable[Candidate]:
    for point in entry_points(group=ENTRY_POINT_GROUP):
        yield Candidate(point.name, point.value)
