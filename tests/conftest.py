"""Fixtures for every test: real services, and marks that follow from the fixtures a test takes."""

import math
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import translation

from portal.plugins import switch

pytest_plugins = [
    "tests.services.browser",
    "tests.services.elasticsearch",
    "tests.services.worker",
]

MARKED_BY_FIXTURE = {
    "browser": "browser",
    "elasticsearch_server": "elasticsearch",
    "three_nodes": "cluster",
    "db": "database",
    "transactional_db": "database",
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the service they take, so that the run without it leaves them out."""
    for item in items:
        for fixture, mark in MARKED_BY_FIXTURE.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
        if item.get_closest_marker("django_db"):
            item.add_marker("database")


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    """Each test begins in the product's first language, whatever the one before it left behind."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def every_plugin_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins knowing that nothing is switched off, as its database says.

    Else the switch asks the database whenever its copy is too old, by the clock, and a test that
    counts queries would count one more now and then. ``switch.forget()`` makes it ask again.
    """
    monkeypatch.setattr(switch, "_cache", (math.inf, frozenset()))
