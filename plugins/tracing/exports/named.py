"""Who stands on a list, kept beside it until the list is offered: it may be half a million."""

import tempfile
from collections.abc import Iterable, Iterator
from types import TracebackType
from uuid import UUID

_BYTES = 16


class Named:
    """Blind keys in a file without a name, which is gone when it is closed."""

    def __init__(self) -> None:
        # Closed by __exit__.
        self._file = tempfile.TemporaryFile()  # noqa: SIM115

    def __enter__(self) -> "Named":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, keys: Iterable[UUID]) -> None:
        """Keep these too; one that is kept already may stand there twice."""
        self._file.write(b"".join(key.bytes for key in keys))

    def parts(self, size: int) -> Iterator[set[UUID]]:
        """All keys, at most ``size`` at a time."""
        self._file.seek(0)
        while some := self._file.read(size * _BYTES):
            yield {UUID(bytes=some[at : at + _BYTES]) for at in range(0, len(some), _BYTES)}
