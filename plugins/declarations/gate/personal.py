"""Personal codes at the gate: only the server can tell whose they are."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from people.sealing import SealError
from plugins.declarations.gate.entries import Entry
from plugins.declarations.gate.results import Result, refused
from plugins.declarations.personal_codes.services import Declared, Expired, resolve


def fill_in(entries: Iterable[Entry], times: Mapping[UUID, datetime]) -> dict[UUID, Result]:
    """Put the persons behind personal codes into their entries; results of those that fail.

    A code counts if it was valid when it was scanned, however late the entry comes. One query
    for each entry with a code.
    """
    failed = {}
    for entry in entries:
        if not entry.token:
            continue
        try:
            found = resolve(entry.token, times[entry.id])
        except SealError:
            found = None
        if isinstance(found, Declared):
            entry.name, entry.phone, entry.id_number = found.name, found.phone, found.id_number
            entry.alert = found.has_symptoms or found.had_contact
        else:
            reason = "code_expired" if isinstance(found, Expired) else "code_unknown"
            failed[entry.id] = refused(entry.id, reason)
    return failed
