"""The blocks that editors put pages together from."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cms_pages.kept import KeepingStreamBlock

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]
SHORT_FEATURES = ["bold", "italic", "ul", "link", "document-link"]


class ProseBlock(blocks.RichTextBlock):
    """Text with headings, lists and links."""

    def get_searchable_content(self, value: Any) -> list[str]:
        """As HTML: what is made of it for search needs to know where a paragraph ends."""
        return [value.source]


class StepBlock(blocks.StructBlock):
    """One step: what to do, and how."""

    title = blocks.CharBlock(label=_("What to do"), max_length=120)
    text = ProseBlock(label=_("How"), features=SHORT_FEATURES, required=False)


class StepsBlock(blocks.StructBlock):
    """Numbered steps, one below the other."""

    title = blocks.CharBlock(label=_("Heading"), max_length=120, required=False)
    steps = blocks.ListBlock(StepBlock(label=_("Step")), label=_("Steps"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "cms_pages/blocks/steps.html"


class CalloutBlock(blocks.StructBlock):
    """A few words that stand out."""

    kind = blocks.ChoiceBlock(
        choices=[
            ("info", _("Good to know")),
            ("important", _("Important")),
            ("warning", _("Warning")),
        ],
        default="info",
        label=_("Kind"),
        search_index=False,
    )
    title = blocks.CharBlock(label=_("Heading"), max_length=120, required=False)
    text = ProseBlock(label=_("Text"), features=SHORT_FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Call-out")
        template = "cms_pages/blocks/callout.html"


class DocumentListBlock(blocks.StructBlock):
    """Files to download."""

    title = blocks.CharBlock(label=_("Heading"), max_length=120, required=False)
    documents = blocks.ListBlock(DocumentChooserBlock(), label=_("Documents"), min_num=1)

    class Meta:
        icon = "doc-full-inverse"
        label = _("Documents to download")
        template = "cms_pages/blocks/documents.html"


class TableValue(blocks.StructValue):
    """A table's rows, split from the lines that the editor wrote."""

    @property
    def rows(self) -> list[list[str]]:
        """Cells, each row as long as the longest."""
        rows = [_cells(line) for line in self["lines"].splitlines() if line.strip()]
        width = max(map(len, rows), default=0)
        return [row + [""] * (width - len(row)) for row in rows]


def _cells(line: str) -> list[str]:
    separator = "\t" if "\t" in line else "|"
    return [cell.strip() for cell in line.strip().strip("|").split(separator)]


class TableBlock(blocks.StructBlock):
    """A small table, one row a line: quick to type, and pastes from a spreadsheet."""

    caption = blocks.CharBlock(label=_("Title of the table"), max_length=200, required=False)
    lines = blocks.TextBlock(
        label=_("Rows"),
        help_text=_(
            "One row a line, cells divided by | (or pasted from a spreadsheet). "
            "The first line is the heading."
        ),
        rows=6,
    )

    def clean(self, value: Any) -> Any:
        """Raises ValidationError for a table without a row below its heading."""
        cleaned = super().clean(value)
        if len(cleaned.rows) < 2:
            raise blocks.StructBlockValidationError(
                {"lines": ValidationError(_("Write a heading and at least one row."))}
            )
        return cleaned

    class Meta:
        icon = "table"
        label = _("Table")
        template = "cms_pages/blocks/table.html"
        value_class = TableValue


class AudioBulletinBlock(blocks.StructBlock):
    """What the ward's loudspeakers read out, as text and, once recorded, as sound."""

    title = blocks.CharBlock(label=_("Heading"), max_length=120)
    schedule = blocks.CharBlock(
        label=_("When it is read"),
        max_length=120,
        required=False,
        help_text=_("For example: four times a day, at 6:00, 10:30, 16:30 and 19:00"),
    )
    audio = DocumentChooserBlock(
        label=_("Recording"), required=False, help_text=_("An MP3 file, if there is one.")
    )
    transcript = ProseBlock(label=_("Text to read"), features=["bold", "ul"])

    class Meta:
        icon = "media"
        label = _("Audio bulletin")
        template = "cms_pages/blocks/audio.html"


class BodyBlock(KeepingStreamBlock):
    """The body of a page."""

    text = ProseBlock(
        label=_("Text"),
        icon="pilcrow",
        features=TEXT_FEATURES,
        template="cms_pages/blocks/text.html",
    )
    steps = StepsBlock()
    callout = CalloutBlock()
    documents = DocumentListBlock()
    table = TableBlock()
    audio = AudioBulletinBlock()
