"""The camera, played by Chromium's own false one: a card held before it is read."""

from pathlib import Path

import pytest
import segno

from plugins.declarations.models import Source, Visit
from tests.browser.gates import card, open_gate, said
from tests.browser.own_chromium import own_chromium
from tests.factories.gates import GateLinkFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WIDTH, HEIGHT = 640, 480
GREY = 128


def film(path: Path, text: str) -> Path:
    """A film of one picture (YUV4MPEG2, 4:2:0): the code in the middle, white around it."""
    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
    side = HEIGHT // (len(rows) + 8)  # pixels a module, with the quiet zone
    left, top = (WIDTH - side * len(rows)) // 2, (HEIGHT - side * len(rows)) // 2
    light = bytearray(b"\xeb" * (WIDTH * HEIGHT))
    for y, row in enumerate(rows):
        line = b"".join(bytes([16 if dark else 235]) * side for dark in row)
        for at in range(top + y * side, top + (y + 1) * side):
            light[at * WIDTH + left : at * WIDTH + left + len(line)] = line
    colour = bytes([GREY]) * (WIDTH * HEIGHT // 2)
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(head + (b"FRAME\n" + bytes(light) + colour) * 10)
    return path


def test_a_card_before_the_camera_is_recorded_once(browser, site_url, tmp_path):
    link = GateLinkFactory()
    switches = (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film(tmp_path / 'card.y4m', card(9))}",
    )
    with own_chromium(browser, tmp_path / "profile", *switches) as chromium:
        page = chromium.context.new_page()
        open_gate(page, site_url, link)
        page.click("#camera-open")
        said(page, "Đã khai báo vào")
        page.click("#camera-open")
    visit = Visit.objects.get()
    assert (visit.name, visit.source) == ("Nguyễn Văn An", Source.CARD)
