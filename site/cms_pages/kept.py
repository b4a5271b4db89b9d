"""A stream of blocks that loses nothing when a block's module is not there."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.stream_block import StreamBlockAdapter

from portal.plugins.registry import registry

KEPT = "kept"


class KeptWidget(forms.Textarea):
    """Holds a block's stored data through the form, out of sight, and says why it is there."""

    template_name = "cms_pages/kept_widget.html"


class KeptBlock(blocks.FieldBlock):
    """Stands for a block whose module is not installed. Value: {"type", "value"} as stored."""

    def __init__(self, **kwargs: Any) -> None:
        self.field = forms.CharField(widget=KeptWidget, required=False, strip=False)
        super().__init__(**kwargs)

    def value_for_form(self, value: Mapping[str, Any] | None) -> str:
        """The stored data as JSON."""
        return json.dumps(value, ensure_ascii=False)

    def value_from_form(self, value: str) -> Mapping[str, Any]:
        """The stored data back. Raises ValidationError if the browser sent something else."""
        try:
            stored = json.loads(value)
        except ValueError:
            stored = None
        if not isinstance(stored, dict) or not {"type", "value"} <= set(stored):
            raise ValidationError(_("The data kept from the missing module came back damaged."))
        return stored

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Mapping[str, Any] | None:
        """The stored data as posted; what is damaged is refused by ``clean``."""
        try:
            return super().value_from_datadict(data, files, prefix)
        except ValidationError:
            return None

    def render(self, value: Any, context: Mapping[str, Any] | None = None) -> SafeString:
        """Nothing: only the missing module knows how."""
        return SafeString("")

    def get_searchable_content(self, value: Any) -> list[str]:
        """Nothing that a reader sees."""
        return []

    class Meta:
        icon = "warning"
        label = _("Kept from a module that is not installed")


def contributed_blocks(taken: Iterable[str]) -> list[tuple[str, blocks.Block]]:
    """Blocks of the loaded plugins, switched on or off. Raises ImproperlyConfigured on a clash."""
    found: dict[str, blocks.Block] = {}
    for label, (name, block) in registry.contributions("blocks"):
        if name in found or name in taken:
            raise ImproperlyConfigured(f"{label}: the page block “{name}” exists already")
        found[name] = block
    return list(found.items())


class KeepingStreamBlock(blocks.StreamBlock):
    """Its own blocks plus the plugins'; data of blocks that nobody knows stays as it is."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        taken = [*self.base_blocks, KEPT, *(name for name, _block in local_blocks or ())]
        super().__init__(
            [*(local_blocks or ()), *contributed_blocks(taken), (KEPT, KeptBlock())], **kwargs
        )

    def to_python(self, value: Any) -> blocks.StreamValue:
        """As StreamBlock, the unknown wrapped instead of dropped."""
        if isinstance(value, str) and value:
            try:
                value = json.loads(value)
            except ValueError:  # not ours: StreamBlock keeps such text as raw_text
                return super().to_python(value)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            value = [self._wrapped(item) for item in value]
        return super().to_python(value)

    def bulk_to_python(self, values: Iterable[list[dict]]) -> list[blocks.StreamValue]:
        """The same for many values."""
        return super().bulk_to_python([[self._wrapped(i) for i in value] for value in values])

    def get_prep_value(self, value: Any) -> list[dict]:
        """As stored: the wrapping comes off again."""
        return [self._unwrapped(item) for item in super().get_prep_value(value)]

    def _wrapped(self, item: dict) -> dict:
        if item["type"] in self.child_blocks:
            return item
        kept = {"type": item["type"], "value": item["value"]}
        return {"type": KEPT, "value": kept, "id": item.get("id")}

    def _unwrapped(self, item: dict) -> dict:
        if item["type"] != KEPT or not item["value"]:
            return item
        return {**item["value"], "id": item["id"]}

    class Meta:
        template = "cms_pages/blocks/stream.html"


class KeepingStreamBlockAdapter(StreamBlockAdapter):
    """The editor's side: the same form, with no way to add a kept block by hand."""

    js_constructor = "cms_pages.KeepingStreamBlock"

    @cached_property
    def media(self) -> forms.Media:
        """Wagtail's script, then ours."""
        return super().media + forms.Media(js=["cms_pages/keeping_stream_block.js"])


register(KeepingStreamBlockAdapter(), KeepingStreamBlock)
