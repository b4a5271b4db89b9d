"""What people type, copy and paste: understood, put right, or told in words."""

import unicodedata

import pytest

from plugins.declarations.models import Visit
from plugins.declarations.services import unsealed

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "Hãy nhập họ và tên"),
        ({"name": "  "}, "Hãy nhập họ và tên"),
        ({"name": "12345"}, "chữ cái"),
        ({"name": "x" * 201}, "200"),
        ({"phone": ""}, "Hãy nhập số điện thoại"),
        ({"phone": "0912"}, "số"),
        ({"phone": "không biết nữa"}, "chữ số"),
        ({"id_number": "123"}, "CCCD"),
    ],
)
def test_a_fault_is_told_in_words_and_nothing_typed_is_lost(client, fill, gate, changes, message):
    data = fill(**changes)
    response = client.post(f"/q/{gate.token}", data)
    page = text(response)
    assert "govuk-error-summary" in page
    assert message in page
    for field in ("name", "phone", "id_number", "ticket"):
        assert f'value="{data[field]}"' in page
    assert not Visit.objects.exists()


def test_every_fault_is_named_at_once(client, fill, gate):
    page = text(client.post(f"/q/{gate.token}", fill(name="", phone="abc", id_number="1")))
    for field in ("name", "phone", "id_number"):
        assert f'href="#{field}"' in page


def test_what_is_typed_is_escaped(client, fill, gate):
    page = text(client.post(f"/q/{gate.token}", fill(name='"><script>x</script>', phone="")))
    assert "<script>" not in page


def test_fields_that_are_missing_are_faults_not_a_crash(client, gate):
    response = client.post(f"/q/{gate.token}", {})
    assert response.status_code == 200
    assert "govuk-error-summary" in text(response)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0912345678", "+84912345678"),
        ("0912.345.678", "+84912345678"),
        ("0912-345-678", "+84912345678"),
        ("(0912) 345 678", "+84912345678"),
        ("+84 912 345 678", "+84912345678"),
        ("0084912345678", "+84912345678"),
        ("84912345678", "+84912345678"),
        ("+84 (0)912 345 678", "+84912345678"),
        ("912345678", "+84912345678"),  # the zero is missing
        ("01684567890", "+84384567890"),  # 11 digits, of before 2018
        ("0120 123 4567", "+84701234567"),
        ("+84 168 4567890", "+84384567890"),
        ("024 3825 1234", "+842438251234"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("\u200b0912\u00a0345\u202f678\u200f", "+84912345678"),
        ("０９１２３４５６７８", "+84912345678"),
    ],
)
def test_a_phone_number_is_understood_however_it_is_written(check_in, typed, kept):
    assert check_in(phone=typed).status_code == 303
    assert unsealed(Visit.objects.get())["phone"] == kept


@pytest.mark.parametrize(
    "typed",
    [
        "O912345678",  # a letter O
        "0912 345 67x",
        "091234567",
        "091234567890123",
        "0312",
        "0000000000",
        "+999 123456",
        "0912345678 / 0987654321",
        "-1",
        "1e9",
        "<b>0912345678</b>",
    ],
)
def test_a_number_that_nobody_can_call_is_a_fault(check_in, typed):
    page = text(check_in(phone=typed))
    assert 'id="phone-error"' in page
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("A", "A"),
        ("Ô", "Ô"),
        ("y" * 200, "y" * 200),
        ("Ngọc " * 40, ("Ngọc " * 40).strip()),
        ("  Trần \t Thị\n Bình ", "Trần Thị Bình"),
        ("Trần\u200b Thị\u200d Bình\ufeff", "Trần Thị Bình"),
        ("\u202eTrần Thị Bình\u202c", "Trần Thị Bình"),
        ("\u2066Trần\u2069 \u200fThị Bình\u200e", "Trần Thị Bình"),
        ("Trần\x07 Thị\x1b Bình\x7f\x9f", "Trần Thị Bình"),
        ("Trần Thị Bình\0", "Trần Thị Bình"),
        ("Trần\u00a0Thị\u2003Bình", "Trần Thị Bình"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Đẹp"), "Nguyễn Thị Đẹp"),
        ("O'Brien-Müller, Jr.", "O'Brien-Müller, Jr."),
        ("Мария 李小龍", "Мария 李小龍"),
        ("Bobby'); DROP TABLE x;--", "Bobby'); DROP TABLE x;--"),
    ],
)
def test_a_name_is_kept_as_written_without_what_nobody_sees(check_in, typed, kept):
    assert check_in(name=typed).status_code == 303
    name = Visit.objects.get().name
    assert name == kept
    assert unicodedata.is_normalized("NFC", name)


@pytest.mark.parametrize(
    "typed",
    ["\u200b\u200f", "\x00\x01", "\u202e", "1", "😷", "---", "y" * 201, "Ngọc " * 41, "\u0301"],
)
def test_what_is_no_name_is_a_fault(check_in, typed):
    page = text(check_in(name=typed))
    assert 'id="name-error"' in page
    assert not Visit.objects.exists()


def test_a_decomposed_name_is_found_as_the_composed_one(check_in):
    check_in(name=unicodedata.normalize("NFD", "Nguyễn Thị Đẹp"))
    assert Visit.objects.filter(name="Nguyễn Thị Đẹp", name_folded="nguyen thi dep").exists()


@pytest.mark.parametrize(
    "typed", ["'; --", "{{ 7*7 }}", "%s%n", "../../etc/passwd", "\\", "a" * 5000]
)
def test_hostile_text_in_any_field_is_told_or_kept_never_run(client, fill, gate, typed):
    data = fill(name=typed, phone=typed, id_number=typed)
    response = client.post(f"/q/{gate.token}", data)
    assert response.status_code == 200
    assert 'value="49"' not in text(response)
    assert not Visit.objects.exists()


def test_broken_bytes_are_no_crash(client, fill, gate):
    ticket = fill()["ticket"].encode()
    body = b"name=Tr%FF%FEn&phone=%80%81&id_number=%ED%A0%80&ticket=" + ticket
    response = client.post(
        f"/q/{gate.token}", body, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 200
    assert not Visit.objects.exists()


def test_very_many_fields_are_refused(client, fill, gate):
    data = fill() | {f"p{n}-name": "x" for n in range(1100)}
    assert client.post(f"/q/{gate.token}", data).status_code == 400
    assert not Visit.objects.exists()


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "multipart/form-data"])
def test_another_kind_of_content_is_an_empty_form(client, gate, content_type):
    response = client.post(f"/q/{gate.token}", b"{}", content_type=content_type)
    assert response.status_code in (200, 400)
    assert not Visit.objects.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(client, gate, method):
    assert getattr(client, method)(f"/q/{gate.token}").status_code == 405
