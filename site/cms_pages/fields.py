"""The body of a page."""

from typing import Any

from wagtail.fields import StreamField

from cms_pages.blocks import BodyBlock


class BodyField(StreamField):
    """Blocks of ours and of the plugins.

    Which ones there are is asked when they are first needed, not when models load, and is no
    part of a migration: a plugin that comes or goes changes nothing in the database's structure.
    """

    def __init__(self, block_types: Any = BodyBlock, **kwargs: Any) -> None:
        super().__init__(block_types or BodyBlock, **kwargs)

    def deconstruct(self) -> tuple[str, str, list, dict]:
        """For migrations: an empty list of blocks."""
        name, path, _blocks, kwargs = super(StreamField, self).deconstruct()
        return name, path, [[]], kwargs
