"""Steps run when their sources changed or what they made is gone, and not otherwise."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ops import database, setup


@pytest.fixture
def step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], int]:
    """step("fingerprint") offers a step and answers how often it has run so far."""
    monkeypatch.setattr(setup, "BUILD", tmp_path)
    made, runs = tmp_path / "made", []

    def make() -> None:
        runs.append(1)
        made.touch()

    def offer(sources: str) -> int:
        setup.when_changed("a step", sources, [made], make)
        return len(runs)

    return offer


def test_a_step_runs_the_first_time(step: Callable[[str], int]) -> None:
    assert step("one") == 1


def test_a_step_with_the_same_sources_does_not_run_again(step: Callable[[str], int]) -> None:
    step("one")
    assert step("one") == 1


def test_a_step_with_other_sources_runs_again(step: Callable[[str], int]) -> None:
    step("one")
    assert step("two") == 2


def test_a_step_runs_again_when_its_result_is_gone(
    step: Callable[[str], int], tmp_path: Path
) -> None:
    step("one")
    (tmp_path / "made").unlink()
    assert step("one") == 2


def test_a_step_that_failed_runs_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "BUILD", tmp_path)

    def break_down() -> None:
        raise SystemExit("broken")

    with pytest.raises(SystemExit):
        setup.when_changed("a step", "one", [], break_down)
    assert not (tmp_path / "stamps" / "a-step").exists()


def test_the_mark_lives_in_the_database_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "SQLITE", tmp_path / "db.sqlite3")
    database.write_mark(0xFFFFFFF)
    assert database.read_mark() == 0xFFFFFFF


def test_a_database_that_is_gone_has_no_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "SQLITE", tmp_path / "db.sqlite3")
    assert database.read_mark() is None
