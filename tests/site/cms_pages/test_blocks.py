"""The blocks that editors put pages together from."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from cms_pages.blocks import BodyBlock


@pytest.fixture
def document(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return get_document_model().objects.create(
        title="Bản thu", file=ContentFile(b"ID3", name="ban-tin.mp3"), file_size=3
    )


def rendered(kind, value):
    block = BodyBlock()
    return block.render(block.to_python([{"type": kind, "value": value}]))


def test_steps_are_an_ordered_list_with_headings():
    html = rendered(
        "steps", {"title": "Khi đến", "steps": [{"title": "Quét mã", "text": "<p>Ở cổng</p>"}]}
    )
    assert "<h2" in html
    assert "Khi đến" in html
    assert "<ol" in html
    assert "<h3>Quét mã</h3>" in html
    assert "<p>Ở cổng</p>" in html


@pytest.mark.parametrize("kind", ["info", "important", "warning"])
def test_a_call_out_looks_as_serious_as_it_is(kind):
    html = rendered("callout", {"kind": kind, "title": "Lưu ý", "text": "<p>Giữ kín</p>"})
    assert f"cong-callout--{kind}" in html


def table(lines):
    return {"caption": "Ai làm gì", "lines": lines}


@pytest.mark.parametrize(
    "lines",
    [
        "Cấp | Việc\nTỉnh | Chỉ đạo",
        "| Cấp | Việc |\n\n| Tỉnh | Chỉ đạo |",
        "Cấp\tViệc\nTỉnh\tChỉ đạo",
    ],
)
def test_a_table_is_read_from_lines(lines):
    value = BodyBlock().to_python([{"type": "table", "value": table(lines)}])[0].value
    assert value.rows == [["Cấp", "Việc"], ["Tỉnh", "Chỉ đạo"]]


def test_short_rows_of_a_table_are_filled_up():
    value = BodyBlock().to_python([{"type": "table", "value": table("a | b | c\nd")}])[0].value
    assert value.rows[1] == ["d", "", ""]


def test_the_first_line_of_a_table_is_its_heading():
    html = rendered("table", table("Cấp | Việc\nTỉnh | Chỉ đạo"))
    assert '<th scope="col" class="govuk-table__header">Cấp</th>' in html
    assert '<td class="govuk-table__cell">Chỉ đạo</td>' in html


def test_markup_typed_into_a_table_stays_text():
    assert "<b>" not in rendered("table", table("a | b\n<b>x</b> | y"))


def test_a_table_without_rows_is_refused():
    block = BodyBlock().child_blocks["table"]
    with pytest.raises(ValidationError):
        block.clean(block.to_python(table("Cấp | Việc")))


BULLETIN = {"title": "Bản tin", "schedule": "4 lần mỗi ngày", "transcript": "<p>Kính thưa</p>"}


def test_a_bulletin_without_recording_shows_its_text():
    html = rendered("audio", BULLETIN)
    assert "<audio" not in html
    assert "<p>Kính thưa</p>" in html


def test_a_bulletin_with_recording_plays_it(document):
    html = rendered("audio", {**BULLETIN, "audio": document.pk})
    assert f'<audio controls preload="none" src="{document.url}">' in html


def test_documents_are_offered_for_download(document):
    html = rendered("documents", {"title": "Tải về", "documents": [document.pk]})
    assert f'href="{document.url}"' in html
    assert "Bản thu" in html


def test_a_document_that_was_deleted_leaves_the_rest(document):
    value = {"title": "Tải về", "documents": [document.pk, document.pk + 1]}
    assert rendered("documents", value).count("<li>") == 1


def test_the_words_of_every_block_are_searched(document):
    block = BodyBlock()
    stream = block.to_python(
        [
            {"type": "steps", "value": {"steps": [{"title": "Quét", "text": "<p>mã</p>"}]}},
            {"type": "callout", "value": {"kind": "info", "title": "Nên", "text": "<p>biết</p>"}},
            {"type": "table", "value": table("Cấp | Việc\nTỉnh | Chỉ đạo")},
            {"type": "audio", "value": BULLETIN},
        ]
    )
    words = " ".join(map(str, block.get_searchable_content(stream)))
    for word in ("Quét", "mã", "Nên", "biết", "Chỉ đạo", "Kính thưa"):
        assert word in words
