"""Personal codes: opaque, for a time, and nothing to read in them."""

from datetime import timedelta
from io import BytesIO

import pytest
import segno
import zxingcpp
from django.db import connection
from django.utils import timezone
from PIL import Image

from plugins.declarations.cards.reading import read_card
from plugins.declarations.declaring.answers import HealthAnswers
from plugins.declarations.declaring.models import Declaration
from plugins.declarations.declaring.services import NewDeclaration, record_declaration
from plugins.declarations.personal_codes import services, tokens
from plugins.declarations.personal_codes.drawing import svg
from plugins.declarations.personal_codes.models import PersonalCode
from plugins.declarations.personal_codes.services import Declared, Expired, give, resolve
from plugins.declarations.visit_ids import scan_id


@pytest.fixture
def declared(db):
    now = timezone.now()
    new = NewDeclaration(
        scan_id(now),
        "health",
        "Trần Thị Bình",
        now,
        phone="+84912345678",
        id_number="001090123456",
        health=HealthAnswers(("fever",)),
    )
    record_declaration(new)
    give(new.id, now)
    return new


@pytest.fixture
def token(declared):
    return tokens.token_of(declared.id)


def test_the_gate_learns_who_it_is_and_how_they_are(token, declared):
    found = resolve(token)
    assert isinstance(found, Declared)
    assert (found.name, found.phone, found.id_number) == (
        "Trần Thị Bình",
        "+84912345678",
        "001090123456",
    )
    assert (found.has_symptoms, found.had_contact) == (True, False)


def test_resolving_is_one_query(token, django_assert_num_queries):
    with django_assert_num_queries(1):
        resolve(token)


def test_a_scanner_that_changes_case_does_not_matter(token):
    assert isinstance(resolve(token.lower()), Declared)


def test_after_its_time_the_code_is_over(token):
    assert isinstance(resolve(token, timezone.now() + timedelta(hours=73)), Expired)


def test_it_is_valid_for_three_days(declared):
    code = PersonalCode.objects.get()
    assert code.valid_until - declared.declared_at == timedelta(hours=72)


def test_a_revoked_code_is_over(token, declared):
    assert services.revoke(declared.id, timezone.now()) == 1
    assert isinstance(resolve(token), Expired)


@pytest.mark.parametrize("text", ["", "A" * 24, "a b", "001090123456", "\0" * 24, "A" * 5000])
def test_a_forged_code_is_nobodys(declared, text):
    assert resolve(text) is None


def test_the_database_does_not_hold_the_token(token):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM declarations_personalcode")
        assert token not in repr(cursor.fetchall())


def test_given_twice_it_is_one_code(declared):
    give(declared.id, timezone.now())
    assert PersonalCode.objects.count() == 1


def test_it_goes_with_its_declaration(declared, token):
    Declaration.objects.all().delete()
    assert resolve(token) is None


def test_nothing_personal_is_in_the_code(declared, token):
    address = tokens.address(token)
    for part in ("912345678", "001090123456", declared.id.hex, "TRAN"):
        assert part not in address


def test_another_secret_gives_other_tokens(declared, token, settings):
    settings.BLIND_INDEX_KEY = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY="
    assert tokens.token_of(declared.id) != token


def test_the_drawing_is_five_by_five_centimetres(token):
    drawn = svg(token)
    code = segno.make(tokens.address(token), error="m", micro=False)
    dark, whole = code.symbol_size(border=0)[0], code.symbol_size(border=4)[0]
    width = float(drawn.split('width="')[1].split("cm")[0])
    assert width * dark / whole == pytest.approx(5.0)


def test_the_gates_reader_knows_the_code(token):
    out = BytesIO()
    segno.make(tokens.address(token), error="m", micro=False).save(out, kind="png", scale=6)
    text = zxingcpp.read_barcode(Image.open(out)).text
    assert read_card(text).token == token
