"""The year of birth in what was declared."""

import pytest

from plugins.tracing.links.births import birth_year


@pytest.mark.parametrize(
    ("details", "year"),
    [
        ({"birth": "12/03/1990"}, 1990),
        ({"birth": "1990"}, 1990),
        ({"birth": "2004-01-31"}, 2004),
        ({"birth": "12/03/90"}, None),
        ({"birth": ""}, None),
        ({"id": "001090123456"}, 1990),
        ({"id": "001204123456"}, 2004),
        ({"id": "012345678"}, None),
        ({"birth": "1991", "id": "001090123456"}, 1991),
        ({}, None),
    ],
)
def test_the_year_of_birth(details: dict[str, str], year: int | None) -> None:
    assert birth_year(details) == year
