"""A test that needs something fails without it: nothing is skipped, nothing is expected to fail."""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
FORBIDDEN = {
    "skip",
    "skipif",
    "skipIf",
    "skipUnless",
    "skipTest",
    "xfail",
    "importorskip",
    "SkipTest",
}


def names(tree: ast.AST) -> set[str]:
    """Every name that a module uses or imports, bare or after a dot."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name) | ast.Name(id=name) | ast.alias(name=name):
                found.add(name)
    return found


@pytest.mark.parametrize(
    "path", sorted(TESTS.rglob("*.py")), ids=lambda path: path.relative_to(TESTS).as_posix()
)
def test_nothing_is_skipped_or_expected_to_fail(path: Path) -> None:
    assert names(ast.parse(path.read_text(encoding="utf-8"))) & FORBIDDEN == set()
