"""Working through much, a little at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of at most ``size``, none empty."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
