"""Personal codes at the gate: only the server can tell whose they are."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from plugins.declarations.gate.entries import Entry
from plugins.declarations.gate.results import Result, refused
from plugins.declarations.personal_codes.services import Declared, Expired, resolve_many


def fill_in(entries: Iterable[Entry], times: Mapping[UUID, datetime]) -> dict[UUID, Result]:
    """Put the persons behind personal codes into their entries; results of those that fail.

    A code counts if it was valid when it was scanned, however late the entry comes. One query.
    """
    with_code = [entry for entry in entries if entry.token]
    if not with_code:
        return {}
    codes = resolve_many([(entry.token, times[entry.id]) for entry in with_code])
    failed = {}
    for entry in with_code:
        found = codes[entry.token, times[entry.id]]
        if isinstance(found, Declared):
            entry.name, entry.phone, entry.id_number = found.name, found.phone, found.id_number
            entry.alert = found.has_symptoms or found.had_contact
        else:
            reason = "code_expired" if isinstance(found, Expired) else "code_unknown"
            failed[entry.id] = refused(entry.id, reason)
    return failed
