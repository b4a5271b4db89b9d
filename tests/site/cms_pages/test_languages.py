"""Two trees, one for each language, and the way from one to the other."""

import pytest

from tests.factories.cms_pages import HomePageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(home):
    """The English home page."""
    return HomePageFactory(language="en", title="Home", slug="home-en", translation_of=home)


def test_vietnamese_is_at_the_root_and_english_below_en(home, english):
    assert (home.url, english.url) == ("/", "/en/")


def test_a_page_says_its_language(client, home, english):
    assert '<html lang="vi"' in client.get("/").content.decode()
    assert '<html lang="en"' in client.get("/en/").content.decode()


def test_the_browsers_language_does_not_matter(client, home, english):
    page = client.get("/", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="vi"' in page


def test_the_switch_leads_to_the_translation(client, home, english):
    contact = StandardPageFactory(title="Liên hệ", parent=home)
    StandardPageFactory(title="Contact", parent=english, translation_of=contact)
    assert 'href="/en/contact/" lang="en"' in client.get("/lien-he/").content.decode()
    assert 'href="/lien-he/" lang="vi"' in client.get("/en/contact/").content.decode()


def test_without_translation_it_leads_to_the_home_page(client, home, english):
    StandardPageFactory(title="Liên hệ", parent=home)
    assert 'href="/en/" lang="en"' in client.get("/lien-he/").content.decode()


def test_a_translation_in_draft_is_none(client, home, english):
    contact = StandardPageFactory(title="Liên hệ", parent=home)
    StandardPageFactory(title="Contact", parent=english, translation_of=contact).unpublish()
    assert 'href="/en/" lang="en"' in client.get("/lien-he/").content.decode()


def test_the_search_page_switches_to_itself(client, home):
    page = client.get("/search/", {"q": "qr"}).content.decode()
    assert 'href="/en/search/?q=qr" lang="en"' in page


def test_titles_give_addresses_without_accents(home):
    assert StandardPageFactory(title="Quét mã ở Đà Nẵng").slug == "quet-ma-o-da-nang"


def test_the_same_title_twice_gives_two_addresses(home):
    slugs = [StandardPageFactory(title="Liên hệ").slug for _n in range(2)]
    assert slugs == ["lien-he", "lien-he-2"]
