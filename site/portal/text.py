"""Text from addresses and forms, taken for what it should be."""

MOST_DIGITS = 18  # a 64-bit key has no more


def as_pk(text: str | None) -> int | None:
    """A primary key from an address; None for anything that cannot be one."""
    return int(text) if text and text.isdecimal() and len(text) <= MOST_DIGITS else None
