"""The plugin's background tasks."""

from plugins.declarations.logbooks.tasks import (
    import_book,
    make_result_book,
    read_book,
    undo_book,
)

__all__ = ["import_book", "make_result_book", "read_book", "undo_book"]
