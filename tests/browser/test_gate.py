"""The gate in the browser, with network: scanners, camera, typing, sounds, taking back."""

import io
import json
from pathlib import Path

import pytest
import segno
from django.utils import timezone
from playwright.sync_api import expect

from plugins.declarations.cards.card import Card
from plugins.declarations.cards.reading import read_card
from plugins.declarations.declaring.answers import HealthAnswers
from plugins.declarations.declaring.services import NewDeclaration, record_declaration
from plugins.declarations.models import Source, Visit
from plugins.declarations.personal_codes.services import give
from plugins.declarations.personal_codes.tokens import address, token_of
from plugins.declarations.visit_ids import scan_id
from tests.browser.gates import card, kept_for_offline, open_gate, said, scan
from tests.factories.gates import PIN, GateLinkFactory
from tests.factories.qr_venues import VenueFactory
from tests.services.browser import PHONE

AXE = Path(__file__).resolve().parents[1] / "node_modules/axe-core/axe.min.js"

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def link(site_url):
    return GateLinkFactory(venue=VenueFactory(name="Chợ Hà Đông", capacity=2))


@pytest.fixture
def gate(page, site_url, link):
    """The open gate."""
    open_gate(page, site_url, link)
    return page


def test_a_card_goes_in_and_out(gate, screens):
    screens(gate, "gate-ready")
    scan(gate, card(1))
    said(gate, "Đã khai báo vào")
    screens(gate, "gate-in")
    scan(gate, card(1))
    said(gate, "Đã ở bên trong")
    screens(gate, "gate-inside")
    gate.locator("label[for=deed-out]").click()
    scan(gate, card(1))
    said(gate, "Đã khai báo ra")
    visit = Visit.objects.get()
    assert (visit.source, bool(visit.checked_out)) == (Source.CARD, True)


def test_who_is_inside_can_be_let_out_from_there(gate):
    scan(gate, card(1))
    said(gate, "Đã khai báo vào")
    scan(gate, card(1))
    gate.locator("#outcome").get_by_role("button", name="Khai báo ra").click()
    said(gate, "Đã khai báo ra")


def test_the_last_entry_is_taken_back(gate):
    scan(gate, card(1))
    gate.locator("#last").get_by_role("button", name="Hoàn tác").click()
    said(gate, "Đã hoàn tác")
    assert not Visit.objects.exists()


def test_the_capacity_is_counted(gate, screens):
    for n in (1, 2):
        scan(gate, card(n))
        expect(gate.locator("#count-inside")).to_have_text(f"{n} / 2")
    expect(gate.locator("#full")).to_be_visible()
    screens(gate, "gate-full")


def test_an_unknown_code_opens_the_form_prefilled(gate, screens):
    scan(gate, "0912 345 678")
    said(gate, "Không đọc được")
    expect(gate.locator("#phone")).to_have_value("0912345678")
    screens(gate, "gate-typing")
    gate.fill("#name", "Lê Thị Cúc")
    gate.click("#manual-send")
    said(gate, "Đã khai báo vào")
    assert Visit.objects.get().source == Source.GATE


def test_a_damaged_card_is_completed(gate):
    scan(gate, card(1, name="12"))
    expect(gate.locator("#id_number")).to_have_value("001090000001")
    gate.fill("#name", "Lê Thị Cúc")
    gate.click("#manual-send")
    said(gate, "Đã khai báo vào")


def test_two_damaged_cards_are_not_mixed(gate):
    scan(gate, card(1, name="12"))
    gate.fill("#name", "Lê Thị Cúc")
    scan(gate, card(2, name="34"))
    expect(gate.locator("#outcome")).to_contain_text("biểu mẫu")
    expect(gate.locator("#id_number")).to_have_value("001090000001")
    gate.click("#manual-close")
    scan(gate, card(2, name="34"))
    expect(gate.locator("#id_number")).to_have_value("001090000002")
    expect(gate.locator("#name")).to_have_value("")


def test_faults_stand_at_their_fields_and_nothing_typed_is_lost(gate):
    gate.click("#manual-open")
    gate.fill("#name", "Lê Thị Cúc")
    gate.fill("#phone", "0912")
    gate.click("#manual-send")
    expect(gate.locator("#error-phone")).to_contain_text("chữ số")
    expect(gate.locator("#name")).to_have_value("Lê Thị Cúc")


def test_a_scan_while_typing_disturbs_nothing_typed(gate):
    gate.click("#manual-open")
    gate.fill("#name", "Lê Thị")
    gate.keyboard.type(card(3), delay=2)
    gate.keyboard.press("Enter")
    said(gate, "Đã khai báo vào")
    expect(gate.locator("#name")).to_have_value("Lê Thị")
    assert Visit.objects.get().name == "Nguyễn Văn An"


def test_a_scan_reaches_the_field_from_anywhere(gate):
    gate.locator("#mute").focus()
    gate.keyboard.type(card(4), delay=2)
    gate.keyboard.press("Enter")
    said(gate, "Đã khai báo vào")


@pytest.mark.parametrize(
    ("symptoms", "word"),
    [((), "Đã khai báo vào"), (("fever",), "Khai có triệu chứng hoặc tiếp xúc")],
)
def test_a_personal_code(gate, screens, symptoms, word):
    now = timezone.now()
    declaration = scan_id(now)
    record_declaration(
        NewDeclaration(
            declaration,
            "health",
            "Trần Thị Bình",
            now,
            phone="+84912345678",
            health=HealthAnswers(symptoms=symptoms),
        )
    )
    give(declaration, now)
    scan(gate, address(token_of(declaration)))
    said(gate, word)
    expect(gate.locator("#outcome")).to_contain_text("Trần Thị Bình")
    screens(gate, f"gate-code-{len(symptoms)}")
    assert Visit.objects.get().name == "Trần Thị Bình"


def test_symptoms_declared_by_phone_show_up_at_the_gate(gate, link, screens):
    now = timezone.now()
    record_declaration(
        NewDeclaration(
            scan_id(now),
            "health",
            "Trần Thị Bình",
            now,
            phone="+84912345678",
            health=HealthAnswers(symptoms=("fever",)),
            venue_id=link.venue_id,
        )
    )
    gate.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    said(gate, "Khai có triệu chứng hoặc tiếp xúc")
    expect(gate.locator("#alerts-list")).to_contain_text("T. T. Bình")
    screens(gate, "gate-alerts")


def test_a_forged_personal_code_is_refused(gate, screens):
    scan(gate, "https://cong.example.vn/c/" + "A" * 24)
    said(gate, "Chưa ghi được")
    screens(gate, "gate-refused")


def test_the_camera_reads_a_code(new_page, site_url, link):
    """The same reader that looks at the camera's picture reads one from a drawing."""
    page = new_page()
    open_gate(page, site_url, link)
    drawn = io.BytesIO()
    segno.make(card(7), error="m").save(drawn, kind="svg", scale=6, border=4)
    text = page.evaluate(
        """async (svg) => {
          const image = new Image();
          image.src = "data:image/svg+xml;base64," + btoa(svg);
          await image.decode();
          const canvas = new OffscreenCanvas(640, 480);
          const context = canvas.getContext("2d");
          context.fillStyle = "#888";
          context.fillRect(0, 0, 640, 480);
          context.drawImage(image, 120, 40, 400, 400);
          const files = JSON.parse(document.getElementById("gate-config").textContent).files;
          return Gate.decode(files, context.getImageData(0, 0, 640, 480));
        }""",
        drawn.getvalue().decode(),
    )
    assert text == card(7)


def test_cards_read_alike_in_the_browser_and_at_the_server(gate):
    whole = [
        card(1),
        card(1) + "|x|y",
        "0123456789|4e677579e1bb856e2056c4836e20416e|01/01/1990|1|-|01|01/07/2023|-|31/07/2023|$",
        "DN4010123456789|4e677579|01/01/1990|2|48c3a0|01|01/07/2023|-|31/07/2023",
        "0123456789|c3â|01/01/1990|1|-|01|01/07/2023|-|31/07/2023",
        "001093029317|NGUYEN VAN AN|1987-01-18|0|162979388586171100|",
        "https://cong.example.vn/c/0123456789ABCDEFGHJKMNPQ",
        "https://cong.example.vn/en/q/K7M29QXP",
        "0123456789abcdefghjkmnpq",
        "0912 345 678",
        "012345678",
        "C1234567",
    ]
    texts = [*whole]
    for text in whole:  # cut short, a character changed, a field emptied
        texts += [text[:at] for at in range(0, len(text), 3)]
        texts += [
            text[:at] + mark + text[at + 1 :] for at in range(0, len(text), 2) for mark in "|0Z$"
        ]
        fields = text.split("|")
        texts += ["|".join([*fields[:at], "", *fields[at + 1 :]]) for at in range(len(fields))]
    answers = gate.evaluate("(texts) => texts.map((text) => Gate.readCard(text))", texts)
    differing = {
        text: (said_there, here)
        for text, said_there in zip(texts, answers, strict=True)
        if said_there != (here := as_in_the_browser(read_card(text)))
    }
    assert differing == {}


def as_in_the_browser(read):
    if not isinstance(read, Card):
        return {"kind": "", "problem": read.problem, "number": read.number}
    names = ("name", "number", "birth", "sex", "address", "token")
    parts = {name: getattr(read, name) for name in names}
    return json.loads(json.dumps({"kind": read.kind, "problems": list(read.problems)} | parts))


def test_nothing_stands_in_the_way_of_assistive_technology(gate):
    scan(gate, "0912 345 678")
    said(gate, "Không đọc được")
    gate.evaluate(AXE.read_text(encoding="utf-8"))
    found = gate.evaluate("axe.run().then((run) => run.violations.map((each) => each.id))")
    assert found == []


@pytest.mark.parametrize("language", ["", "/en"])
def test_on_a_phone_it_fits(new_page, site_url, link, language, screens):
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    open_gate(page, site_url, link, language)
    page.click("#manual-open")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    screens(page, f"gate-phone{language.replace('/', '-')}")


def test_a_browser_that_cannot_encrypt_takes_nothing(new_page, site_url, link):
    page = new_page()
    page.add_init_script("Object.defineProperty(crypto, 'subtle', {value: undefined})")
    page.goto(f"{site_url}/truc-cong/{link.token}/")
    page.fill("#pin", PIN)
    page.press("#pin", "Enter")
    expect(page.locator("#outcome")).to_contain_text("https")
    expect(page.locator("#scan")).to_be_disabled()


def test_a_browser_that_keeps_nothing_takes_nothing(new_page, site_url, link):
    page = new_page()
    page.add_init_script(
        "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); }"
    )
    page.goto(f"{site_url}/truc-cong/{link.token}/")
    page.fill("#pin", PIN)
    page.press("#pin", "Enter")
    expect(page.locator("#outcome")).to_contain_text("https")
    expect(page.locator("#scan")).to_be_disabled()


def test_it_can_be_opened_without_network_afterwards(gate, watch):
    watch.allow(r"Failed to load resource|ERR_")
    kept_for_offline(gate)
    gate.context.set_offline(True)
    gate.reload()
    gate.wait_for_selector("html[data-ready]")
    expect(gate.locator("#line-text")).to_contain_text("Mất mạng")
