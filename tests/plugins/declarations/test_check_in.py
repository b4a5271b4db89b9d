"""Checking in behind a code: works without JavaScript, once, in few statements."""

import re
import threading
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone

from people.persons import person_keys
from plugins.declarations import tickets
from plugins.declarations.models import Source, Visit
from plugins.declarations.services import unsealed
from plugins.qr_venues.services import revoke_checkpoint
from portal.plugins.switch import forget, is_on, set_switch
from tests.factories.qr_venues import CheckpointFactory, VenueFactory

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def test_the_form_says_where_one_is(client, gate):
    page = text(client.get(f"/q/{gate.token}"))
    assert "Tạp hoá Bình Minh" in page
    assert gate.name in page
    assert gate.venue.address in page


@pytest.mark.parametrize(
    "written", ["K7M29QXP", "K7M29QXP/", "k7m29qxp", "K7M2-9QXP", "k7m2-9qxp/"]
)
def test_a_code_works_however_it_is_typed_and_without_a_detour(client, gate, written):
    response = client.get(f"/q/{written}")
    assert response.status_code == 200
    assert "Tạp hoá Bình Minh" in text(response)


@pytest.mark.parametrize(
    ("field", "label"),
    [("name", "Họ và tên"), ("phone", "Số điện thoại"), ("id_number", "Số CCCD")],
)
def test_every_field_has_its_label(client, gate, field, label):
    assert re.search(rf'<label[^>]* for="{field}">{label}', text(client.get(f"/q/{gate.token}")))


def test_the_form_names_purpose_retention_and_rights(client, gate, settings):
    settings.PLUGIN_SETTINGS = {"declarations": {"retention_days": 21}}
    page = text(client.get(f"/q/{gate.token}"))
    assert "21 ngày" in page
    assert "Mục đích" in page
    assert "yêu cầu sửa hoặc xóa" in page


def test_the_form_needs_no_script(client, gate):
    assert "<script" not in text(client.get(f"/q/{gate.token}"))


def test_in_english_too(client, gate):
    assert "Agree and check in" in text(client.get(f"/en/q/{gate.token}"))


def test_the_form_is_never_kept_by_caches(client, gate):
    assert "no-store" in client.get(f"/q/{gate.token}")["Cache-Control"]


def test_what_was_declared_is_recorded(check_in, gate):
    before = timezone.now()
    check_in(id_number="001090123456")
    visit = Visit.objects.get()
    assert (visit.venue, visit.checkpoint, visit.source) == (gate.venue, gate, Source.PHONE)
    assert (visit.name, visit.name_folded) == ("Trần Thị Bình", "tran thi binh")
    assert before <= visit.checked_in <= timezone.now()
    assert visit.checked_out is None
    assert visit.stay_end - visit.checked_in == timedelta(minutes=30)
    assert unsealed(visit) == {"phone": "+84912345678", "id": "001090123456"}
    assert (visit.person_key, visit.second_key) == person_keys(
        "+84912345678", "001090123456", "", ""
    )


def test_neither_phone_nor_id_stands_readable_in_the_database(check_in):
    check_in(id_number="001090123456")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM declarations_visit")
        row = repr([bytes(v) if isinstance(v, memoryview) else v for v in cursor.fetchone()])
    assert "912345678" not in row
    assert "090123456" not in row


def test_the_answer_sends_the_browser_on_to_the_done_page(check_in, gate):
    response = check_in()
    assert response.status_code == 303
    assert response.url == f"/q/{gate.token}/done/"


def test_the_done_page_shows_what_the_gate_wants_to_see(client, check_in, gate):
    check_in()
    page = text(client.get(f"/q/{gate.token}/done/"))
    visit = Visit.objects.get()
    local = timezone.localtime(visit.checked_in)
    for part in ("Đã khai báo vào", "Tạp hoá Bình Minh", f"{local:%H:%M}", "Trần Thị Bình"):
        assert part in page


def test_a_check_in_takes_two_statements(client, fill, gate, django_assert_num_queries):
    data = fill()
    forget()
    is_on("declarations")  # asked once in two seconds
    with django_assert_num_queries(2):
        client.post(f"/q/{gate.token}", data)
    assert Visit.objects.count() == 1


def test_a_form_costs_one_statement(client, gate, django_assert_num_queries):
    forget()
    is_on("declarations")
    with django_assert_num_queries(1):
        client.get(f"/q/{gate.token}")


def test_no_session_is_made(client, check_in):
    check_in()
    assert not Session.objects.exists()
    assert "sessionid" not in client.cookies


def test_the_same_form_sent_twice_is_one_visit(client, fill, gate):
    data = fill()
    for _time in range(2):
        assert client.post(f"/q/{gate.token}", data).status_code == 303
    assert Visit.objects.count() == 1


def test_the_same_form_sent_again_changes_nothing(client, fill, gate):
    data = fill()
    client.post(f"/q/{gate.token}", data)
    client.post(f"/q/{gate.token}", data | {"name": "Kẻ Khác"})
    assert Visit.objects.get().name == "Trần Thị Bình"


@pytest.mark.parametrize("changes", [{"name": "Trần Văn Con"}, {"phone": "0987 654 321"}])
def test_the_same_form_sent_for_another_person_comes_back_filled(client, fill, gate, changes):
    data = fill()
    client.post(f"/q/{gate.token}", data)
    response = client.post(f"/q/{gate.token}", data | changes)
    page = text(response)
    assert response.status_code == 200
    assert "đã được gửi cho một người khác" in page
    for field in ("name", "phone"):
        assert f'value="{(data | changes)[field]}"' in page
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
    assert client.post(f"/q/{gate.token}", data | changes | {"ticket": ticket}).status_code == 303
    assert Visit.objects.count() == 2


def test_the_same_person_written_otherwise_is_still_the_same(client, fill, gate):
    data = fill()
    client.post(f"/q/{gate.token}", data)
    again = data | {"name": "tran thi  binh", "phone": "+84912345678"}
    assert client.post(f"/q/{gate.token}", again).status_code == 303
    assert Visit.objects.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_same_form_sent_twice_at_once_is_one_visit(gate, visitor):
    ticket = tickets.issue(gate.token, timezone.now())
    barrier = threading.Barrier(4)
    answers = []

    def send():
        barrier.wait()
        try:
            answers.append(Client().post(f"/q/{gate.token}", visitor | {"ticket": ticket}))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [303] * 4
    assert Visit.objects.count() == 1


def test_two_people_with_one_phone_are_two_visits(check_in):
    check_in()
    check_in(name="Nguyễn Văn An")
    assert Visit.objects.count() == 2


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


@pytest.mark.parametrize(
    "ticket", ["", "nonsense", "K7M29QXP:00", "a:b:c", "\x00", "K7M29QXP:" + "0" * 32 + ":x"]
)
def test_a_changed_ticket_gives_a_fresh_form_with_what_was_typed(client, fill, gate, ticket):
    response = client.post(f"/q/{gate.token}", fill(ticket=ticket))
    page = text(response)
    assert response.status_code == 200
    assert "Hãy bấm nút lần nữa" in page
    assert 'value="Trần Thị Bình"' in page
    assert not Visit.objects.exists()


def test_a_ticket_of_another_check_point_is_not_taken(client, fill, gate):
    other = CheckpointFactory()
    client.post(f"/q/{gate.token}", fill(token=other.token))
    assert not Visit.objects.exists()


def test_a_form_that_was_open_for_too_long_is_handed_out_anew(client, gate, visitor):
    old = tickets.issue(gate.token, timezone.now() - tickets.LONGEST_OPEN - timedelta(minutes=1))
    page = text(client.post(f"/q/{gate.token}", visitor | {"ticket": old}))
    assert "Hãy bấm nút lần nữa" in page
    assert old not in page


def test_the_form_handed_out_anew_works(client, fill, gate):
    page = text(client.post(f"/q/{gate.token}", fill(ticket="nonsense")))
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
    client.post(f"/q/{gate.token}", fill() | {"ticket": ticket})
    assert Visit.objects.count() == 1


def test_fields_that_are_missing_are_faults_not_a_crash(client, gate):
    response = client.post(f"/q/{gate.token}", {})
    assert response.status_code == 200
    assert "govuk-error-summary" in text(response)


def test_a_forged_form_is_refused_and_what_was_typed_stays(gate, fill):
    forger = Client(enforce_csrf_checks=True)
    response = forger.post(f"/q/{gate.token}", fill())
    assert response.status_code == 403
    assert 'value="Trần Thị Bình"' in text(response)
    assert not Visit.objects.exists()


def test_with_the_cookie_of_the_form_it_is_taken(gate, visitor):
    browser = Client(enforce_csrf_checks=True)
    page = text(browser.get(f"/q/{gate.token}"))
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', page))
    assert browser.post(f"/q/{gate.token}", visitor | hidden).status_code == 303


def test_an_unknown_code_is_a_page_with_a_field_for_another(client, db):
    response = client.get("/q/NOSUCHCD")
    assert response.status_code == 404
    assert "Không tìm thấy mã này" in text(response)
    assert 'name="code" value="NOSUCHCD"' in text(response)


def test_a_revoked_code_says_so(client, gate):
    revoke_checkpoint(gate)
    response = client.get(f"/q/{gate.token}")
    assert response.status_code == 410
    assert "không còn hiệu lực" in text(response)
    assert 'name="code"' in text(response)


@pytest.mark.parametrize(
    ("status", "code", "message"),
    [("suspended", 410, "đang bị đình chỉ"), ("pending", 404, "đang chờ phường, xã duyệt")],
)
def test_a_venue_that_takes_no_check_ins_says_why(client, status, code, message):
    gate = CheckpointFactory(venue=VenueFactory(status=status))
    response = client.get(f"/q/{gate.token}")
    assert response.status_code == code
    assert message in text(response)


def test_nobody_checks_in_with_a_code_that_was_revoked_meanwhile(client, fill, gate):
    data = fill()
    revoke_checkpoint(gate)
    assert client.post(f"/q/{gate.token}", data).status_code == 410
    assert not Visit.objects.exists()


def test_a_code_can_be_typed(client, gate):
    assert client.get("/q/").status_code == 200
    assert client.get("/q").status_code == 200
    assert client.get("/q/", {"code": " k7m2-9qxp "}).url == f"/q/{gate.token}"


def test_a_whole_address_can_be_pasted(client, gate):
    address = f"https://cong.example.vn/q/{gate.token}/"
    assert client.get("/q/", {"code": address}).url == f"/q/{gate.token}"


@pytest.mark.parametrize("code", ["", "  ", "---"])
def test_no_code_is_a_fault(client, db, code):
    assert "Hãy nhập mã" in text(client.get("/q/", {"code": code}))


@pytest.mark.parametrize("code", ["%00", "a" * 3000, "%F0%9F%92%A5", "..", "%2e%2e%2fetc"])
def test_nonsense_in_the_address_is_an_unknown_code(client, db, code):
    assert client.get(f"/q/{code}").status_code == 404


def test_switched_off_the_pages_are_not_there(client, gate):
    set_switch("declarations", on=False)
    try:
        assert client.get(f"/q/{gate.token}").status_code == 404
    finally:
        forget()
