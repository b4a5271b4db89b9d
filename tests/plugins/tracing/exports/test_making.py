"""What stands in an export, for whom, and what is put on record."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from areas.models import Jurisdiction
from audit.models import Action, AuditEntry
from plugins.qr_venues.models import Venue
from plugins.tracing.apps import TracingConfig
from plugins.tracing.exports import services
from plugins.tracing.exports.kinds import Form, Kind
from plugins.tracing.exports.models import Export, ExportState
from plugins.tracing.models import Case, CaseStatus
from plugins.tracing.reasons import Asker
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at
from tests.plugins.tracing.exports.conftest import KEY, PHONE, content, sheets

pytestmark = pytest.mark.django_db
Made = Callable[..., Export]


@pytest.fixture
def market(db: None) -> Venue:
    """Lê Văn An was there for an hour on the 6th, and met someone."""
    venue = VenueFactory(name="Chợ Hà Đông", area=AreaFactory(name="Hà Cầu"))
    VisitFactory(
        venue=venue,
        phone=PHONE,
        id_number="001090123456",
        name="Lê Văn An",
        checked_in=at("2021-07-06 08:00"),
        checked_out=at("2021-07-06 09:00"),
    )
    VisitFactory(
        venue=venue,
        phone="+84987654321",
        name="Trần Thị Bé",
        checked_in=at("2021-07-06 08:30"),
        checked_out=at("2021-07-06 09:30"),
    )
    return venue


def test_a_person_s_visits_as_a_workbook(asker: Asker, market: Venue, made: Made) -> None:
    _first, rows = sheets(made(asker, Kind.VISITS, key=KEY.hex))
    assert rows[1][:2] == (datetime(2021, 7, 6, 8), datetime(2021, 7, 6, 9))
    assert rows[1][3:5] == ("Chợ Hà Đông", "Hà Cầu")
    assert rows[1][6:9] == ("Lê Văn An", "0912 345 678", "001090123456")
    assert len(rows) == 2


def test_the_first_page_warns_and_says_who_asked_for_what(
    asker: Asker, market: Venue, made: Made
) -> None:
    first, _rows = sheets(
        made(asker, Kind.VISITS, key=KEY.hex, first="2021-07-01", last="2021-07-09")
    )
    said = dict(row[:2] for row in first if len(row) > 1 and row[1])
    assert "dữ liệu cá nhân" in first[1][0]
    assert said["Lý do"] == asker.reason
    assert said["Người yêu cầu"] == "truyvet"
    assert said["Thời gian"] == "01/07/2021 – 09/07/2021"
    assert said["Danh sách này"] == "đầy đủ"


def test_days_outside_are_left_out(asker: Asker, market: Venue, made: Made) -> None:
    export = made(asker, Kind.VISITS, key=KEY.hex, first="2021-07-07", last=None)
    assert (export.state, export.rows) == (ExportState.READY, 0)


def test_contacts_with_what_they_had_together(asker: Asker, market: Venue, made: Made) -> None:
    _first, rows = sheets(made(asker, Kind.CONTACTS, key=KEY.hex))
    (contact,) = rows[1:]
    assert contact[:2] == ("F1", "Trần Thị Bé")
    assert contact[3] == "0987 654 321"
    assert contact[6:8] == (30, 1)
    assert contact[8:10] == (datetime(2021, 7, 6, 8, 30), datetime(2021, 7, 6, 9))
    assert contact[11] == "Chợ Hà Đông"


def test_csv_opens_in_a_vietnamese_excel(asker: Asker, market: Venue, made: Made) -> None:
    data = content(made(asker, Kind.VISITS, Form.CSV, key=KEY.hex))
    assert data.startswith(b"\xef\xbb\xbf")
    lines = data.decode("utf-8-sig").split("\r\n")
    assert lines[1].startswith("06/07/2021 08:00;06/07/2021 09:00;;Chợ Hà Đông;Hà Cầu;")
    assert ";0912 345 678;001 090 123 456;" in lines[1]
    assert any("dữ liệu cá nhân" in line for line in lines[3:])


@pytest.mark.parametrize("form", list(Form))
def test_no_name_of_a_venue_becomes_a_formula(
    asker: Asker, market: Venue, made: Made, form: Form
) -> None:
    Venue.objects.filter(pk=market.pk).update(name='=HYPERLINK("http://x")')
    export = made(asker, Kind.VISITS, form, key=KEY.hex)
    if form == Form.XLSX:
        assert sheets(export)[1][1][3] == '\'=HYPERLINK("http://x")'
    else:
        assert "\"'=HYPERLINK(" in content(export).decode("utf-8-sig")


@pytest.mark.parametrize("kind", [Kind.VISITS, Kind.CONTACTS])
def test_another_area_s_official_gets_nothing(market: Venue, made: Made, kind: Kind) -> None:
    stranger = Asker(UserFactory(role=Role.TRACING, areas=[AreaFactory()]), "Ca bệnh ở chợ")
    export = made(stranger, kind, key=KEY.hex)
    assert (export.state, export.rows) == (ExportState.READY, 0)


def test_what_counts_is_what_the_account_may_see_when_it_is_made(
    market: Venue, work: Callable[[], None]
) -> None:
    user = UserFactory(role=Role.TRACING, areas=[market.area])
    export = services.ask(Asker(user, "Ca bệnh ở chợ"), Kind.VISITS, Form.XLSX, {"key": KEY.hex})
    Jurisdiction.objects.filter(user=user).delete()
    work()
    export.refresh_from_db()
    assert export.rows == 0


def test_who_lost_the_permission_meanwhile_gets_no_file(
    market: Venue, work: Callable[[], None], asker: Asker
) -> None:
    export = services.ask(asker, Kind.VISITS, Form.XLSX, {"key": KEY.hex})
    asker.user.groups.clear()
    work()
    export.refresh_from_db()
    assert (export.state, export.problem) == (ExportState.FAILED, "refused")


def test_a_case_that_was_closed_meanwhile_is_no_reason(
    market: Venue, work: Callable[[], None], official: Any
) -> None:
    case = Case.objects.create(number="HD-7", title="Chợ", area=market.area)
    asker = Asker(official, "HD-7")
    export = services.ask(asker, Kind.VISITS, Form.XLSX, {"key": KEY.hex})
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED)
    work()
    export.refresh_from_db()
    assert export.problem == "refused"


def test_it_is_recorded_with_the_number_of_rows(asker: Asker, market: Venue, made: Made) -> None:
    made(asker, Kind.VISITS, key=KEY.hex, first="2021-07-01", last=None)
    entry = AuditEntry.objects.get(action=Action.EXPORT)
    assert (entry.reason, entry.question) == (asker.reason, f"key:{KEY.hex}")
    assert (entry.results, entry.address) == (1, "10.0.0.7")
    assert entry.details["kind"] == "visits"
    assert entry.details["complete"] is True


def test_more_rows_than_a_file_may_have_are_cut_and_that_is_said(
    asker: Asker, market: Venue, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TracingConfig.default_settings, "export_rows", 0)
    export = made(asker, Kind.VISITS, key=KEY.hex)
    assert (export.rows, export.complete) == (0, False)
    assert any("bị cắt bớt" in str(row) for row in sheets(export)[0])
