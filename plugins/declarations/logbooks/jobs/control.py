"""How jobs learn that they are no longer wanted."""


class Stopped(Exception):
    """The book was cancelled, or another worker has it in hand."""
