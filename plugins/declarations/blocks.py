"""A block for pages: type the code of a check point."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.plugins.switch import is_on


class CodeFinderBlock(blocks.StructBlock):
    """A field for those who cannot scan; nothing while the plugin is switched off."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """With whether codes work at all at the moment."""
        return {**super().get_context(value, parent_context), "on": is_on("declarations")}

    class Meta:
        template = "declarations/blocks/code_finder.html"
        icon = "search"
        label = _("Field for typing a code")


BLOCKS = [("code_finder", CodeFinderBlock())]
