"""The record of running servers, and how an interruption is held back while it is written."""

import os
import signal
import stat
import subprocess
from pathlib import Path

import pytest

from ops.services import read_state, running, undisturbed, write_state


def test_the_record_can_be_read_back(tmp_path: Path) -> None:
    state = {"keep": True, "postgresql": {"pid": 1, "identity": "2", "url": "postgresql://"}}
    write_state(tmp_path, state)
    assert read_state(tmp_path) == state


def test_nobody_else_can_read_the_record(tmp_path: Path) -> None:
    write_state(tmp_path, {"keep": False})
    assert stat.S_IMODE((tmp_path / "state.json").stat().st_mode) == 0o600


def test_without_a_record_nothing_is_kept(tmp_path: Path) -> None:
    assert read_state(tmp_path) == {"keep": False}


def test_a_recorded_process_that_ended_does_not_run() -> None:
    with subprocess.Popen(["true"]) as child:
        child.wait()
    assert not running({"pid": child.pid, "identity": "1"})


def test_an_interruption_waits_for_the_end_of_the_block() -> None:
    done = []

    def record() -> None:
        with undisturbed():
            os.kill(os.getpid(), signal.SIGINT)
            done.append("recorded")

    with pytest.raises(KeyboardInterrupt):
        record()
    assert done == ["recorded"]


def test_signals_are_handled_as_before_afterwards() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with undisturbed():
        pass
    assert signal.getsignal(signal.SIGTERM) == before
