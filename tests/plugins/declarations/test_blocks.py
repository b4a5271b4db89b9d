"""The page block for typing a code."""

import pytest

from plugins.declarations.blocks import CodeFinderBlock
from portal.plugins.switch import forget, set_switch

pytestmark = pytest.mark.django_db


def test_the_block_leads_to_the_page_behind_a_code():
    html = CodeFinderBlock().render({"heading": "Nhập mã tại đây"})
    assert "Nhập mã tại đây" in html
    assert 'action="/q/"' in html


def test_switched_off_there_is_nothing():
    set_switch("declarations", on=False)
    try:
        assert "form" not in CodeFinderBlock().render({"heading": ""})
    finally:
        forget()
