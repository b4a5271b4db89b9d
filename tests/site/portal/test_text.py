"""Text taken for keys."""

import pytest

from portal.text import as_pk


@pytest.mark.parametrize(
    ("text", "key"),
    [("7", 7), ("0", 0), ("", None), (None, None), ("-1", None), ("a", None), ("9" * 5000, None)],
)
def test_a_key_or_nothing(text, key):
    assert as_pk(text) == key
