"""The picture of a run: page, files, limits, record."""

from datetime import timedelta
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from audit.models import AuditEntry
from plugins.qr_venues.models import Venue
from plugins.tracing.models import Case, CaseStatus, Spread, SpreadContact, SpreadMeeting
from plugins.tracing.pictures import run_graph
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.plugins.tracing.clock import at
from tests.plugins.tracing.pictures.conftest import KEYS, NAMES, REASON, text

SVG = "{http://www.w3.org/2000/svg}"


def at_page(run: Spread, kind: str = "") -> str:
    return f"/admin/tracing/spread/{run.pk}/picture/" + (f"{kind}/" if kind else "")


def lines(response: Any) -> list[tuple[str, str, str, int]]:
    return [
        (row.one.name, row.other.name, row.venue, row.line.minutes)
        for row in response.context["rows"]
    ]


def test_the_page_shows_who_met_whom_and_where(page: Client, run: Spread) -> None:
    shown = page.get(at_page(run))
    assert lines(shown) == [
        (NAMES[0], NAMES[1], "Quán cơm Văn Quán", 60),
        (NAMES[0], NAMES[3], "Quán cơm Văn Quán", 10),
        (NAMES[1], NAMES[2], "Trường Kiến Hưng", 30),
    ]


def test_people_and_venues_lead_to_their_pages(
    page: Client, run: Spread, market: Venue, school: Venue
) -> None:
    shown = text(page.get(at_page(run)))
    assert all(f'<a href="/admin/tracing/people/{key}/"' in shown for key in KEYS)
    assert all(
        f"/admin/tracing/visitors/hours/?venue={v.pk}&amp;" in shown for v in (market, school)
    )


def test_those_of_the_greatest_risk_are_shown_with_those_through_whom(
    page: Client, run: Spread, monkeypatch: pytest.MonkeyPatch
) -> None:
    SpreadContact.objects.filter(key=KEYS[2]).update(risk=100)
    monkeypatch.setattr("plugins.tracing.pictures.forms.MOST", (3,))
    shown = page.get(at_page(run), {"most": "3"})
    assert {node.name for node in shown.context["graph"].nodes} == {*NAMES[:3]}
    assert "3 người có nguy cơ cao nhất trong 4 người" in text(shown)


def test_a_window_leaves_only_what_lies_in_it(page: Client, run: Spread) -> None:
    shown = page.get(at_page(run), {"since": "05/07/2021 09:55", "until": "05/07/2021 12:00"})
    assert [line[1] for line in lines(shown)] == [NAMES[1], NAMES[3]]


def test_a_window_with_nothing_says_so(page: Client, run: Spread) -> None:
    shown = page.get(at_page(run), {"since": "09/07/2021 09:00"})
    assert "không ai gặp ai" in text(shown)


@pytest.mark.parametrize(
    "given",
    [
        {"since": "35/07/2021 09:00"},
        {"since": "05/07/1021 09:00"},
        {"since": "05/07/2021 09:00", "until": "05/07/2021 08:00"},
        {"most": "100000"},
        {"most": "x"},
    ],
)
def test_what_cannot_be_meant_is_told_and_stays(
    page: Client, run: Spread, given: dict[str, str]
) -> None:
    shown = page.get(at_page(run), given)
    assert shown.context["form"].errors
    assert len(lines(shown)) == 3


def test_looking_is_recorded_with_all_who_are_in_it(page: Client, run: Spread) -> None:
    page.get(at_page(run))
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert (entry.action, entry.question) == ("contacts", f"key:{KEYS[0].hex}")
    assert (entry.reason, entry.results, entry.address) == (REASON, 4, "127.0.0.1")
    assert entry.details["keys"] == sorted(key.hex for key in KEYS)


def test_the_svg_is_a_picture_of_its_own_without_links(page: Client, run: Spread) -> None:
    answer = page.get(at_page(run, "svg"))
    assert answer["Content-Type"] == "image/svg+xml"
    assert "attachment" in answer["Content-Disposition"]
    tree = ElementTree.fromstring(answer.content)
    words = " ".join(tree.itertext())
    assert all(name in words for name in [*NAMES, REASON, "Trường Kiến Hưng"])
    assert tree.find(f".//{SVG}a") is None


def test_numbers_in_the_svg_have_no_commas(page: Client, run: Spread) -> None:
    SpreadContact.objects.bulk_create(
        SpreadContact(
            spread=run, key=uuid4(), name="Bùi Em", order=1, minutes=9, meetings=1, keys=[],
            last_met=timezone.now(), risk=1,
        )
        for _ in range(60)
    )  # fmt: skip
    market = SpreadMeeting.objects.get(other=KEYS[1])
    SpreadMeeting.objects.bulk_create(
        SpreadMeeting(
            spread=run, one=KEYS[0], other=contact.key, venue_id=market.venue_id,
            start=market.start, end=market.end,
        )
        for contact in run.contacts.filter(name="Bùi Em")
    )  # fmt: skip
    tree = ElementTree.fromstring(page.get(at_page(run, "svg")).content)
    heights = [rect.get("y", "0") for rect in tree.iter(f"{SVG}rect")]
    assert max(map(int, heights)) > 1000


def test_the_csv_says_the_same(page: Client, run: Spread) -> None:
    content = page.get(at_page(run, "csv")).content.decode("utf-8-sig")
    rows = [line.split(";") for line in content.splitlines()]
    assert rows[1][:6] == ["F0", NAMES[0], "F1", NAMES[1], "Quán cơm Văn Quán", "05/07/2021 09:00"]
    assert REASON in content
    assert "dữ liệu cá nhân" in content


def test_a_name_in_the_csv_is_no_formula(page: Client, run: Spread) -> None:
    SpreadContact.objects.filter(key=KEYS[1]).update(name="=1+1")
    assert ";'=1+1;" in page.get(at_page(run, "csv")).content.decode()


@pytest.mark.parametrize("kind", ["svg", "csv"])
def test_taking_a_file_is_recorded_as_an_export(page: Client, run: Spread, kind: str) -> None:
    page.get(at_page(run, kind))
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert (entry.action, entry.details["form"], entry.results) == ("export", kind, 4)


def test_other_kinds_of_files_there_are_none(page: Client, run: Spread) -> None:
    assert page.get(at_page(run, "exe")).status_code == 404


def test_a_run_is_shown_to_nobody_else(client: Client, run: Spread, ward: Any) -> None:
    client.force_login(UserFactory(role=Role.TRACING, areas=[ward]))
    assert client.get(at_page(run)).status_code == 404
    assert client.get(at_page(run, "csv")).status_code == 404


def test_meetings_at_venues_no_longer_one_s_own_are_left_out(
    page: Client, run: Spread, school: Venue
) -> None:
    Venue.objects.filter(pk=school.pk).update(area=AreaFactory())
    shown = page.get(at_page(run))
    assert [line[1] for line in lines(shown)] == [NAMES[1], NAMES[3]]
    assert NAMES[2] not in text(shown)


def test_a_closed_case_is_no_reason(page: Client, run: Spread, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED)
    Spread.objects.filter(pk=run.pk).update(reason=case.number, case=case)
    recorded = AuditEntry.objects.count()
    answer = page.get(at_page(run))
    assert answer["Location"] == f"/admin/tracing/spread/{run.pk}/"
    assert AuditEntry.objects.count() == recorded


def test_data_cut_off_by_a_limit_say_so(
    page: Client, run: Spread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_graph, "MEETINGS_READ", 1)
    shown = page.get(at_page(run))
    assert not shown.context["graph"].complete
    assert "Dữ liệu bị cắt do vượt giới hạn" in text(shown)
    assert "Chưa đầy đủ" in text(page.get(at_page(run, "csv")))


def test_many_people_cost_no_more_queries(
    page: Client, run: Spread, django_assert_max_num_queries: Any
) -> None:
    market = SpreadMeeting.objects.get(other=KEYS[1])
    begin = at("2021-07-05 08:00")
    people = [uuid4() for _ in range(400)]
    SpreadContact.objects.bulk_create(
        SpreadContact(
            spread=run, key=key, name="Bùi Em", order=1, minutes=9, meetings=1, keys=[],
            last_met=begin, risk=n / 10,
        )
        for n, key in enumerate(people)
    )  # fmt: skip
    SpreadMeeting.objects.bulk_create(
        SpreadMeeting(
            spread=run, one=KEYS[0], other=key, venue_id=market.venue_id, start=begin,
            end=begin + timedelta(minutes=9),
        )
        for key in people
    )  # fmt: skip
    with django_assert_max_num_queries(36):
        shown = page.get(at_page(run), {"most": "200"})
    assert len(shown.context["graph"].nodes) == 200
    assert shown.context["graph"].nodes_of == 404


def test_too_many_lines_are_cut_and_it_is_said(
    page: Client, run: Spread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_graph, "MOST_LINES", 2)
    assert "2 đường nối có thời gian ở cùng lâu nhất trong 3" in text(page.get(at_page(run)))


def test_no_page_is_kept_by_browsers(page: Client, run: Spread) -> None:
    assert "no-store" in page.get(at_page(run))["Cache-Control"]
