"""What happens to the catalogues after Django gathered the texts."""

import polib

from ops.translations import tidy


def catalogue(*entries: polib.POEntry) -> polib.POFile:
    """A catalogue in memory."""
    file = polib.POFile()
    file.extend(entries)
    return file


def test_a_guessed_translation_is_emptied() -> None:
    guessed = polib.POEntry(msgid="Leave", msgstr="Khai báo vào", flags=["fuzzy"])
    file = catalogue(guessed)
    tidy(file, "vi")
    assert file.untranslated_entries() == [guessed]


def test_a_real_translation_stays() -> None:
    entry = polib.POEntry(msgid="Check in", msgstr="Khai báo vào")
    tidy(catalogue(entry), "vi")
    assert entry.msgstr == "Khai báo vào"


def test_english_repeats_the_text() -> None:
    entry = polib.POEntry(msgid="Check in", msgstr="")
    tidy(catalogue(entry), "en")
    assert entry.msgstr == "Check in"


def test_english_plurals_repeat_both_forms() -> None:
    entry = polib.POEntry(
        msgid="%(n)s visit", msgid_plural="%(n)s visits", msgstr_plural={0: "", 1: ""}
    )
    tidy(catalogue(entry), "en")
    assert entry.msgstr_plural == {0: "%(n)s visit", 1: "%(n)s visits"}
