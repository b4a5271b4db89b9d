"""Production refuses to start without its secrets, and says which are missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
COMPLETE = {
    "SECRET_KEY": "k" * 60,
    "FIELD_KEYS": "a:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "BLIND_INDEX_KEY": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "ALLOWED_HOSTS": "cong.example.vn",
    "DATABASE_URL": "sqlite://:memory:",
    "PUBLIC_URL": "https://cong.example.vn",
}


def check(**environment):
    """Run ``manage.py check`` in a new process; returns (exit code, what it said)."""
    outside = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**outside, "DJANGO_SETTINGS_MODULE": "portal.settings.production", **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr


def test_complete_settings_start():
    code, said = check(**COMPLETE)
    assert code == 0, said


@pytest.mark.parametrize("name", COMPLETE)
def test_a_missing_setting_stops_the_start_and_is_named(name):
    code, said = check(**{k: v for k, v in COMPLETE.items() if k != name})
    assert code != 0
    assert f"Set these environment variables: {name}" in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "insecure-development-key-never-use-it-for-real-data-0123456789"),
        ("FIELD_KEYS", "dev:aW5zZWN1cmUtZGV2ZWxvcG1lbnQta2V5LTAwMDAwMDE="),
        ("BLIND_INDEX_KEY", "aW5zZWN1cmUtZGV2ZWxvcG1lbnQta2V5LTAwMDAwMDI="),
    ],
)
def test_a_development_key_stops_the_start_and_is_named(name, value):
    code, said = check(**{**COMPLETE, name: value})
    assert code != 0
    assert f"development keys, which are public: {name}" in said
