"""One page block."""

from wagtail.blocks import CharBlock

BLOCKS = [("noticeboard", CharBlock())]
