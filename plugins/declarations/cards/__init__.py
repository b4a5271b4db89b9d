"""Codes on the cards that people carry, read from text: `reading.read_card`."""
