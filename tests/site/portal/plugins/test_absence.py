"""The site works with each plugin absent, and with one from outside the tree.

Each case starts new processes on a new database, since activation happens at start-up.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
EXAMPLE = ROOT / "tests/example_plugin"

VISIT_PAGES = """
import sys
from django.test import Client
from django.contrib.auth import get_user_model
admin = get_user_model().objects.create_superuser("admin", "admin@example.vn", "x")
client = Client()
client.force_login(admin)
for address in sys.argv[1:]:
    print(address, client.get(address, follow=True).status_code)
"""


@pytest.fixture
def portal(tmp_path):
    """portal("a,b", "check") runs manage.py with these plugins; returns the finished process."""

    def run(plugins, *arguments, entry_points=False):
        path = [str(ROOT / "site"), str(ROOT)]
        if entry_points:
            path += [str(EXAMPLE), str(installed(tmp_path))]
        return subprocess.run(
            [sys.executable, "-W", "ignore", *arguments],
            cwd=ROOT,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(path),
                "PLUGINS": plugins,
                "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
                "DJANGO_SETTINGS_MODULE": "portal.settings.test",
                "LOG_LEVEL": "ERROR",
            },
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run


def installed(folder):
    """A folder that makes the example plugin an installed package, as pip would."""
    info = folder / "packages/example_plugin-0.3.dist-info"
    info.mkdir(parents=True, exist_ok=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: example-plugin\nVersion: 0.3\n")
    (info / "entry_points.txt").write_text(
        "[portal.plugins]\nexample_plugin = example_plugin.apps:ExampleConfig\n"
    )
    return info.parent


def pages(portal, plugins, *addresses, **kwargs):
    """Migrate, then open the pages as administrator; returns {address: status}."""
    for command in (["manage.py", "check"], ["manage.py", "migrate", "-v", "0"]):
        done = portal(plugins, *command, **kwargs)
        assert done.returncode == 0, done.stdout + done.stderr
    script = "import django; django.setup()\n" + VISIT_PAGES
    done = portal(plugins, "-c", script, *addresses, **kwargs)
    assert done.returncode == 0, done.stderr
    rows = (line.split() for line in done.stdout.splitlines())
    return {address: int(status) for address, status in rows}


@pytest.mark.parametrize(
    ("plugins", "missing"),
    [
        (",", ["/q/", "/admin/qr_venues/venue/", "/admin/tracing/"]),
        ("qr_venues", ["/q/", "/admin/tracing/"]),
        ("qr_venues,declarations", ["/admin/tracing/"]),
    ],
)
def test_the_site_works_without_a_plugin(portal, plugins, missing):
    answers = pages(portal, plugins, "/", "/en/", "/admin/", "/admin/modules/", *missing)
    assert answers == {
        "/": 200,
        "/en/": 200,
        "/admin/": 200,
        "/admin/modules/": 200,
        **dict.fromkeys(missing, 404),
    }


def test_a_plugin_can_be_taken_out_of_a_database_that_had_it(portal):
    everything = "qr_venues,declarations,tracing"
    assert pages(portal, everything, "/admin/tracing/")["/admin/tracing/"] == 200
    done = portal("qr_venues", "manage.py", "migrate", "-v", "0")
    assert done.returncode == 0, done.stderr
    checked = portal("qr_venues", "manage.py", "makemigrations", "--check", "--dry-run")
    assert checked.returncode == 0, checked.stdout


def test_an_installed_package_is_a_plugin_only_when_named(portal):
    assert pages(portal, ",", "/noticeboard/", entry_points=True)["/noticeboard/"] == 404


def test_an_installed_package_that_is_named_contributes_everything(portal):
    answers = pages(
        portal, "example_plugin", "/noticeboard/", "/en/noticeboard/", "/admin/", entry_points=True
    )
    assert set(answers.values()) == {200}


def test_a_plugin_that_does_not_fit_stops_the_start_with_one_clear_message(portal):
    done = portal("tracing", "manage.py", "check")
    assert done.returncode == 1
    assert "(portal.plugins.dependency) The plugin “tracing” needs" in done.stderr
    assert "Traceback" not in done.stderr
