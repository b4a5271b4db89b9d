"""How long a ward editor waits for the preview of a large book, with a real worker."""

import io
from pathlib import Path
from time import monotonic

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from portal.roles import Role
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.declarations.logbooks.books import visit_rows

FAULTY = (0, "Trần Thị Kín", "0912", "05/07/2021", "07:30", "08:15")
ROWS = 20_000
AT_MOST = 5.0  # seconds


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """One faulty row, and ROWS sound ones."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Sổ")
    headings, *rows = visit_rows(ROWS)
    for row in (headings, FAULTY, *rows):
        sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    path = tmp_path / "so-lon.xlsx"
    path.write_bytes(out.getvalue())
    return path


@pytest.mark.usefixtures("worker")
def test_its_preview_is_there_in_time(page, site_url, book, screens):
    ward = AreaFactory(name="Phường Hà Đông")
    UserFactory(username="xem", role=Role.WARD_EDITOR, areas=[ward])
    VenueFactory(area=ward, category="market")
    page.goto(f"{site_url}/admin/login/")
    page.fill("input[name=username]", "xem")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{site_url}/admin/")
    page.goto(f"{site_url}/admin/declarations/logbook/create/")
    page.set_input_files("input[type=file]", book)
    began = monotonic()
    page.get_by_role("button", name="Tải lên và xem").click()
    expect(page.get_by_role("button", name="Nhập 20.000 lượt")).to_be_visible(timeout=30_000)
    took = monotonic() - began
    screens(page, "logbook-preview")
    assert took < AT_MOST
