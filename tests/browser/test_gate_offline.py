"""The gate without network, through crashes, with busy servers: nothing is lost, nothing double."""

import json
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import Page, expect

from plugins.declarations.gate.links import change_pin, make_link, revoke_link
from plugins.declarations.gate.models import GateLink
from plugins.declarations.models import Visit
from tests.browser.gates import OFFLINE, card, kept_for_offline, open_gate, said, scan, waiting
from tests.browser.network import Line
from tests.browser.own_chromium import own_chromium
from tests.factories.gates import PIN, GateLinkFactory
from tests.factories.qr_venues import VenueFactory

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.timeout(400),
]

EVERYTHING_STORED = """async () => {
  const base = await new Promise((resolve) => {
    const opening = indexedDB.open("cong-gate");
    opening.onsuccess = () => resolve(opening.result);
  });
  const all = {};
  for (const name of base.objectStoreNames)
    all[name] = await new Promise((resolve) => {
      const asking = base.transaction(name).objectStore(name).getAll();
      asking.onsuccess = () => resolve(asking.result);
    });
  return JSON.stringify([all, {...localStorage}, {...sessionStorage}]);
}"""


SENDING = """(() => {
  const config = JSON.parse(document.getElementById("gate-config").textContent);
  return {address: config.entries, venue: config.venue};
})()"""


@pytest.fixture
def link(site_url):
    return GateLinkFactory(venue=VenueFactory(name="Chợ Hà Đông"))


@pytest.fixture
def line(site_url) -> Iterator[Line]:
    made = Line(urlsplit(site_url).port)
    yield made
    made.close()


@pytest.fixture
def gate(page, site_url, link, watch):
    """The open gate, ready for losing the network."""
    watch.allow(OFFLINE)
    watch.allow(r"the server responded with a status of (401|410|429|500|503)")
    # As in browsers without background sync, which would send beside the page when it likes.
    page.add_init_script("delete ServiceWorkerRegistration.prototype.sync")
    open_gate(page, site_url, link)
    kept_for_offline(page)
    return page


def test_200_entries_survive_a_killed_browser_and_arrive_once(browser, line, link, tmp_path):
    site = f"http://127.0.0.1:{line.port}"
    profile = tmp_path / "profile"
    with own_chromium(browser, profile) as chromium:
        page = chromium.context.new_page()
        open_gate(page, site, link)
        kept_for_offline(page)
        line.cut()
        for n in range(200):
            scan(page, card(n))
        waiting(page, 200)
        assert not Visit.objects.exists()
        chromium.kill()
    on_disk = b"".join(each.read_bytes() for each in profile.rglob("*") if each.is_file())
    assert b"Nguy" + "ễn Văn An".encode() not in on_disk
    assert "Nguyễn".encode("utf-16-le") not in on_disk
    assert b"001090000" not in on_disk

    with own_chromium(browser, profile) as chromium:
        page = chromium.context.new_page()
        page.goto(f"{site}/truc-cong/{link.token}/")  # from what the browser has kept
        page.wait_for_selector("html[data-ready]")
        waiting(page, 200)
        chromium.context.clear_cookies()  # a crash may take the last half minute's with it
        line.mend()
        expect(page.locator("#again")).to_be_visible(timeout=60_000)
        page.click("#again")
        page.fill("#pin", PIN)
        page.press("#pin", "Enter")
        waiting(page, 0)
    assert Visit.objects.count() == 200
    assert Visit.objects.values("person_key").distinct().count() == 200


def test_an_answer_that_got_lost_makes_nothing_double(gate, link):
    """The server has recorded the entry, the browser does not know."""
    gate.route("**/entries/", lambda route: (route.fetch(), route.abort()))
    scan(gate, card(1))
    waiting(gate, 1)
    gate.unroute_all(behavior="ignoreErrors")  # one may just be under way
    gate.evaluate("dispatchEvent(new Event('online'))")
    waiting(gate, 0)
    assert Visit.objects.count() == 1


def test_what_waits_cannot_be_read(gate):
    gate.context.set_offline(True)
    gate.click("#manual-open")
    gate.fill("#name", "Trần Thị Bình")
    gate.fill("#phone", "0912345678")
    gate.click("#manual-send")
    scan(gate, card(1))
    waiting(gate, 2)
    stored = gate.evaluate(EVERYTHING_STORED)
    assert len(json.loads(stored)[0]["waiting"]) == 2
    for secret in ("Bình", "0912345678", "912345678", "Nguyễn", "001090000001"):
        assert secret not in stored


def test_working_offline_looks_like_this(gate, screens):
    gate.context.set_offline(True)
    scan(gate, card(1))
    said(gate, "Đã khai báo vào")
    expect(gate.locator("#outcome")).to_contain_text("sẽ gửi khi có mạng")
    screens(gate, "gate-offline")
    scan(gate, card(1))
    said(gate, "Đã ở bên trong")
    waiting(gate, 2)  # the server decides
    gate.context.set_offline(False)
    waiting(gate, 0)
    assert Visit.objects.count() == 1


def test_who_comes_back_while_the_line_is_down_is_recorded_again(new_page, site_url, link, watch):
    watch.allow(OFFLINE)
    page = new_page()
    page.clock.install()
    page.clock.resume()
    open_gate(page, site_url, link)
    scan(page, card(1))
    said(page, "Đã khai báo vào")
    Visit.objects.update(
        checked_in=F("checked_in") - timedelta(hours=7),
        stay_end=F("stay_end") - timedelta(hours=7),
    )
    page.clock.fast_forward("06:00")
    page.context.set_offline(True)
    scan(page, card(1))
    said(page, "Đã khai báo vào")
    waiting(page, 1)
    page.context.set_offline(False)
    waiting(page, 0)
    assert Visit.objects.count() == 2


def test_an_entry_that_never_left_is_taken_back_here(gate):
    gate.context.set_offline(True)
    scan(gate, card(1))
    scan(gate, card(2))
    waiting(gate, 2)
    gate.locator("#last").get_by_role("button", name="Hoàn tác").first.click()
    waiting(gate, 1)
    gate.context.set_offline(False)
    waiting(gate, 0)
    assert Visit.objects.count() == 1


def test_an_entry_the_server_refuses_later_needs_attention(gate, screens):
    gate.context.set_offline(True)
    gate.click("#manual-open")
    gate.fill("#name", "Lê Thị Cúc")
    gate.fill("#phone", "0912")
    gate.click("#manual-send")
    waiting(gate, 1)
    typed = timezone.now()
    gate.reload()
    gate.wait_for_selector("html[data-ready]")
    gate.context.set_offline(False)
    gate.evaluate("dispatchEvent(new Event('online'))")
    expect(gate.locator("#attention")).to_be_visible()
    screens(gate, "gate-attention")
    gate.get_by_role("button", name="Sửa").click()
    gate.fill("#reopen-pin", PIN)
    gate.get_by_role("button", name="Mở lượt này").click()
    expect(gate.locator("#name")).to_have_value("Lê Thị Cúc")
    gate.fill("#phone", "0912345678")
    gate.click("#manual-send")
    said(gate, "Đã khai báo vào")
    expect(gate.locator("#attention")).to_be_hidden()
    visit = Visit.objects.get()
    assert visit.name == "Lê Thị Cúc"
    assert abs(visit.checked_in - typed) < timedelta(seconds=2)  # when it was, not when put right


REFUSED = """async () => {
  const {venue} = JSON.parse(document.getElementById("gate-config").textContent);
  await Gate.store.add({id: "a", venue, at: Date.now(), deed: "in", envelope: {}});
  const [item] = await Gate.store.waiting(venue);
  await Gate.store.setAside(item, {reason: "fields", text: ""});
}"""


@pytest.mark.parametrize(
    ("status", "body", "text"),
    [
        (401, '{"problem": "pin"}', "tải lại trang"),
        (410, '{"problem": "revoked"}', "thu hồi"),
        (429, '{"problem": "busy"}', "đang bận"),
        (500, "<html>", "đang bận"),
    ],
)
def test_why_a_refused_entry_does_not_open_is_told(gate, status, body, text):
    gate.evaluate(REFUSED)
    gate.route("**/reopen/", lambda route: route.fulfill(status=status, body=body))
    gate.get_by_role("button", name="Sửa").click()
    gate.fill("#reopen-pin", PIN)
    gate.get_by_role("button", name="Mở lượt này").click()
    expect(gate.locator("#reopen-error")).to_contain_text(text)


def test_a_refused_entry_is_not_opened_over_one_that_is_begun(gate):
    gate.evaluate(REFUSED)
    gate.click("#manual-open")
    gate.fill("#name", "Lê Thị Cúc")
    gate.get_by_role("button", name="Sửa").click()
    expect(gate.locator("#reopen")).to_be_hidden()
    expect(gate.locator("#outcome")).to_contain_text("biểu mẫu")
    expect(gate.locator("#name")).to_have_value("Lê Thị Cúc")


def test_a_busy_server_is_left_alone_for_as_long_as_it_asks(gate):
    asked = []

    def busy(route):
        asked.append(route.request.url)
        route.fulfill(status=503, headers={"Retry-After": "3600"}, body="")

    gate.route("**/entries/", busy)
    scan(gate, card(1))
    expect(gate.locator("#line-text")).to_contain_text("đang bận")
    gate.unroute("**/entries/")
    for n in range(2, 6):
        scan(gate, card(n))
    waiting(gate, 5)
    assert len(asked) == 1
    gate.reload()  # a person who reloads asks anew
    waiting(gate, 0)
    assert Visit.objects.count() == 5


def test_a_fault_of_the_server_over_one_entry_holds_up_no_others(gate):
    gate.context.set_offline(True)
    for n in range(3):
        scan(gate, card(n))
    waiting(gate, 3)
    bad = json.loads(gate.evaluate(EVERYTHING_STORED))[0]["waiting"][0]["id"]

    def fail(route):
        if bad in route.request.post_data:
            route.fulfill(status=500, body="")
        else:
            route.continue_()

    gate.route("**/entries/", fail)
    gate.context.set_offline(False)
    waiting(gate, 1)
    assert Visit.objects.count() == 2
    gate.unroute("**/entries/")
    gate.reload()
    waiting(gate, 0)
    assert Visit.objects.count() == 3


def test_what_the_server_always_fails_over_is_set_aside_in_the_end(gate):
    def fail(route):
        if '"entries":[]' in route.request.post_data:
            route.continue_()
        else:
            route.fulfill(status=500, body="")

    gate.route("**/entries/", fail)
    scan(gate, card(1))
    waiting(gate, 1)
    for _ in range(6):
        gate.evaluate(f"Gate.sendWaiting({SENDING})")
    waiting(gate, 0)
    expect(gate.locator("#attention")).to_be_visible()


def test_pauses_grow_and_never_undercut_the_server(gate):
    pauses = gate.evaluate("[1, 2, 3, 9].map((failures) => Gate.pause(failures, null, 0.5))")
    assert pauses == [2000, 4000, 8000, 60000]
    assert gate.evaluate("Gate.pause(1, '30', 0.5)") == 30_000


def test_after_a_new_pin_the_page_asks_and_then_sends(gate, link):
    pin = change_pin(link, by=None, generation=1)
    scan(gate, card(1))
    expect(gate.locator("#line-text")).to_contain_text("PIN")
    waiting(gate, 1)
    gate.click("#again")
    gate.fill("#pin", pin)
    gate.press("#pin", "Enter")
    waiting(gate, 0)
    assert Visit.objects.count() == 1


def test_entries_of_a_revoked_link_go_with_the_venues_next_one(gate, site_url, link):
    revoke_link(link, by=None)
    scan(gate, card(1))
    expect(gate.locator("#line-text")).to_contain_text("thu hồi")
    waiting(gate, 1)
    new, pin = make_link(link.venue, "Cổng mới", by=None)
    open_with(gate, site_url, new, pin)
    waiting(gate, 0)
    assert Visit.objects.count() == 1


def open_with(page: Page, site: str, link: GateLink, pin: str) -> None:
    page.goto(f"{site}/truc-cong/{link.token}/")
    page.fill("#pin", pin)
    page.press("#pin", "Enter")
    page.wait_for_selector("html[data-ready]")


def test_a_wrong_device_clock_does_not_move_the_visit(new_page, site_url, link, watch):
    page = new_page()
    page.add_init_script("const real = Date.now; Date.now = () => real() - 400 * 86400e3;")
    open_gate(page, site_url, link)
    scan(page, card(1))
    said(page, "Đã khai báo vào")
    visit = Visit.objects.get()
    assert abs((visit.checked_in - visit.created_at).total_seconds()) < 30
    assert visit.device_time is None
