"""Make everything that a fresh clone needs, and only what is missing or stale.

    python3 -m ops.setup          to serve: packages, styles, translations, database, demo content
    python3 -m ops.setup --dev    to test and lint: the development packages too, no database

A second run changes nothing. Nothing is written outside the clone but pip's and npm's caches.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from ops import database, packages_npm, packages_python
from ops.common import BUILD, ROOT, VENV, command, digest, environment, say

STYLES = BUILD / "static" / "portal" / "portal.css"
PYBABEL = VENV / "bin" / "pybabel"


def when_changed(what: str, sources: str, made: Sequence[Path], make: Callable[[], None]) -> None:
    """Run a step when the fingerprint of its sources changed or something it made is gone."""
    stamp = BUILD / "stamps" / what.replace(" ", "-")
    if stamp.exists() and stamp.read_text() == sources and all(path.exists() for path in made):
        return
    say(f"setup: {what} …")
    make()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(sources)


def styles() -> None:
    """Compile the design tokens with govuk-frontend into one style sheet."""
    source = ROOT / "site" / "portal" / "assets" / "portal.scss"

    def compile_styles() -> None:
        STYLES.parent.mkdir(parents=True, exist_ok=True)
        command(
            [
                packages_npm.node(), ROOT / "node_modules" / "sass" / "sass.js",
                f"--load-path={ROOT / 'node_modules'}",
                "--style=compressed", "--no-source-map", "--quiet-deps", source, STYLES,
            ],
            "The styles could not be compiled",
        )  # fmt: skip

    sources = digest([*source.parent.rglob("*.scss"), ROOT / "package-lock.json"])
    when_changed("styles", sources, [STYLES], compile_styles)


def compile_catalogue(path: Path) -> None:
    """Compile one catalogue into the .mo beside it; its language is its folder's name."""
    language, compiled = path.parts[-3], path.with_suffix(".mo")
    command(
        [PYBABEL, "-q", "compile", "-f", "-i", path, "-o", compiled, "-l", language],
        f"The translations in {path} could not be compiled",
    )


def translations() -> None:
    """Compile our catalogues and those for Wagtail (.po) into what gettext reads (.mo)."""
    catalogues = sorted((ROOT / "locale").rglob("LC_MESSAGES/*.po"))

    def compile_all() -> None:
        for path in catalogues:
            compile_catalogue(path)

    made = [path.with_suffix(".mo") for path in catalogues]
    when_changed("translations", digest(catalogues), made, compile_all)


def main(arguments: Sequence[str]) -> int:
    """Run the steps in order; each says a line only when it has work to do."""
    parser = argparse.ArgumentParser(prog="setup", description=__doc__)
    parser.add_argument(
        "--dev", action="store_true", help="for tests and lint; leaves the database alone"
    )
    options = parser.parse_args(arguments)
    begun = time.monotonic()
    packages_python.install("dev" if options.dev else "base")
    packages_npm.install()
    if options.dev:
        packages_npm.install(ROOT / "tests")
    styles()
    translations()
    if not options.dev:
        database.prepare(environment())
    say(f"setup: ready ({time.monotonic() - begun:.1f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
