"""Every text of code and templates stands in both catalogues, with its translation."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("vi", "en")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """A copy of the sources in which the texts were collected anew."""
    copy = tmp_path_factory.mktemp("texts")
    for name in ("site", "plugins", "ops", "locale"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", copy)
    (copy / ".venv").symlink_to(sys.prefix)
    done = subprocess.run(
        [sys.executable, "-m", "ops.translations"],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": "site:.", "DJANGO_SETTINGS_MODULE": "portal.settings.dev"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert "untranslated" in done.stderr, done.stderr
    return copy


def catalogue(root, language):
    return polib.pofile(str(root / "locale" / language / "LC_MESSAGES/django.po"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(collected, language):
    missing = [entry.msgid for entry in catalogue(collected, language).untranslated_entries()]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_as_collected(collected, language):
    """`make translations` was run since a text was added or taken away."""

    def keys(root):
        return {(entry.msgctxt, entry.msgid) for entry in catalogue(root, language)}

    assert keys(ROOT) == keys(collected)
