"""Requests at a fixed rate, whatever the answers take: as visitors come. This machine only.

Sends forms over keep-alive connections, as many as are needed up to ``most``. A duration counts
from when the request was due, so that a generator or a server that lags is not flattered.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlsplit

ANSWER_WITHIN = 30  # seconds


@dataclass
class Outcome:
    """How many answers of each status (0: none at all), and the durations of those with 303."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def p99_ms(self) -> float:
        """Of the accepted ones."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1000


def send(address: str, forms: Sequence[str], cookie: str, rate: float, most: int) -> Outcome:
    """Post each form once, ``rate`` a second, over at most ``most`` connections."""
    if urlsplit(address).hostname != "127.0.0.1":
        raise ValueError("this machine only")
    # In a thread of its own: a browser's driver may have its loop in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _send(address, forms, cookie, rate, most)).result()


async def _send(address: str, forms: Sequence[str], cookie: str, rate: float, most: int) -> Outcome:
    outcome, line = Outcome(), _Line(address, cookie)
    room = asyncio.Semaphore(most)
    begun = time.monotonic() + 0.1
    async with asyncio.TaskGroup() as group:
        for number, form in enumerate(forms):
            due = begun + number / rate
            if (wait := due - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            group.create_task(_one(line, form, due, room, outcome))
    line.close()
    return outcome


async def _one(
    line: "_Line", form: str, due: float, room: asyncio.Semaphore, outcome: Outcome
) -> None:
    async with room:
        status = await line.post(form)
    outcome.statuses[status] += 1
    if status == 303:
        outcome.seconds.append(time.monotonic() - due)


class _Line:
    """Idle keep-alive connections to one address."""

    def __init__(self, address: str, cookie: str) -> None:
        parts = urlsplit(address)
        self._place = (parts.hostname or "", parts.port or 80)
        self._head = (
            f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nCookie: {cookie}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
        )
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def post(self, form: str) -> int:
        """The status; 0 if no answer came."""
        request = f"{self._head}Content-Length: {len(form)}\r\n\r\n{form}".encode()
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                pair = (
                    self._idle.pop() if self._idle else await asyncio.open_connection(*self._place)
                )
                reader, writer = pair
                writer.write(request)
                status = await _answer(reader)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            return 0
        self._idle.append(pair)
        return status

    def close(self) -> None:
        """Hang up."""
        for _reader, writer in self._idle:
            writer.close()


async def _answer(reader: asyncio.StreamReader) -> int:
    """Read one answer to its end."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.split("\r\n")
    names = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
    if names.get("transfer-encoding") == "chunked":
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readexactly(2)
    else:
        await reader.readexactly(int(names.get("content-length", "0")))
    return int(first.split(" ")[1])
