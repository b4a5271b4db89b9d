"""Which visits belong to the same person: the one rule."""

from uuid import UUID

from people.blind import id_key, name_key, phone_key
from people.names import fold


def person_keys(
    phone: str | None, id_number: str | None, name: str, place: str
) -> tuple[UUID, UUID | None]:
    """Key of a visit's person, and a second one when phone and ID are both known.

    `phone` is E.164, `id_number` as `parse_id` gives it; None or empty means unknown. The phone
    decides, else the ID. With neither, the name does, but only within `place` (any text that names
    the place for good): a name alone says too little about who it was.
    """
    if phone:
        return phone_key(phone), id_key(id_number) if id_number else None
    if id_number:
        return id_key(id_number), None
    return name_key(fold(name), place), None
