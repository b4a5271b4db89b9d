"""Why a look-up is refused, in words for the official."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class TracingRefused(Exception):
    """A look-up that is not made; ``message`` says why in the reader's language."""

    def __init__(self, message: "str | StrPromise") -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(TracingRefused):
    """The account may not trace."""


class NoReason(TracingRefused):
    """Neither a reason nor an open case was given."""


class BadQuestion(TracingRefused):
    """Nothing can be searched for with this."""
