"""Codes of cards, from the examples of the directives and from everything that may go wrong."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.declarations.cards.bhyt import from_hex
from plugins.declarations.cards.card import Card, Kind, Unknown
from plugins.declarations.cards.reading import read_card
from plugins.declarations.personal_codes.tokens import address, token_of
from plugins.declarations.visit_ids import earliest

TODAY = date(2026, 1, 1)
CCCD = "001090123456|012345678|Nguyễn Văn An|01011990|Nam|Phường Ba Đình, Hà Nội|15042021"
BHYT = "0123456789|4e677579e1bb856e2056c4836e20416e|01/01/1990|1|-|01 - C54|01/07/2023|-|31/07/2023"
BHYT_LONG = (
    f"{BHYT}|01050123456789|-|4|01/10/2027|0123456789abcdef-1202|4|"
    "5068c6b0e1bb9d6e6720426120c490c3ac6e68|$"
)
PC_COVID = "001093029317|NGUYEN VAN AN|1987-01-18|0|162979388586171100|"
names = st.text(
    alphabet=st.sampled_from("aàảãáạăâbcdđeêghiklmnoôơpqrstuưvxyỹ "), min_size=1, max_size=40
).filter(lambda text: text.strip())


def read(text):
    return read_card(text, TODAY)


def test_a_citizen_card():
    assert read(CCCD) == Card(
        Kind.CCCD,
        name="Nguyễn Văn An",
        number="001090123456",
        birth="1990-01-01",
        sex="male",
        address="Phường Ba Đình, Hà Nội",
    )


@pytest.mark.parametrize("more", ["", "|Nguyễn Văn Bố|Trần Thị Mẹ", "|" * 9])
def test_later_citizen_cards_append_fields(more):
    assert read(CCCD + more).problems == ()


def test_a_citizen_card_without_old_number():
    card = read(CCCD.replace("012345678", ""))
    assert (card.number, card.problems) == ("001090123456", ())


def test_a_decomposed_name_is_kept_composed():
    assert read(CCCD.replace("ễ", "ê\u0303")).name == "Nguyễn Văn An"


@pytest.mark.parametrize("text", [BHYT, BHYT_LONG, BHYT + "|$"])
def test_health_insurance_cards(text):
    card = read(text)
    assert (card.kind, card.name, card.number, card.birth, card.sex, card.problems) == (
        Kind.BHYT,
        "Nguyễn Văn An",
        "0123456789",
        "1990-01-01",
        "male",
        (),
    )


def test_an_old_health_insurance_number_and_an_address():
    text = BHYT.replace("0123456789", "DN4010123456789").replace(
        "|-|", f"|{'Hà Nội'.encode().hex()}|", 1
    )
    assert (read(text).number, read(text).address) == ("DN4010123456789", "Hà Nội")


def test_a_pc_covid_code():
    assert read(PC_COVID) == Card(
        Kind.PC_COVID, name="NGUYEN VAN AN", number="001093029317", birth="1987-01-18"
    )


def test_our_own_code_as_address_and_bare():
    token = token_of(earliest(datetime(2026, 1, 1, tzinfo=UTC)))
    assert read(address(token)) == read(token.lower()) == Card(Kind.OWN, token=token)


def test_a_venues_code_is_told_apart():
    assert read("https://cong.example.vn/q/K7M29QXP") == Unknown("card_venue")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("001090123456|012345678|Nguyễn Văn An", "card_fields"),
        (CCCD.replace("001090", "999090"), "card_number"),
        (CCCD.replace("01011990", "31021990"), "card_date"),
        (CCCD.replace("01011990", "01012990"), "card_date"),
        (CCCD.replace("Nguyễn Văn An", "12"), "card_name"),
        (BHYT.replace("4e67", "4e6"), "card_hex"),
        (BHYT.replace("4e67", "ffff"), "card_hex"),
        (BHYT.replace("01/01/1990", "1990"), "card_date"),
        ("0123456789|4e67|01/01/1990", "card_fields"),
        (PC_COVID.replace("1987-01-18", "1987-13-18"), "card_date"),
        ("001093029317|NGUYEN VAN AN|1987-01-18", "card_fields"),
    ],
)
def test_faults_are_named_and_the_rest_is_read(text, problem):
    card = read(text)
    assert problem in card.problems
    assert card.number or card.name


def test_a_birth_year_alone():
    assert read(CCCD.replace("01011990", "00001990")).birth == "1990"


@pytest.mark.parametrize(
    "text", ["", "   ", "xin chào", "|", "||||||", "a|b|c", "http://[::1", "$"]
)
def test_anything_else_is_unknown(text):
    assert read(text) == Unknown()


@pytest.mark.parametrize("typed", ["0912 345 678", "001090123456", "+84912345678"])
def test_a_typed_number_prefills(typed):
    assert read(typed) == Unknown(number=typed.replace(" ", ""))


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text):
    assert isinstance(read(text), Card | Unknown)


@given(st.lists(st.text(max_size=20), max_size=20))
def test_any_fields_have_an_answer(fields):
    assert isinstance(read("|".join(fields)), Card | Unknown)


@given(names)
def test_every_name_comes_through_hexadecimal(name):
    card = read(BHYT.replace("4e677579e1bb856e2056c4836e20416e", name.encode().hex()))
    assert card.name == " ".join(name.split())


@pytest.mark.parametrize(
    ("typed", "sent"),
    [("c3â", "c3aa"), ("đ80", "dd80"), ("ê8080", "ee8080"), ("c3à", "c3af")],
)
def test_vietnamese_typing_is_taken_back(typed, sent):
    assert from_hex(typed) == bytes.fromhex(sent).decode()
