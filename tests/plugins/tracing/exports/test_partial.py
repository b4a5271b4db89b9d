"""An export of a search that was too slow says that it is partial."""

from collections.abc import Callable
from datetime import date
from typing import Any

from audit.models import Action, AuditEntry
from plugins.tracing.exports.kinds import Kind
from plugins.tracing.exports.models import Export
from plugins.tracing.reasons import Asker
from tests.plugins.tracing.exports.conftest import sheets
from tests.plugins.tracing.slow_index import NAME, until_partial


def test_a_partial_list_says_so(
    slow: None, settings: Any, asker: Asker, made: Callable[..., Export]
) -> None:
    settings.PLUGIN_SETTINGS["tracing"]["export_rows"] = 10

    def ask(last: date) -> tuple[Export, str]:
        export = made(asker, Kind.PEOPLE, text=NAME, last=last.isoformat())
        first, _rows = sheets(export)
        return export, str(first)

    export, _first = until_partial(ask, lambda made: "CHƯA ĐỦ" in made[1])
    assert not export.complete
    entry = AuditEntry.objects.filter(action=Action.EXPORT).latest("pk")
    assert entry.details["partial"] is True
