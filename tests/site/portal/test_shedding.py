"""Overload: who has no room is told at once, and nobody who was let in is lost."""

import json
import threading

import pytest

from portal.shedding import LATEST, SOONEST, Shedding


class Work:
    """An application whose requests last until they are let go."""

    def __init__(self):
        self.inside = 0
        self.entered = threading.Semaphore(0)
        self.go = threading.Event()

    def __call__(self, environ, start_response):
        self.inside += 1
        self.entered.release()
        self.go.wait(30)
        start_response("200 OK", [])
        return [b"done"]


def ask(application, path="/q/K7M29QXP", **environ):
    said = []
    body = b"".join(
        application(
            {"PATH_INFO": path, **environ}, lambda status, head: said.append((status, head))
        )
    )
    ((status, head),) = said
    return status, dict(head), body.decode()


@pytest.fixture
def work():
    made = Work()
    yield made
    made.go.set()


def start(application, count, answers):
    threads = [
        threading.Thread(target=lambda: answers.append(ask(application)[0])) for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    return threads


def test_who_finds_no_room_is_told_at_once_when_to_come_back(work):
    application, answers = Shedding(work, at_once=1, waiting=0, seconds=0), []
    threads = start(application, 1, answers)
    work.entered.acquire()
    status, head, body = ask(application)
    assert status == "503 Service Unavailable"
    assert SOONEST <= int(head["Retry-After"]) <= LATEST
    assert head["Cache-Control"] == "no-store"
    assert "Rất nhiều người" in body
    work.go.set()
    threads[0].join()
    assert answers == ["200 OK"]


def test_those_who_wait_are_let_in_when_there_is_room(work):
    application, answers = Shedding(work, at_once=1, waiting=5, seconds=30), []
    threads = start(application, 6, answers)
    work.entered.acquire()
    assert work.inside == 1
    work.go.set()
    for thread in threads:
        thread.join()
    assert answers == ["200 OK"] * 6


def test_nobody_waits_longer_than_is_said(work):
    application, answers = Shedding(work, at_once=1, waiting=5, seconds=0.05), []
    threads = start(application, 1, answers)
    work.entered.acquire()
    assert ask(application)[0].startswith("503")
    work.go.set()
    threads[0].join()
    assert answers == ["200 OK"]


def test_room_is_free_again_after_a_fault():
    def broken(environ, start_response):
        raise RuntimeError

    application = Shedding(broken, at_once=1, waiting=0, seconds=0)
    for _ in range(3):
        with pytest.raises(RuntimeError):
            ask(application)


@pytest.mark.parametrize(
    ("path", "environ", "word"),
    [
        ("/en/q/K7M29QXP", {}, "reload button"),
        ("/q/K7M29QXP", {"HTTP_ACCEPT": "text/html"}, "tải lại"),
    ],
)
def test_it_is_told_in_the_language_of_the_address(work, path, environ, word):
    application = Shedding(work, at_once=1, waiting=0, seconds=0)
    threads = start(application, 1, [])
    work.entered.acquire()
    assert word in ask(application, path, **environ)[2]
    work.go.set()
    threads[0].join()


@pytest.mark.parametrize(
    ("path", "head"),
    [
        ("/api/v1/visits", {"CONTENT_TYPE": "application/json"}),
        ("/en/api/v1/points/K7M29QXP", {"HTTP_ACCEPT": "*/*"}),
        ("/truc-cong/x/", {"HTTP_ACCEPT": "application/json"}),
    ],
)
def test_programs_are_answered_in_their_shape(work, path, head):
    application = Shedding(work, at_once=1, waiting=0, seconds=0)
    threads = start(application, 1, [])
    work.entered.acquire()
    _status, answered, body = ask(application, path, **head)
    assert answered["Content-Type"] == "application/problem+json"
    assert json.loads(body)["code"] == "busy"
    work.go.set()
    threads[0].join()
