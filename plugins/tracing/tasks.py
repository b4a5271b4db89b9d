"""The plugin's background tasks."""

from plugins.tracing.exports.tasks import drop_exports, make_export
from plugins.tracing.spread.tasks import work_out

__all__ = ["drop_exports", "make_export", "work_out"]
