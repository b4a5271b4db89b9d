"""Site search: accents or none, best first, only what a visitor may see."""

import unicodedata
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import PageViewRestriction

from cms_pages.models import PortalPage
from cms_pages.search import found_pages
from tests.factories.cms_pages import (
    DirectivePageFactory,
    GuidancePageFactory,
    HomePageFactory,
    NewsPageFactory,
    StandardPageFactory,
)

pytestmark = pytest.mark.django_db


def titles(question):
    return [page.title for page in found_pages(PortalPage.objects.live(), question)]


def text(value):
    return [{"type": "text", "value": f"<p>{value}</p>"}]


@pytest.mark.parametrize(
    "question",
    ["quet ma", "quét mã", "QUÉT MÃ", "Quet MA", unicodedata.normalize("NFD", "quét mã")],
)
@pytest.mark.parametrize("written", ["quét mã", "QUÉT MÃ", "quet ma"])
@pytest.mark.usefixtures("home")
def test_accents_and_case_do_not_matter(question, written):
    StandardPageFactory(title=f"Mời {written} ở cổng")
    assert titles(question) == [f"Mời {written} ở cổng"]


@pytest.mark.usefixtures("home")
def test_d_with_a_stroke_is_d():
    StandardPageFactory(title="Quyết định của Đà Nẵng")
    assert titles("da nang quyet dinh") == ["Quyết định của Đà Nẵng"]


@pytest.mark.usefixtures("home")
def test_every_syllable_must_occur():
    StandardPageFactory(title="Quét mã")
    assert titles("quet ma tokyo") == []


@pytest.mark.usefixtures("home")
def test_a_syllable_is_not_part_of_another():
    StandardPageFactory(title="Mang theo thẻ")
    assert titles("ma") == []


@pytest.mark.parametrize("syllable", ["to", "an", "the", "do", "be", "in"])
@pytest.mark.usefixtures("home")
def test_syllables_that_are_english_stop_words_count(syllable):
    StandardPageFactory(title=f"Trang {syllable}")
    assert titles(syllable) == [f"Trang {syllable}"]


@pytest.mark.usefixtures("home")
def test_the_body_is_searched():
    StandardPageFactory(title="Trang", body=text("Sổ giấy ở chợ"))
    assert titles("so giay") == ["Trang"]


@pytest.mark.parametrize(
    "question", ["2278/BTTTT-THH", "2278", "btttt thh", "bo thong tin", "so y te"]
)
def test_the_particulars_of_a_directive_are_searched(question, directives):
    DirectivePageFactory(title="Văn bản", number="2278/BTTTT-THH", recipients="Sở Y tế các tỉnh")
    assert titles(question) == ["Văn bản"]


@pytest.mark.usefixtures("home")
def test_best_first():
    StandardPageFactory(title="Rời rạc", body=text("mã ở cổng, mời quét"))
    StandardPageFactory(title="Liền nhau", body=text("mời quét mã ở cổng"))
    StandardPageFactory(title="Mã để quét")
    StandardPageFactory(title="Quét mã ở chợ")
    assert titles("quet ma") == ["Quét mã ở chợ", "Mã để quét", "Liền nhau", "Rời rạc"]


@pytest.mark.usefixtures("home")
def test_of_equal_ones_the_newest_comes_first():
    StandardPageFactory(title="Mã cũ")
    StandardPageFactory(title="Mã mới")
    assert titles("ma") == ["Mã mới", "Mã cũ"]


@pytest.mark.parametrize("question", ["", "   ", "–/…", "%", "'\"\\"])
@pytest.mark.usefixtures("home")
def test_a_question_without_letters_finds_nothing(question):
    assert titles(question) == []


@pytest.mark.parametrize("question", ["mã'", 'mã"', "mã:*", "mã & !", "mã*", "(mã", "AND mã NOT"])
@pytest.mark.usefixtures("home")
def test_signs_of_query_languages_are_only_signs(question):
    StandardPageFactory(title="Mã and not")
    assert titles(question) == ["Mã and not"]


@pytest.mark.usefixtures("home")
def test_a_change_is_found_once_it_is_published():
    page = StandardPageFactory(title="Chợ cũ")
    page.title = "Bến xe"
    page.save_revision().publish()
    assert (titles("ben xe"), titles("cho cu")) == (["Bến xe"], [])


@pytest.mark.usefixtures("home")
def test_a_draft_is_not_found():
    page = StandardPageFactory(title="Chợ cũ")
    page.title = "Bến xe"
    page.save_revision()
    assert titles("ben xe") == []


@pytest.mark.usefixtures("home")
def test_a_deleted_page_is_not_found():
    StandardPageFactory(title="Chợ cũ").delete()
    assert titles("cho cu") == []


def search(client, question, language="vi", **more):
    with translation.override(language):
        return client.get(reverse("portal_search"), {"q": question, **more})


@pytest.mark.usefixtures("home")
def test_the_page_marks_the_words(client):
    StandardPageFactory(title="Trang", body=text("Mời quét mã ở cổng"))
    assert "Mời <mark>quét mã</mark> ở cổng" in search(client, "QUET MA").content.decode()


@pytest.mark.usefixtures("home")
def test_the_question_is_shown_as_text(client):
    page = search(client, "<script>alert(1)</script>").content.decode()
    assert "<script>" not in page


@pytest.mark.usefixtures("home")
def test_no_result_says_so(client):
    assert "Không tìm thấy gì cho “zzz”" in search(client, "zzz").content.decode()


def test_each_language_finds_its_own_pages(client, home):
    StandardPageFactory(title="Trang QR")
    english = HomePageFactory(language="en", title="Home", slug="home-en", translation_of=home)
    StandardPageFactory(title="Page QR", parent=english)
    assert "Trang QR" not in search(client, "qr", "en").content.decode()
    assert "Page QR" in search(client, "qr", "en").content.decode()


@pytest.mark.usefixtures("home")
def test_a_private_page_is_not_found(client):
    page = StandardPageFactory(title="Nội bộ", body=text("quét mã"))
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert "Nội bộ" not in search(client, "quet ma").content.decode()


@pytest.mark.usefixtures("home")
def test_results_come_in_pages(client):
    for n in range(12):
        StandardPageFactory(title=f"Mã số {n}")
    first, second = search(client, "ma so"), search(client, "ma so", page=2)
    assert first.content.decode().count("cong-list__item") == 10
    assert second.content.decode().count("cong-list__item") == 2
    assert "?q=ma+so&amp;page=2" in first.content.decode()


@pytest.mark.parametrize("page", ["0", "99", "abc"])
@pytest.mark.usefixtures("home")
def test_a_page_number_out_of_range_gives_a_page(client, page):
    StandardPageFactory(title="Mã")
    assert search(client, "ma", page=page).status_code == 200


@pytest.mark.usefixtures("directives")
def test_queries_do_not_grow_with_results(client, django_assert_max_num_queries):
    for n in range(3):
        StandardPageFactory(title=f"Mã {n}")
        DirectivePageFactory(title=f"Mã văn bản {n}", date_issued=date(2021, 6, n + 1))
        GuidancePageFactory(title=f"Mã hướng dẫn {n}")
        NewsPageFactory(title=f"Mã tin {n}")
    search(client, "ma")  # the site's root paths go to the cache
    with django_assert_max_num_queries(13):
        search(client, "ma")
