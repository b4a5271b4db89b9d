"""Collect the texts of code and templates into locale/, and count what lacks a translation.

English is the language of the source, so its catalogue is filled by itself. A translation that
gettext only guessed from a similar text (fuzzy) is emptied: a wrong one is worse than none.
"""

import sys
from collections.abc import Sequence

import polib

from ops.common import PYTHON, ROOT, command, say

IGNORED = [".venv", "node_modules", "build", "var", "tests", "docs"]
PLURALS = {"vi": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}


def collect() -> None:
    """Let Django gather the texts; locale/ at the top is the only catalogue folder."""
    ignore = [f"--ignore={name}/*" for name in IGNORED]
    locales = [f"--locale={name}" for name in PLURALS]
    options = [*locales, *ignore, "--no-location", "--no-obsolete"]
    command([PYTHON, "manage.py", "makemessages", *options], "The texts could not be collected")


def tidy(catalogue: polib.POFile, language: str) -> None:
    """Empty the guesses, repeat each text as its own translation in English, drop dates."""
    source_language = language == "en"
    catalogue.header = ""
    catalogue.metadata_is_fuzzy = False
    catalogue.metadata = {
        "Project-Id-Version": "cong",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    for entry in catalogue:
        if entry.fuzzy:
            entry.flags.remove("fuzzy")
            entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None
            entry.msgstr = ""
            entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
        if source_language and entry.msgid_plural:
            entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
        elif source_language:
            entry.msgstr = entry.msgid


def main(arguments: Sequence[str]) -> int:
    """Collect, tidy and report; 1 when a text lacks its translation."""
    collect()
    missing = 0
    for language in PLURALS:
        path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
        catalogue = polib.pofile(str(path))
        tidy(catalogue, language)
        catalogue.save(str(path))
        catalogue.save_as_mofile(str(path.with_suffix(".mo")))
        untranslated = catalogue.untranslated_entries()
        missing += len(untranslated)
        say(f"{language}: {len(catalogue)} texts, {len(untranslated)} untranslated")
        for entry in untranslated:
            say(f"  {entry.msgid!r}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
