"""The sample content: both languages, whole, and built once."""

from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from openpyxl import load_workbook
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from cms_pages.models import DirectivePage, GuidancePage, HomePage, NewsPage, PortalPage
from cms_pages.models.guidance import Audience
from tests.factories.cms_pages import StandardPageFactory


@pytest.fixture
def built(db, settings, tmp_path):
    """The sample content in an empty portal; what the command said."""
    settings.MEDIA_ROOT = tmp_path
    out = StringIO()
    call_command("demo_content", stdout=out)
    return out.getvalue()


def of(model, language):
    return model.objects.filter(locale__language_code=language)


@pytest.mark.usefixtures("built")
def test_a_second_run_changes_nothing():
    before = list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id", "url_path"))
    out = StringIO()
    call_command("demo_content", stdout=out)
    assert out.getvalue() == "0 pages made\n"
    assert before == list(
        Page.objects.order_by("pk").values_list("pk", "latest_revision_id", "url_path")
    )


@pytest.mark.usefixtures("built")
def test_a_page_that_somebody_changed_stays_changed():
    page = of(NewsPage, "vi").first()
    page.title = "Tên đã sửa"
    page.save_revision().publish()
    call_command("demo_content", stdout=StringIO())
    page.refresh_from_db()
    assert page.title == "Tên đã sửa"


def test_a_site_that_is_set_up_keeps_its_home(home, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    StandardPageFactory(parent=home)
    call_command("demo_content", stdout=StringIO())
    assert Site.objects.get().root_page_id == home.pk


@pytest.mark.usefixtures("built")
def test_the_welcome_page_of_wagtail_is_gone():
    assert Site.objects.get().root_page.specific == of(HomePage, "vi").get()
    assert set(Page.objects.filter(depth=2)) == {
        home.page_ptr for home in PortalPage.objects.filter(depth=2)
    }


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.usefixtures("built")
def test_the_sources_are_told(language):
    numbers = {page.number for page in of(DirectivePage, language)}
    assert {"2278/BTTTT-THH", "2666/QĐ-BYT", "2180/UBND-KGVX", "1969/UBND-VX"} <= numbers
    assert of(DirectivePage, language).count() == 6
    for page in of(DirectivePage, language):
        assert page.recipients
        assert page.summary
        assert page.related_pages()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.usefixtures("built")
def test_there_is_guidance_for_every_audience(language):
    assert set(of(GuidancePage, language).values_list("audience", flat=True)) == set(
        Audience.values
    )


@pytest.mark.usefixtures("built")
def test_every_page_is_translated():
    keys = [
        set(of(PortalPage, language).values_list("translation_key", flat=True))
        for language in ("vi", "en")
    ]
    assert keys[0] == keys[1]


@pytest.mark.usefixtures("built")
def test_every_page_opens(client):
    for page in PortalPage.objects.live():
        response = client.get(page.url)
        assert response.status_code == 200, page.url
        assert "block-kept" not in response.content.decode()


@pytest.mark.usefixtures("built")
def test_the_paper_book_to_download_has_the_columns_that_the_import_knows():
    document = get_document_model().objects.get(title="Mẫu sổ ghi khách ra vào")
    with document.open_file() as file:
        sheet = load_workbook(BytesIO(file.read())).active
    heading = [cell.value for cell in sheet[1]]
    assert heading[:3] == ["STT", "Họ và tên", "Số điện thoại"]
    assert sheet["C2"].number_format == "@"


@pytest.mark.usefixtures("built")
def test_files_are_made_once():
    call_command("demo_content", stdout=StringIO())
    assert get_document_model().objects.count() == 4
