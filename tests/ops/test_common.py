"""The `.env` file and the environment of our programs."""

import os
from pathlib import Path

from ops.common import ROOT, digest, environment, read_env_file


def test_env_file_understands_comments_quotes_and_export(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# note\nPORT=9000\n\nexport NAME='Cổng A'\nURL=\"a=b\"\n#OFF=1\nnonsense\n")
    assert read_env_file(file) == {"PORT": "9000", "NAME": "Cổng A", "URL": "a=b"}


def test_no_env_file_is_no_variable(tmp_path: Path) -> None:
    assert read_env_file(tmp_path / ".env") == {}


def test_our_sources_come_first_on_the_python_path() -> None:
    assert environment()["PYTHONPATH"] == f"{ROOT / 'site'}{os.pathsep}{ROOT}"


def test_digest_changes_with_the_content() -> None:
    makefile = ROOT / "Makefile"
    assert digest([makefile]) != digest([makefile], "more")
