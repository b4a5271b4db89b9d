"""Posters: the code reads back, has its size, and no letter is lost."""

import io
from xml.etree import ElementTree

import numpy
import pypdfium2
import pytest
import zxingcpp
from django.core.exceptions import ImproperlyConfigured
from PIL import Image

from plugins.qr_venues import codes
from plugins.qr_venues.posters import fonts, layout, poster, posters
from tests.factories.areas import AreaFactory
from tests.factories.qr_venues import CheckpointFactory, VenueFactory

pytestmark = pytest.mark.django_db

LONG_NAME = (
    "Trung tâm Thương mại Dịch vụ Tổng hợp và Siêu thị Điện máy – Nội thất – Thời trang Quốc tế "
    "Đường Nguyễn Văn Trỗi, Cơ sở Hai, Tòa nhà Hỗn hợp Văn phòng Khu đô thị Mới Phú Lương Ửng Ệ"
)


@pytest.fixture
def checkpoint():
    venue = VenueFactory(
        name="Chợ Hà Đông", address="Số 1 phố Lê Lợi", area=AreaFactory(name="Phường Hà Đông")
    )
    return CheckpointFactory(venue=venue, name="Cổng phía Đông")


def long_checkpoint():
    venue = VenueFactory(
        name=LONG_NAME,
        address="Số 123/45/67 ngõ 89 đường Nguyễn Khuyến kéo dài, tổ dân phố 15, khu đô thị Mỗ Lao",
    )
    return CheckpointFactory(venue=venue, name="Quầy một cửa tầng hai – bộ phận trả kết quả " * 2)


def decoded(image):
    return [found.text for found in zxingcpp.read_barcodes(image)]


def page_of(content):
    return pypdfium2.PdfDocument(content)[0]


def text_of(content):
    return " ".join(page_of(content).get_textpage().get_text_range().split())


def rendered(content, dots_per_inch=300):
    return page_of(content).render(scale=dots_per_inch / 72).to_pil().convert("L")


@pytest.mark.parametrize("public_url", ["https://cong.example.vn", "http://127.0.0.1:8000"])
def test_the_code_on_the_printed_pdf_holds_exactly_the_address(checkpoint, settings, public_url):
    settings.PUBLIC_URL = public_url
    image = rendered(poster(checkpoint, "pdf"), dots_per_inch=150)
    assert decoded(image) == [f"{public_url}/q/{checkpoint.token}"]


def test_the_code_on_the_png_holds_exactly_the_address(checkpoint):
    image = Image.open(io.BytesIO(poster(checkpoint, "png")))
    assert decoded(image) == [codes.address(checkpoint.token)]


def test_a_damaged_code_still_reads(checkpoint):
    image = Image.open(io.BytesIO(poster(checkpoint, "png"))).convert("L")
    x = round((layout.CODE_LEFT + layout.CODE_SIZE / 2) * 300 / 25.4)
    y = round((layout.CODE_TOP + layout.CODE_SIZE / 2) * 300 / 25.4)
    image.paste(255, (x - 250, y - 250, x + 250, y + 250))  # a torn-out 4 x 4 cm
    assert decoded(image) == [codes.address(checkpoint.token)]


def test_the_printed_code_measures_15_by_15_cm(checkpoint):
    dots = 600
    dark = numpy.asarray(rendered(poster(checkpoint, "pdf"), dots)) < 128
    # Only the code is as tall as this: rows and columns through its finder patterns.
    top, bottom = (round(mm * dots / 25.4) for mm in (layout.CODE_TOP - 8, layout.CODE_TOP + 158))
    band = dark[top:bottom]
    rows, columns = numpy.flatnonzero(band.any(axis=1)), numpy.flatnonzero(band.any(axis=0))
    for found in (rows, columns):
        assert (found[-1] - found[0] + 1) * 25.4 / dots == pytest.approx(150, abs=0.5)


def test_there_is_white_around_the_code(checkpoint):
    dark = numpy.asarray(rendered(poster(checkpoint, "pdf"))) < 200
    quiet = 4 * layout.CODE_SIZE / len(layout.code(codes.address(checkpoint.token)))
    left, top = layout.CODE_LEFT, layout.CODE_TOP

    def dots(mm):
        return round(mm * 300 / 25.4)

    square = dark[
        dots(top - quiet) + 2 : dots(top + 150 + quiet) - 2,
        dots(left - quiet) + 2 : dots(left + 150 + quiet) - 2,
    ].copy()
    square[dots(quiet) - 4 : -dots(quiet) + 4, dots(quiet) - 4 : -dots(quiet) + 4] = False
    assert not square.any()


def test_the_poster_says_whose_code_it_is_and_how_to_type_it(checkpoint):
    text = text_of(poster(checkpoint, "pdf"))
    for part in (
        "Chợ Hà Đông",
        "Cổng phía Đông",
        "Số 1 phố Lê Lợi, Phường Hà Đông",
        "cong.example.vn/q/",
        codes.shown(checkpoint.token),
        "Quét mã khi vào và khi ra",
        "Scan when you come in and when you leave",
    ):
        assert part in text


def test_a_very_long_name_is_complete_in_the_pdf():
    assert LONG_NAME in text_of(poster(long_checkpoint(), "pdf"))


def test_nothing_of_a_very_long_name_leaves_the_page_or_touches_the_code():
    checkpoint = long_checkpoint()
    content = poster(checkpoint, "pdf")
    text = page_of(content).get_textpage()
    quiet = 4 * layout.CODE_SIZE / len(layout.code(codes.address(checkpoint.token)))
    for index in range(text.count_chars()):
        left, bottom, right, top = (value * 25.4 / 72 for value in text.get_charbox(index))
        assert 5 <= left <= right <= layout.WIDTH - 5
        assert layout.HEIGHT - top >= 5
        in_code = layout.CODE_TOP - quiet, layout.CODE_TOP + layout.CODE_SIZE + quiet
        assert layout.HEIGHT - bottom <= in_code[0] or layout.HEIGHT - top >= in_code[1]


def test_one_endless_word_is_broken_not_cut():
    checkpoint = CheckpointFactory(venue=VenueFactory(name="Ư" * 200))
    assert text_of(poster(checkpoint, "pdf")).replace(" ", "").count("Ư") == 200


def test_every_vietnamese_letter_has_a_shape():
    letters = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
    for weight in (fonts.REGULAR, fonts.BOLD):
        face = fonts.font(weight)
        assert all(face.outline(letter) for letter in letters + letters.upper())


def test_decomposed_letters_are_composed():
    checkpoint = CheckpointFactory(venue=VenueFactory(name="Cho\u031b\u0323 Ha\u0300 Đo\u0302ng"))
    assert "Chợ Hà Đông" in layout.lay_out(checkpoint).lines[2].text


def test_letters_that_the_font_lacks_leave_a_gap_not_a_box():
    checkpoint = CheckpointFactory(venue=VenueFactory(name="Lẩu 火鍋 Bình Minh"))
    assert layout.lay_out(checkpoint).lines[2].text == "Lẩu Bình Minh"


def test_the_svg_is_a_page_in_millimetres_with_its_text_for_screen_readers(checkpoint):
    root = ElementTree.fromstring(poster(checkpoint, "svg"))
    space = "{http://www.w3.org/2000/svg}"
    assert (root.get("width"), root.get("height")) == ("210mm", "297mm")
    assert "Cổng phía Đông" in root.find(f"{space}desc").text
    assert not list(root.iter(f"{space}text")), "letters are outlines"


def test_the_svg_escapes_what_people_write():
    checkpoint = CheckpointFactory(venue=VenueFactory(name="Phở <b>& Bún</b>"))
    assert ElementTree.fromstring(poster(checkpoint, "svg")) is not None


def test_the_code_on_the_svg_holds_exactly_the_address(checkpoint, page):
    page.set_content(f"<body style='margin:0'>{poster(checkpoint, 'svg').decode()}")
    image = Image.open(io.BytesIO(page.locator("svg").screenshot()))
    assert decoded(image) == [codes.address(checkpoint.token)]


def test_the_code_on_the_svg_measures_15_cm(checkpoint, page):
    page.set_content(f"<body style='margin:0'>{poster(checkpoint, 'svg').decode()}")
    box = page.locator("svg > path").bounding_box()
    millimetre = 96 / 25.4  # CSS pixels
    assert box["width"] / millimetre == pytest.approx(150, abs=0.5)
    assert box["height"] / millimetre == pytest.approx(150, abs=0.5)


def test_several_check_points_give_a_page_each(checkpoint):
    second = CheckpointFactory(venue=checkpoint.venue, number=2, name="Nhà để xe")
    document = pypdfium2.PdfDocument(posters([checkpoint, second]))
    read = [decoded(document[index].render(scale=2).to_pil().convert("L"))[0] for index in range(2)]
    assert read == [codes.address(checkpoint.token), codes.address(second.token)]


def test_a_missing_font_says_what_to_do(monkeypatch):
    monkeypatch.setattr(fonts.finders, "find", lambda path: None)
    with pytest.raises(ImproperlyConfigured, match="make setup"):
        fonts.font.__wrapped__(fonts.BOLD)
