"""Only processes that we started are ended."""

import signal
import subprocess
import sys

from ops.servers.process import end, free_port, identity

WAIT = [sys.executable, "-c", "import sys; sys.stdin.read()"]


def test_a_recorded_process_is_ended() -> None:
    with subprocess.Popen(WAIT, stdin=subprocess.PIPE) as child:
        end(child.pid, identity(child.pid), signal.SIGTERM)
        assert child.wait() == -signal.SIGTERM


def test_a_process_that_reuses_the_number_is_left_alone() -> None:
    with subprocess.Popen(WAIT, stdin=subprocess.PIPE) as child:
        end(child.pid, "started at another time", signal.SIGTERM)
        assert child.poll() is None


def test_an_ended_process_has_no_identity() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        child.wait()
    assert identity(child.pid) is None


def test_the_port_of_last_time_is_preferred() -> None:
    port = free_port()
    assert free_port(port) == port
