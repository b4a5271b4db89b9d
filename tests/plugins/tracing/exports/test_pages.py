"""Pages of exports: from the button to the file."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from plugins.declarations.models import Visit
from plugins.tracing.apps import TracingConfig
from plugins.tracing.exports import files, services
from plugins.tracing.exports.kinds import Form, Kind
from plugins.tracing.exports.models import Export, ExportState
from plugins.tracing.models import Case, CaseMember, Spread
from plugins.tracing.reasons import Asker
from plugins.tracing.spread.models import SpreadContact
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.plugins.tracing.exports.conftest import KEY, PHONE

pytestmark = pytest.mark.django_db
ASK = f"/admin/tracing/exports/new/visits/?key={KEY.hex}"
LIST = "/admin/tracing/exports/"
Work = Callable[[], None]


@pytest.fixture
def tracer(client: Client, asker: Asker) -> Client:
    """The official, with a reason given; one visit is known."""
    VisitFactory(phone=PHONE, name="Lê Văn An")
    client.force_login(asker.user)
    client.post("/admin/tracing/reason/", {"reason": asker.reason})
    return client


def text(response: Any) -> str:
    return response.content.decode()


def ready(tracer: Client, work: Work) -> Export:
    tracer.post(ASK, {"form": "csv"})
    work()
    return Export.objects.get()


def test_a_person_s_page_leads_to_it(tracer: Client) -> None:
    assert ASK in text(tracer.get(f"/admin/tracing/people/{KEY}/"))


def test_it_says_first_what_that_means(tracer: Client) -> None:
    page = text(tracer.get(ASK))
    assert "dữ liệu cá nhân" in page
    assert "Điều tra ca bệnh tại chợ" in page


def test_from_the_button_to_the_file(tracer: Client, work: Work) -> None:
    page = tracer.post(ASK, {"form": "xlsx"}, follow=True)
    assert "Danh sách đang chờ đến lượt" in text(page)
    work()
    export = Export.objects.get()
    assert "Đã sẵn sàng 1 dòng" in text(tracer.get(f"{LIST}{export.pk}/"))
    response = tracer.post(f"{LIST}{export.pk}/file/")
    assert b"".join(response.streaming_content).startswith(b"PK")
    assert 'filename="cong-visits-' in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]


def test_once_taken_it_is_gone(tracer: Client, work: Work) -> None:
    export = ready(tracer, work)
    b"".join(tracer.post(f"{LIST}{export.pk}/file/").streaming_content)
    assert list(files.folder().iterdir()) == []
    assert "Hệ thống không còn lưu" in text(tracer.get(f"{LIST}{export.pk}/"))


def test_a_download_that_broke_off_can_be_begun_again(tracer: Client, work: Work) -> None:
    export = ready(tracer, work)
    next(iter(tracer.post(f"{LIST}{export.pk}/file/").streaming_content))  # and no further
    export.refresh_from_db()
    assert export.state == ExportState.READY


def test_a_link_alone_takes_nothing(tracer: Client, work: Work) -> None:
    export = ready(tracer, work)
    assert tracer.get(f"{LIST}{export.pk}/file/").status_code == 405


def test_nobody_else_sees_it(tracer: Client, work: Work, client: Client) -> None:
    export = ready(tracer, work)
    client.force_login(UserFactory(role=Role.TRACING, everywhere=True))
    client.post("/admin/tracing/reason/", {"reason": "Ca bệnh ở chợ"})
    for path in ("", "file/", "cancel/", "again/"):
        send = client.post if path else client.get
        assert send(f"{LIST}{export.pk}/{path}").status_code == 404


@pytest.mark.parametrize("role", [Role.WARD_EDITOR, Role.GATE, Role.PRIVACY, Role.DEPARTMENT])
def test_who_may_not_trace_may_not_export(client: Client, role: Role) -> None:
    client.force_login(UserFactory(role=role, everywhere=True))
    for path in (LIST, ASK):
        assert client.get(path).status_code in (302, 403)
    client.post(ASK, {"form": "csv"})
    assert not Export.objects.exists()


def test_without_a_reason_it_is_asked_for(client: Client, official: Any) -> None:
    client.force_login(official)
    assert client.get(ASK).url.startswith("/admin/tracing/reason/")


def test_a_list_that_waits_can_be_cancelled(tracer: Client, work: Work) -> None:
    tracer.post(ASK, {"form": "csv"})
    export = Export.objects.get()
    tracer.post(f"{LIST}{export.pk}/cancel/")
    work()
    export.refresh_from_db()
    assert (export.state, export.problem) == (ExportState.GONE, "cancelled")
    assert list(files.folder().iterdir()) == []


def test_what_is_gone_can_be_asked_for_again(tracer: Client, work: Work) -> None:
    export = ready(tracer, work)
    tracer.post(f"{LIST}{export.pk}/cancel/")
    b"".join(tracer.post(f"{LIST}{export.pk}/file/").streaming_content)
    response = tracer.post(f"{LIST}{export.pk}/again/")
    work()
    newest = Export.objects.first()
    assert newest.pk != export.pk
    assert newest.state == ExportState.READY
    assert str(newest.pk) in response.url


def test_more_than_a_day_allows_is_refused(tracer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TracingConfig.default_settings, "exports_per_day", 1)
    tracer.post(ASK, {"form": "csv"})
    page = text(tracer.post(ASK, {"form": "csv"}))
    assert "đạt mức tối đa" in page
    assert Export.objects.count() == 1


def test_one_s_own_list_costs_the_same_however_long(
    tracer: Client, asker: Asker, django_assert_max_num_queries: Any
) -> None:
    for _ in range(12):
        services.ask(asker, Kind.VISITS, Form.CSV, {"key": KEY.hex})
    with django_assert_max_num_queries(16):
        assert text(tracer.get(LIST)).count("Lượt vào ra của một người") == 12


@pytest.mark.parametrize("query", ["", "?key=x", f"?key={KEY.hex}&first=2021-99-01"])
def test_what_makes_no_sense_is_not_found(tracer: Client, query: str) -> None:
    assert tracer.get(f"/admin/tracing/exports/new/visits/{query}").status_code == 404


def asked(client: Client, path: str) -> Export:
    """Follow a link on a page to the question, and have the list made."""
    page = text(client.get(path))
    link = re.search(r'href="(/admin/tracing/exports/new/[^"]+)"', page)
    assert link, page
    client.post(unescape(link[1]), {"form": "xlsx"})
    return Export.objects.get()


def test_from_a_search(tracer: Client, work: Work, asker: Asker) -> None:
    found = tracer.post(
        "/admin/tracing/",
        {"question": "Lê Văn An", "reason": asker.reason, "first": "", "last": ""},
    )
    export = asked(tracer, found.url)
    work()
    export.refresh_from_db()
    assert (export.kind, export.rows) == ("people", 1)


def test_from_a_case_which_is_the_reason(tracer: Client, official: Any, work: Work) -> None:
    case = Case.objects.create(number="HD-7", title="Chợ", area=AreaFactory())
    CaseMember.objects.create(case=case, key=KEY, name="Lê Văn An", order=1)
    export = asked(tracer, f"/admin/tracing/cases/{case.pk}/?order=1")
    work()
    export.refresh_from_db()
    assert (export.kind, export.rows, export.reason) == ("case", 1, "HD-7")


def test_from_a_run(tracer: Client, official: Any, work: Work) -> None:
    run = Spread.objects.create(
        key=KEY, name="Lê", reason="Điều tra ca bệnh", asked_by=official, state="done"
    )
    SpreadContact.objects.create(
        spread=run, key=KEY, keys=[str(KEY)], name="Lê Văn An", order=1, minutes=3, meetings=1,
        last_met=timezone.now(), risk=4,
    )  # fmt: skip
    export = asked(tracer, f"/admin/tracing/spread/{run.pk}/")
    work()
    export.refresh_from_db()
    assert (export.kind, export.rows) == ("spread", 1)


def test_from_the_page_of_a_venue(tracer: Client, work: Work) -> None:
    visit = Visit.objects.get()
    day = timezone.localdate(visit.checked_in).isoformat()
    place = f"venue={visit.venue_id}&venue_text={visit.venue.code}"
    export = asked(tracer, f"/admin/tracing/visitors/?{place}&day={day}")
    work()
    export.refresh_from_db()
    assert (export.kind, export.rows) == ("place", 1)


@pytest.mark.parametrize(
    "query",
    ["people/?token=x", "case/?case=99", "spread/?spread=x", f"spread/?spread={KEY.hex}", "place/"],
)
def test_what_is_not_there_cannot_be_exported(tracer: Client, query: str) -> None:
    assert tracer.get(f"/admin/tracing/exports/new/{query}").status_code == 404
