"""The same questions in a database and index of another size, asked in a process of its own."""

import os
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType

from tests.bench import place

QUESTIONS = 40
VISITS = 60  # of each person
MET = (8, 25)  # people who were there during each of these visits


def people_and_ask() -> tuple[int, Callable[[int], object]]:
    """Contacts of people who meet equally many whatever the size: mean number, and how to ask."""
    from plugins.tracing import services
    from tests.bench import accounts
    from tests.bench.population import people_meeting

    asker = accounts.administrator()
    people = people_meeting(QUESTIONS, VISITS, *MET)
    known = [services.history(asker, key).person for key in people]

    def ask(i: int) -> object:
        return services.contacts(asker, people[i], known=known[i])

    met = sum(len(services.contacts(asker, key).contacts) for key in people)
    return met // len(people), ask


class SmallerPlace:
    """A population of ``visits`` beside this process' one. A context manager."""

    questions = QUESTIONS

    def __init__(self, visits: int) -> None:
        context = get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, visits), daemon=True)
        self.met = 0

    def __enter__(self) -> "SmallerPlace":
        self._process.start()
        self.met = self._ours.recv()
        return self

    def ask(self, i: int) -> None:
        """Question ``i``; the pipe's tenth of a millisecond is its own loss."""
        self._ours.send(i)
        self._ours.recv()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ours.send(None)
        self._process.join(timeout=30)


def _serve(pipe: Connection, visits: int) -> None:
    os.environ["BENCH_VISITS"] = str(visits)
    place.prepare(place.DATABASE + "_small", "bench-small")
    from tests.bench.population import populate

    populate()
    met, ask = people_and_ask()
    pipe.send(met)
    while (number := pipe.recv()) is not None:
        ask(number)
        pipe.send(number)
