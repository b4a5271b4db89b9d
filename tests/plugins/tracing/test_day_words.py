"""Days among the words of a question."""

from datetime import date

import pytest

from plugins.tracing.day_words import take_day

TODAY = date(2021, 7, 10)


@pytest.mark.parametrize(
    ("text", "rest", "day"),
    [
        ("Lê An 5/7", "Lê An", date(2021, 7, 5)),
        ("5/7 Lê An", "Lê An", date(2021, 7, 5)),
        ("0912 345 678 05/07/2020", "0912 345 678", date(2020, 7, 5)),
        ("Lê An 20/12", "Lê An", date(2020, 12, 20)),
        ("Lê An hôm nay", "Lê An", date(2021, 7, 10)),
        ("Lê An hôm qua", "Lê An", date(2021, 7, 9)),
        ("Lê An hom kia", "Lê An", date(2021, 7, 8)),
        ("Lê An yesterday", "Lê An", date(2021, 7, 9)),
        ("Lê An 31/02", "Lê An 31/02", None),
        ("Lê An 0/0", "Lê An 0/0", None),
        ("0912/345/678", "0912/345/678", None),
        ("Lê An", "Lê An", None),
        ("", "", None),
    ],
)
def test_the_day_is_taken_out(text: str, rest: str, day: date | None) -> None:
    assert take_day(text, TODAY) == (rest, day)
