"""What the tests need from the system: PostgreSQL, Java and Maven, Chromium, gettext, a font.

Anything already there, from whatever source, is left alone. On Debian and its kin the rest comes
through apt-get when we are root or sudo asks for no password; else one list says what is missing.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence

from ops.common import fail, say
from ops.servers import elasticsearch, postgresql

CHROMIUM = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]


def has_venv() -> bool:
    """Whether this Python can make virtual environments."""
    try:
        import ensurepip
    except ImportError:
        return False
    return bool(ensurepip.version())


def find_chromium() -> str | None:
    """The path of Chromium, or of Chrome, which does as well."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def has_vietnamese_font() -> bool:
    """Whether any installed font draws Vietnamese (fontconfig knows; Chromium needs it as well)."""
    if not shutil.which("fc-list"):
        return False
    shown = subprocess.run(
        ["fc-list", ":lang=vi", "family"], capture_output=True, text=True, check=False
    )
    return bool(shown.stdout.strip())


# Debian package(s), what for, whether it is there
Need = tuple[str, str, Callable[[], bool]]
NEEDS: list[Need] = [
    ("python3-venv", "virtual environments for Python", has_venv),
    ("postgresql", "PostgreSQL server", lambda: postgresql.find_programs() is not None),
    ("default-jre-headless", "Java 17 or newer", lambda: elasticsearch.find_java() is not None),
    ("maven", "Maven, which fetches Elasticsearch", lambda: bool(shutil.which("mvn"))),
    ("chromium", "Chromium", lambda: find_chromium() is not None),
    ("fontconfig fonts-noto-core", "a font with Vietnamese letters", has_vietnamese_font),
    ("gettext", "GNU gettext", lambda: bool(shutil.which("xgettext"))),
]
LOAD_GENERATOR: Need = ("wrk", "the load generator of the bench", lambda: bool(shutil.which("wrk")))


def missing(needs: Sequence[Need]) -> list[tuple[str, str]]:
    """(Debian packages, what they are) of everything that is not there."""
    return [(packages, what) for packages, what, is_there in needs if not is_there()]


def administrator() -> list[str] | None:
    """The words before a command that make it run as root: none for root; None when impossible."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        if asked.returncode == 0:
            return ["sudo", "-n", "--preserve-env=DEBIAN_FRONTEND"]
    return None


def main(needs: Sequence[Need] = NEEDS) -> int:
    """Install what is missing, or say what it is and how to get it."""
    wanted = missing(needs)
    if not wanted:
        return 0
    names = [name for packages, _ in wanted for name in packages.split()]
    listed = "".join(f"\n  - {what} (Debian: {packages})" for packages, what in wanted)
    apt = f"apt-get install {' '.join(names)}"
    prefix = administrator()
    if not shutil.which("apt-get"):
        raise fail(f"These are needed, from your system's packages:{listed}")
    if prefix is None:
        raise fail(f"These are needed:{listed}\nInstall them as administrator: {apt}")
    say(f"packages: {apt} …")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run = [*prefix, "apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", *names]):
        done = subprocess.run(
            [*run, *arguments], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        if done.returncode and arguments != ["update"]:
            raise fail(f"{done.stderr.strip()}\napt-get could not install what is needed:{listed}")
    if left := missing(needs):
        raise fail("Installed, and yet missing: " + ", ".join(what for _, what in left))
    return 0


if __name__ == "__main__":
    sys.exit(main())
