"""Sample content for a new portal."""

import logging
from typing import Any

from django.core.management.base import BaseCommand

from cms_pages.demo.builder import build


class Command(BaseCommand):
    """Run twice, it changes nothing."""

    help = "Build the sample pages in Vietnamese and English; pages that exist stay as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        """Report how many pages were made."""
        logging.getLogger("wagtail").setLevel(logging.WARNING)  # it would name every page twice
        self.stdout.write(f"{build()} pages made")
