"""From the names in ``PLUGINS`` to the plugins that are loaded, in dependency order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from portal.plugins.config import PluginConfig
from portal.plugins.discovery import Candidate


@dataclass(frozen=True)
class Problem:
    """Why a plugin cannot be loaded; ``code`` ends the id of the system check."""

    code: str
    message: str


@dataclass(frozen=True)
class Activation:
    """The plugins to load, those they depend on first, and what stops the others."""

    plugins: tuple[type[PluginConfig], ...]
    problems: tuple[Problem, ...]

    @property
    def installed_apps(self) -> list[str]:
        """Entries for INSTALLED_APPS."""
        return [f"{config.__module__}.{config.__qualname__}" for config in self.plugins]


def activate(
    wanted: Sequence[str],
    found: Iterable[Candidate],
    portal_version: str,
    taken_labels: frozenset[str] = frozenset(),
) -> Activation:
    """Choose and order the plugins named in ``wanted``; unsound ones are left out and reported.

    ``taken_labels`` are the app labels of the host itself.
    """
    problems: list[Problem] = []
    configs: dict[str, type[PluginConfig]] = {}
    by_label: dict[str, list[Candidate]] = {}
    for candidate in found:
        by_label.setdefault(candidate.label, []).append(candidate)

    for label in dict.fromkeys(wanted):
        config = _load(label, by_label.get(label, []), taken_labels, problems)
        if config and _fits(config, portal_version, problems):
            configs[label] = config
    _drop_unmet(configs, problems)
    return Activation(_ordered(configs, problems), tuple(problems))


def _load(
    label: str,
    named: list[Candidate],
    taken_labels: frozenset[str],
    problems: list[Problem],
) -> type[PluginConfig] | None:
    if not named:
        problems.append(
            Problem("unknown", f"PLUGINS names “{label}”, but no such plugin is installed.")
        )
        return None
    if len(named) > 1 or label in taken_labels:
        paths = ", ".join(c.path for c in named)
        problems.append(Problem("collision", f"The label “{label}” is taken twice: {paths}."))
        return None
    try:
        config = named[0].load()
    except (ImportError, AttributeError, TypeError) as error:
        problems.append(Problem("broken", f"The plugin “{label}” cannot be loaded: {error}."))
        return None
    if config.label != label:
        problems.append(
            Problem(
                "label", f"The plugin “{label}” calls itself “{config.label}”; both must agree."
            )
        )
        return None
    return config


def _fits(config: type[PluginConfig], portal_version: str, problems: list[Problem]) -> bool:
    try:
        fits = SpecifierSet(config.requires_portal).contains(portal_version, prereleases=True)
    except InvalidSpecifier:
        fits = False
    if not fits:
        problems.append(
            Problem(
                "version",
                f"The plugin “{config.label}” needs portal {config.requires_portal}; "
                f"this is {portal_version}.",
            )
        )
    return fits


def _drop_unmet(configs: dict[str, type[PluginConfig]], problems: list[Problem]) -> None:
    """Leave out plugins whose dependencies are not loaded, and those that need them in turn."""
    while unmet := [
        (label, missing)
        for label, config in configs.items()
        if (missing := sorted(set(config.depends_on) - set(configs)))
    ]:
        for label, missing in unmet:
            del configs[label]
            names = ", ".join(f"“{name}”" for name in missing)
            problems.append(
                Problem(
                    "dependency",
                    f"The plugin “{label}” needs {names}: name it in PLUGINS too, "
                    f"or take “{label}” out.",
                )
            )


def _ordered(
    configs: dict[str, type[PluginConfig]], problems: list[Problem]
) -> tuple[type[PluginConfig], ...]:
    graph = {label: config.depends_on for label, config in configs.items()}
    try:
        return tuple(configs[label] for label in TopologicalSorter(graph).static_order())
    except CycleError as error:
        problems.append(
            Problem("cycle", "Plugins depend on each other in a ring: " + " → ".join(error.args[1]))
        )
        return ()
