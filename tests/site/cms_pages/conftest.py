"""A small portal."""

import pytest

from tests.factories.cms_pages import (
    DirectiveIndexPageFactory,
    HomePageFactory,
)


@pytest.fixture
def home(db):
    """The Vietnamese home page."""
    return HomePageFactory()


@pytest.fixture
def directives(home):
    """The Vietnamese directives section."""
    return DirectiveIndexPageFactory(parent=home)
