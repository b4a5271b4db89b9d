"""Checking in behind a code: works without JavaScript, once, in few statements."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone

from people.persons import person_keys
from plugins.declarations.models import Source, Visit
from plugins.declarations.outbreak import services as outbreak
from plugins.declarations.own.codes import code_of
from plugins.declarations.services import unsealed
from portal.plugins import switch
from tests.factories.declarations import VisitFactory

pytestmark = pytest.mark.django_db


def own_visits_of(client):
    """Ids that the browser's cookie names."""
    return [UUID(part) for part in client.cookies["visits"].value.split(":")[0].split(".")]


def text(response):
    return response.content.decode()


def test_the_form_says_where_one_is(client, gate):
    page = text(client.get(f"/q/{gate.token}"))
    assert "Tạp hoá Bình Minh" in page
    assert gate.name in page
    assert gate.venue.address in page


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
    with django_assert_num_queries(2):
        client.post(f"/q/{gate.token}", data)
    assert Visit.objects.count() == 1


def test_a_check_in_that_finds_nothing_out_yet_takes_four(
    client, fill, gate, django_assert_num_queries
):
    """Once in some seconds a process asks for the switch and for the rules of outbreaks."""
    data = fill()
    switch.forget()
    outbreak.forget()
    with django_assert_num_queries(4):
        client.post(f"/q/{gate.token}", data)


def test_a_form_costs_one_statement(client, gate, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(f"/q/{gate.token}")


def test_the_done_page_costs_two_statements(client, check_in, gate, django_assert_num_queries):
    check_in()
    with django_assert_num_queries(2):
        client.get(f"/q/{gate.token}/done/")


def test_the_done_page_gives_the_code_of_the_confirmation(client, check_in, gate):
    check_in()
    page = text(client.get(f"/q/{gate.token}/done/"))
    assert code_of(Visit.objects.get().pk) in page
    assert 'href="/khai-bao/cua-toi/"' in page


def test_the_done_page_says_when_the_stay_is_assumed_to_end(client, check_in, gate):
    check_in()
    end = timezone.localtime(Visit.objects.get().stay_end)
    page = text(client.get(f"/q/{gate.token}/done/"))
    assert f"tạm tính bạn rời đi lúc {end:%H:%M} ngày {end:%d/%m/%Y}" in page


def test_purpose_period_and_rights_stand_before_the_button(client, gate):
    page = text(client.get(f"/q/{gate.token}"))
    button = page.rindex("Đồng ý và khai báo vào</button>")
    for word in ("Mục đích:", "Thời hạn:", "Quyền của bạn:"):
        assert page.index(word) < button


def test_the_answer_does_not_tell_whether_a_person_is_known(client, fill, gate):
    """Nor does the page that follows: only time and code differ."""
    VisitFactory(name="Trần Thị Bình", phone="+84912345678", checkpoint=gate)
    pages = []
    for changes in ({}, {"name": "Lê Văn Lạ", "phone": "0987 654 321"}):
        visitor = Client()
        response = visitor.post(f"/q/{gate.token}", fill(**changes))
        assert response.status_code == 303
        page = text(visitor.get(response.url))
        own = Visit.objects.get(pk=own_visits_of(visitor)[0])
        for part in (own.name, code_of(own.pk), own.pk.hex):
            page = page.replace(part, "…")
        pages.append(re.sub(r"\d\d:\d\d|csrfmiddlewaretoken\S* value=\S+", "…", page))
    assert pages[0] == pages[1]


def test_no_session_is_made(client, check_in):
    check_in()
    assert not Session.objects.exists()
    assert "sessionid" not in client.cookies


def test_two_people_with_one_phone_are_two_visits(check_in):
    check_in()
    check_in(name="Nguyễn Văn An")
    assert Visit.objects.count() == 2
