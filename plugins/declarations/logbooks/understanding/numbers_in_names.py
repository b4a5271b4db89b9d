"""A phone or ID number beside the name, in its cell: names are shown, numbers are kept sealed."""

from typing import Any

from people.ids import parse_id
from people.phones import parse_phone
from plugins.declarations.logbooks.understanding.columns import Column
from plugins.declarations.logbooks.understanding.phone_cells import split_number


def take_number(values: dict[Column, Any]) -> None:
    """Move numbers from the name to the phone or the ID; what finds no place, to the notes.

    A number in a column of its own stays: the one beside the name is then a further one.
    """
    while (name := values.get(Column.NAME)) and (found := split_number(name)):
        values[Column.NAME], number = found
        phone, paper = parse_phone(number).e164, parse_id(number).number
        if phone and values.get(Column.PHONE) in (None, phone):
            values[Column.PHONE] = phone
        elif not phone and paper and values.get(Column.ID) in (None, paper):
            values[Column.ID] = paper
        else:
            notes = values.get(Column.NOTES)
            values[Column.NOTES] = f"{notes}, {number}" if notes else number
