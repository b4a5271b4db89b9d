"""The commands that others call."""

import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from audit.models import AuditEntry
from plugins.declarations.models import Visit
from plugins.tracing.models import Name, Outbox
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at

pytestmark = pytest.mark.django_db
PHONE, OTHER_PHONE, THIRD_PHONE = "+84912345678", "+84987654321", "+84905555555"
ID = "001090123456"


@pytest.fixture
def run(capsys: pytest.CaptureFixture, official: Any) -> Any:
    """run("trace_person", "--phone", …) -> the one JSON value on standard output."""

    def call(*arguments: str) -> Any:
        if arguments[0].startswith("trace"):
            arguments = (*arguments, "--as", official.username, "--reason", "Điều tra ca bệnh")
        capsys.readouterr()
        call_command(*arguments, "--json")
        return json.loads(capsys.readouterr().out)

    return call


@pytest.fixture
def visits() -> list[Visit]:
    """PHONE met OTHER_PHONE at the market, who met THIRD_PHONE at the shop."""
    market = VenueFactory(code="CH2345", name="Chợ Văn Quán", category="market")
    shop = VenueFactory(code="CH2346", category="shop")
    rows = [
        (market, PHONE, "Lê Văn An", "2021-07-05 08:00", None),
        (market, OTHER_PHONE, "Trần Thị Bé", "2021-07-05 08:30", "2021-07-05 10:00"),
        (shop, OTHER_PHONE, "Trần Thị Bé", "2021-07-06 08:00", "2021-07-06 08:30"),
        (shop, THIRD_PHONE, "Đỗ Cường", "2021-07-06 08:10", "2021-07-06 09:00"),
    ]
    return [
        VisitFactory(
            venue=venue,
            phone=phone,
            name=name,
            checked_in=at(start),
            checked_out=end and at(end),
            id_number=ID if phone == PHONE else None,
        )
        for venue, phone, name, start, end in rows
    ]


@pytest.mark.parametrize(
    "question",
    [("--phone", "0912 345 678"), ("--id", ID), ("--name", "le van an"), ("--name", "Lê Vân An")],
)
def test_trace_person(run: Any, visits: list[Visit], question: tuple[str, str]) -> None:
    found = run("trace_person", *question)
    assert found["engine"] == "database"
    (person,) = found["people"]
    assert person["name"] == "Lê Văn An"
    assert person["visits"] == [
        {
            "id": str(visits[0].pk),
            "venue": "CH2345",
            "venue_name": "Chợ Văn Quán",
            "checked_in": "2021-07-05T08:00:00+07:00",
            "checked_out": None,
            "assumed_out": True,
            "stay_end": "2021-07-05T09:00:00+07:00",
            "source": "phone",
        }
    ]


def test_trace_person_gives_all_visits_of_the_period(run: Any, visits: list[Visit]) -> None:
    found = run(
        "trace_person", "--phone", "0987654321", "--from", "2021-07-06", "--to", "06/07/2021"
    )
    (person,) = found["people"]
    assert [visit["venue"] for visit in person["visits"]] == ["CH2346"]
    assert [visit["checked_out"] for visit in person["visits"]] == ["2021-07-06T08:30:00+07:00"]


def test_trace_person_finds_nobody(run: Any) -> None:
    assert run("trace_person", "--phone", "0912345678")["people"] == []


def test_trace_contacts(run: Any, visits: list[Visit]) -> None:
    found = run("trace_contacts", "--phone", "0912345678")
    (contact,) = found["contacts"]
    assert (contact["name"], contact["order"], contact["minutes"]) == ("Trần Thị Bé", 1, 30)
    (meeting,) = contact["meetings"]
    assert (meeting["venue"], meeting["from"], meeting["to"]) == (
        "CH2345",
        "2021-07-05T08:30:00+07:00",
        "2021-07-05T09:00:00+07:00",
    )


def test_trace_contacts_of_second_order_come_after_the_first(run: Any, visits: list[Visit]) -> None:
    found = run("trace_contacts", "--id", ID, "--order", "2")
    assert [(c["name"], c["order"], c["minutes"]) for c in found["contacts"]] == [
        ("Trần Thị Bé", 1, 30),
        ("Đỗ Cường", 2, 20),
    ]


def test_trace_contacts_goes_out_to_order_four_and_says_the_risk(run: Any) -> None:
    phones = [f"+8491234567{n}" for n in range(6)]
    for day in range(1, 6):
        venue = VenueFactory(category="shop")
        for phone in phones[day - 1 : day + 1]:
            VisitFactory(
                venue=venue,
                phone=phone,
                name=f"Người {phone[-1]}",
                checked_in=at(f"2021-07-0{day} 08:00"),
                checked_out=at(f"2021-07-0{day} 09:00"),
            )
    found = run("trace_contacts", "--phone", "0912345670", "--order", "4")
    assert [(c["name"], c["order"]) for c in found["contacts"]] == [
        (f"Người {n}", n) for n in range(1, 5)
    ]
    assert {c["risk"] for c in found["contacts"]} == {66.2}  # an hour in an ordinary room


@pytest.mark.parametrize(
    ("limits", "names"),
    [
        (("--minutes", "21"), ["Trần Thị Bé"]),
        (("--minutes", "31"), []),
        (("--category", "market"), ["Trần Thị Bé"]),
        (("--category", "market", "--category", "shop"), ["Trần Thị Bé", "Đỗ Cường"]),
        (("--category", "school"), []),
        (("--to", "2021-07-05"), ["Trần Thị Bé"]),
    ],
)
def test_limits_of_trace_contacts_hold_in_every_order(
    run: Any, visits: list[Visit], limits: tuple[str, ...], names: list[str]
) -> None:
    found = run("trace_contacts", "--phone", "0912345678", "--order", "2", *limits)
    assert [contact["name"] for contact in found["contacts"]] == names


def test_an_unknown_kind_of_venue_is_told_with_those_known(
    visits: list[Visit], official: Any
) -> None:
    given = ("--as", official.username, "--reason", "Điều tra ca bệnh", "--phone", "0912345678")
    with pytest.raises(CommandError, match=r"“cho”.*market"):
        call_command("trace_contacts", *given, "--category", "cho")


def test_the_key_is_the_same_in_both_answers(run: Any, visits: list[Visit]) -> None:
    (person,) = run("trace_person", "--phone", "0987654321")["people"]
    (contact,) = run("trace_contacts", "--phone", "0912345678")["contacts"]
    assert person["key"] == contact["key"]


def test_the_commands_are_recorded(run: Any, visits: list[Visit]) -> None:
    run("trace_person", "--phone", "0912345678")
    run("trace_contacts", "--phone", "0912345678")
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", "results"))
    assert actions == [("search", 1), ("contacts", 1)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--phone", "123"), "thiếu hoặc thừa chữ số"),
        (("--phone", "0912345678", "--as", "nobody"), "Không có tài khoản “nobody”"),
        (("--phone", "0912345678", "--reason", "x"), "5 ký tự"),
        (("--phone", "0912345678", "--from", "5.7"), "“5.7” không phải là ngày"),
        (("--phone", "0912345678", "--from", "0001-01-01"), "từ 01/01/2000"),
        (("--phone", "0912345678", "--to", "9999-12-31"), "từ 01/01/2000"),
        (
            ("--phone", "0912345678", "--from", "2021-07-06", "--to", "2021-07-05"),
            "--to trước --from",
        ),
    ],
)
@pytest.mark.parametrize("command", ["trace_person", "trace_contacts"])
def test_what_cannot_be_answered_is_an_error(
    command: str, arguments: tuple, message: str, official: Any
) -> None:
    given = ("--as", official.username, "--reason", "Điều tra ca bệnh", *arguments)
    with pytest.raises(CommandError, match=message):
        call_command(command, *given)


@pytest.mark.parametrize("margin", ["-1", "1441", "99999999999999"])
def test_a_margin_is_a_day_at_most(margin: str, official: Any) -> None:
    given = ("--as", official.username, "--reason", "Điều tra ca bệnh", "--phone", "0912345678")
    with pytest.raises(CommandError, match="từ 0 đến 1440 phút"):
        call_command("trace_contacts", *given, f"--margin={margin}")


def test_an_account_that_is_closed_is_refused() -> None:
    user = UserFactory(role=Role.TRACING, everywhere=True, is_active=False)
    given = ("--as", user.username, "--reason", "Điều tra ca bệnh", "--phone", "0912345678")
    with pytest.raises(CommandError, match="đã bị khóa"):
        call_command("trace_person", *given)


def test_an_account_without_the_permission_is_refused() -> None:
    user = UserFactory(role=Role.GATE, everywhere=True)
    given = ("--as", user.username, "--reason", "Điều tra ca bệnh", "--phone", "0912345678")
    with pytest.raises(CommandError, match="không có quyền"):
        call_command("trace_person", *given)


def test_jurisdiction_holds_for_commands(visits: list[Visit], capsys: Any) -> None:
    user = UserFactory(role=Role.TRACING, areas=[VenueFactory().area])
    given = ("--as", user.username, "--reason", "Điều tra ca bệnh", "--phone", "0912345678")
    call_command("trace_person", *given, "--json")
    assert json.loads(capsys.readouterr().out)["people"] == []


def test_without_json_people_read_the_answer(
    visits: list[Visit], official: Any, capsys: Any
) -> None:
    given = ("--as", official.username, "--reason", "Điều tra ca bệnh", "--phone", "0912345678")
    call_command("trace_person", *given)
    assert "Chợ Văn Quán" in capsys.readouterr().out
    call_command("trace_contacts", *given)
    line = capsys.readouterr().out.splitlines()[0]
    assert line.split("  ")[:2] == ["1", " 37.3"]  # order and risk
    assert "Trần Thị Bé" in line


def test_search_index_status(run: Any) -> None:
    VisitFactory()
    status = run("search_index", "status")
    assert status["lag_seconds"] >= 0
    assert {key: status[key] for key in ("engine", "documents", "pending", "dead")} == {
        "engine": "database",
        "documents": 1,
        "pending": 0,  # the table itself is searched
        "dead": 0,
    }


def test_search_index_sync_and_rebuild_and_verify(run: Any) -> None:
    VisitFactory()
    assert run("search_index", "sync")["discarded"] == 1
    assert not Outbox.objects.exists()
    assert run("search_index", "rebuild")["written"] == 0
    assert run("search_index", "verify")["differences"] == 0


def test_search_index_verify_fails_on_a_difference(capsys: Any) -> None:
    visit = VisitFactory()
    Name.objects.all().delete()
    with pytest.raises(SystemExit) as stopped:
        call_command("search_index", "verify", "--json")
    assert stopped.value.code == 1
    assert json.loads(capsys.readouterr().out)["examples"] == {visit.pk.hex: "missing"}


def test_search_index_says_that_the_server_is_down(settings: Any) -> None:
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    for action in ("sync", "rebuild", "verify"):
        with pytest.raises(CommandError, match="Elasticsearch không trả lời"):
            call_command("search_index", action)
