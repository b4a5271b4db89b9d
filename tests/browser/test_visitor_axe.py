"""axe finds nothing on any page that a visitor sees, in either language, at either width."""

from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from plugins.declarations.models import OutbreakRule
from plugins.declarations.outbreak import services as outbreak
from plugins.qr_venues.services import revoke_checkpoint
from tests.browser.axe import violations
from tests.factories.qr_venues import CheckpointFactory, VenueFactory
from tests.services.browser import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
SEND = "form .govuk-button.cong-button--wide:not([name])"


@pytest.fixture(params=["vi-phone", "en-desktop"])
def visitor(request, new_page: Callable[..., Page], site_url) -> tuple[Page, str]:
    """A page and the address before /q/…."""
    language, _dash, width = request.param.partition("-")
    page = new_page(viewport=PHONE if width == "phone" else DESKTOP)
    return page, site_url if language == "vi" else f"{site_url}/en"


@pytest.fixture
def gate():
    return CheckpointFactory(venue=VenueFactory(name="Chợ Hà Đông"), name="Cổng phía Đông")


@pytest.fixture
def asking(gate) -> Iterator[None]:
    """A rule of an outbreak asks for everything at the gate."""
    OutbreakRule.objects.create(
        area=gate.venue.area, begins=timezone.localdate(), asks_movement=True
    )
    outbreak.forget()
    yield
    outbreak.forget()


def fill(page: Page) -> None:
    page.fill("#name", "Trần Thị Bình")
    page.fill("#phone", "0912 345 678")


def test_the_way_of_a_visitor(visitor, gate):
    page, site = visitor
    page.goto(f"{site}/q/{gate.token}")
    assert violations(page) == []
    fill(page)
    page.click(SEND)
    page.wait_for_url("**/done/")
    assert violations(page) == []
    page.goto(f"{site}/q/{gate.token}")
    assert violations(page) == []
    page.click(SEND)
    page.wait_for_url("**/left/")
    assert violations(page) == []


def test_the_way_of_a_family_whom_the_device_remembers(visitor, gate):
    page, site = visitor
    page.goto(f"{site}/q/{gate.token}")
    fill(page)
    page.check("#remember")
    page.click("button[name=add]")
    page.click("button[name=add]")
    assert violations(page) == []
    page.fill("#p3-name", "Nguyễn Thị Út")
    page.click(SEND)
    assert page.is_visible("#p2-name-error")
    assert violations(page) == []
    page.fill("#p2-name", "Nguyễn Văn An")
    page.click(SEND)
    page.wait_for_url("**/done/")
    assert violations(page) == []
    page.goto(f"{site}/q/{CheckpointFactory().token}")
    assert page.is_visible("#who-1")
    assert violations(page) == []


def test_the_form_for_passports(visitor, gate):
    page, site = visitor
    page.goto(f"{site}/q/{gate.token}?foreign")
    assert violations(page) == []
    page.click(SEND)
    assert page.is_visible("#nationality-error")
    assert violations(page) == []


@pytest.mark.usefixtures("asking")
def test_the_form_with_the_questions_of_an_outbreak(visitor, gate):
    page, site = visitor
    page.goto(f"{site}/q/{gate.token}")
    assert page.is_visible("#symptoms")
    assert violations(page) == []
    page.click(SEND)
    assert page.is_visible("#transport-error")
    assert violations(page) == []


def test_codes_that_do_not_work(visitor, gate, watch):
    page, site = visitor
    watch.allow("404|410")
    revoke_checkpoint(gate)
    for path in (f"q/{gate.token}", "q/AAAABBBB", "q/", "q/?code="):
        page.goto(f"{site}/{path}")
        assert violations(page) == []
