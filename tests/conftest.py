"""Fixtures for every test: real services, and marks that follow from the fixtures a test takes."""

import pytest

pytest_plugins = [
    "tests.services.browser",
    "tests.services.elasticsearch",
    "tests.services.worker",
]

MARKED_BY_FIXTURE = {"browser": "browser", "elasticsearch_server": "elasticsearch"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the service they take, so that the run without it leaves them out."""
    for item in items:
        for fixture, mark in MARKED_BY_FIXTURE.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
