"""What was typed into the one box."""

import pytest
from django.utils.translation import override

from people.blind import id_key, phone_key
from plugins.tracing.errors import BadQuestion
from plugins.tracing.questions import parse_question, phone_question

PHONE = phone_key("+84912345678")


@pytest.mark.parametrize("typed", ["0912345678", "0912 345 678", "+84 912.345.678", "84912345678"])
def test_a_phone_is_recognised(typed: str) -> None:
    assert parse_question(typed).keys[0] == PHONE


def test_ten_digits_may_be_a_phone_or_a_health_insurance_card() -> None:
    assert parse_question("0912345678").keys == (PHONE, id_key("0912345678"))


def test_a_citizen_id_is_recognised() -> None:
    assert parse_question("001090123456").keys == (id_key("001090123456"),)


def test_a_passport_is_recognised() -> None:
    assert parse_question("c1234567").keys == (id_key("C1234567"),)


def test_nine_digits_may_be_a_phone_or_an_old_card() -> None:
    assert parse_question("912345678").keys == (PHONE, id_key("912345678"))


def test_a_name_is_recognised() -> None:
    question = parse_question("  Nguyễn  Văn An ")
    assert (question.keys, question.name) == ((), "Nguyễn Văn An")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter a phone number"),
        ("   ", "Enter a phone number"),
        ("x" * 10_000, "too long"),
        ("a", "at least two letters"),
        ("***", "at least one letter"),
        ("?!", "at least one letter"),
        ("0912", "too few or too many digits"),
        ("09123456789999", "too few or too many digits"),
        ("000000000000", "not a province code"),
        ("0999999999 99", "not a province code"),
    ],
)
def test_what_cannot_be_searched_for_is_explained(typed: str, message: str) -> None:
    with override("en"), pytest.raises(BadQuestion, match=message):
        parse_question(typed)


def test_a_phone_that_is_asked_for_as_such_is_nothing_else() -> None:
    with override("en"), pytest.raises(BadQuestion, match="too few or too many digits"):
        phone_question("001090123456")


def test_the_blind_question_does_not_tell_the_number() -> None:
    blind = parse_question("0912345678").blind
    assert "912345678" not in blind
    assert blind == parse_question("+84912345678").blind


def test_the_blind_question_does_not_tell_the_name() -> None:
    blind = parse_question("Nguyễn Văn An").blind
    assert "nguyen" not in blind.lower()
    assert blind == parse_question("NGUYEN VAN AN").blind != parse_question("Nguyen Van Anh").blind


@pytest.mark.parametrize("typed", ["Hùng 9h-11h", "0912345678 9h-11h", "9h-11h"])
def test_hours_without_a_day_ask_for_the_day(typed: str) -> None:
    with override("vi"), pytest.raises(BadQuestion, match="ngày nào"):
        parse_question(typed)
