"""axe finds nothing on the pages of declarations and of one's own record."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from plugins.declarations.declaring import area_search
from plugins.declarations.declaring.models import Declaration
from plugins.declarations.own.codes import code_of
from plugins.declarations.personal_codes.tokens import token_of
from tests.browser.axe import violations
from tests.factories.areas import AreaFactory
from tests.services.browser import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
SEND = "main form button.govuk-button"


@pytest.fixture(params=["vi-phone", "en-desktop"])
def visitor(request, new_page: Callable[..., Page], site_url):
    """A page and the address before /khai-bao/…."""
    area_search.forget()
    AreaFactory(name="Phường Hà Đông")
    language, _dash, width = request.param.partition("-")
    page = new_page(viewport=PHONE if width == "phone" else DESKTOP)
    yield page, site_url if language == "vi" else f"{site_url}/en"
    area_search.forget()


@pytest.mark.parametrize("path", ["", "suc-khoe/", "suc-khoe/?foreign", "di-chuyen/", "cua-toi/"])
def test_pages_as_they_open(visitor, path):
    page, site = visitor
    page.goto(f"{site}/khai-bao/{path}")
    assert violations(page) == []


@pytest.mark.parametrize("path", ["suc-khoe/", "di-chuyen/", "cua-toi/"])
def test_pages_with_faults(visitor, path):
    page, site = visitor
    page.goto(f"{site}/khai-bao/{path}")
    page.locator(SEND).first.click()
    page.wait_for_selector(".govuk-error-message, .govuk-error-summary")
    assert violations(page) == []


def test_the_confirmation_and_ones_own_record(visitor):
    page, site = visitor
    page.goto(f"{site}/khai-bao/suc-khoe/")
    page.fill("#name", "Trần Thị Bình")
    page.fill("#phone", "0912 345 678")
    page.fill("#area", "ha dong")
    page.check("#symptoms-cough")
    page.check("#contact")
    page.locator(SEND).first.click()
    page.wait_for_url("**/khai-bao/xong/")
    assert violations(page) == []

    declaration = Declaration.objects.get()
    page.goto(f"{site}/c/{token_of(declaration.pk)}")
    assert violations(page) == []

    page.goto(f"{site}/khai-bao/cua-toi/")
    page.fill("#code", code_of(declaration.pk))
    page.locator(SEND).first.click()
    page.wait_for_url("**/xem/")
    assert violations(page) == []
    for path in ("sua/", "xoa/"):
        page.goto(f"{site}/khai-bao/cua-toi/{path}")
        assert violations(page) == []
