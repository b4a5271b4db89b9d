"""A recorded visit is put right by the ward's editor; the search and the book follow."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from audit.models import Action, AuditEntry
from people.persons import person_keys
from plugins.declarations import corrections
from plugins.declarations.corrections import Stale, as_recorded, correct, version
from plugins.declarations.models import Visit
from plugins.declarations.services import check_out, unsealed
from plugins.tracing.models import Outbox
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory

pytestmark = pytest.mark.django_db
INDEX = "declarations_visit_modeladmin_index"


@pytest.fixture
def venue():
    return VenueFactory(name="Chợ Hà Đông")


@pytest.fixture
def editor(venue):
    return UserFactory(username="ward", role=Role.WARD_EDITOR, areas=[venue.area])


@pytest.fixture
def came():
    """Two hours ago, to the second."""
    return timezone.now().replace(microsecond=0) - timedelta(hours=2)


@pytest.fixture
def visit(venue, came):
    return VisitFactory(
        venue=venue,
        checked_in=came,
        name="Trần Thị Bình",
        phone="+84912345678",
        id_number="001090123456",
        details={"address": "Số 1 phố Thử"},
    )


@pytest.fixture
def page(client, editor, visit):
    """page(name="…") sends the form as it was opened, with what is changed."""
    client.force_login(editor)
    address = reverse("declarations_correct_visit", args=[visit.pk])

    def send(opened=None, **changes):
        form = opened or client.get(address).context["form"]
        sent = {
            field.html_name: field.field.widget.format_value(field.value()) or "" for field in form
        }
        return client.post(address, sent | changes)

    send.open = lambda: client.get(address)
    return send


def change(visit, by, **fields):
    wanted = replace(as_recorded(visit), **fields)
    return correct(visit.pk, wanted, seen=version(visit), by=by)


def test_name_and_keys_follow(visit, editor, venue):
    assert change(visit, editor, name="Trần  Thị Bính", phone="+84987654321", id_number=None)
    visit.refresh_from_db()
    keys = person_keys("+84987654321", None, "tran thi binh", str(venue.pk))
    assert (visit.name, visit.name_folded) == ("Trần Thị Bính", "tran thi binh")
    assert (visit.person_key, visit.second_key) == keys
    assert visit.changed_at is not None


def test_what_else_was_declared_stays_sealed(visit, editor):
    change(visit, editor, phone="+84987654321")
    visit.refresh_from_db()
    assert unsealed(visit) == {
        "address": "Số 1 phố Thử",
        "phone": "+84987654321",
        "id": "001090123456",
    }


def test_without_a_leaving_the_stay_ends_as_assumed(visit, editor, came):
    change(visit, editor, checked_in=came - timedelta(hours=1))
    visit.refresh_from_db()
    assert visit.stay_end == came - timedelta(minutes=30)


def test_a_leaving_ends_the_stay(visit, editor, came):
    change(visit, editor, checked_out=came + timedelta(minutes=7))
    visit.refresh_from_db()
    assert visit.stay_end == visit.checked_out == came + timedelta(minutes=7)


def test_nothing_different_changes_nothing(visit, editor):
    assert not change(visit, editor)
    visit.refresh_from_db()
    assert visit.changed_at is None
    assert not AuditEntry.objects.exists()


def test_the_search_follows(visit, editor):
    Outbox.objects.all().delete()
    change(visit, editor, name="Trần Thị Bưởi")
    assert Outbox.objects.get().visit_id == visit.pk


def test_the_record_names_the_fields_not_what_they_held(visit, editor):
    change(visit, editor, name="Trần Thị Bưởi", phone=None)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.account_name) == (Action.CHANGE, "ward")
    assert entry.details == {"visit": visit.pk.hex, "fields": ["name", "phone"]}


def test_what_somebody_else_changed_meanwhile_is_not_written_over(visit, editor):
    seen = version(visit)
    check_out(visit.pk, timezone.now())
    with pytest.raises(Stale):
        correct(visit.pk, as_recorded(visit), seen=seen, by=editor)


def test_a_deleted_visit_is_not_corrected(visit, editor):
    seen = version(visit)
    Visit.objects.all().delete()
    with pytest.raises(Stale):
        correct(visit.pk, as_recorded(visit), seen=seen, by=editor)


@pytest.mark.parametrize("role", [Role.GATE, Role.TRACING, Role.DEPARTMENT])
def test_other_roles_may_not(visit, venue, role):
    with pytest.raises(PermissionDenied):
        change(visit, UserFactory(role=role, areas=[venue.area]), name="Lê A")


def test_nor_may_the_editor_of_another_ward(visit):
    with pytest.raises(PermissionDenied):
        change(visit, UserFactory(role=Role.WARD_EDITOR, areas=[AreaFactory()]), name="Lê A")


def test_the_page_shows_what_is_recorded_and_that_goes_on_record(page, visit):
    html = page.open().content.decode()
    for text in ("Trần Thị Bình", "0912 345 678", "001090123456"):
        assert text in html
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.question) == (Action.OPEN_PERSON, f"visit {visit.pk.hex}")


def test_the_page_tells_of_a_wrong_clock(client, editor, visit, came):
    client.force_login(editor)
    address = reverse("declarations_correct_visit", args=[visit.pk])
    assert "đồng hồ sai" not in client.get(address).content.decode()
    Visit.objects.update(device_time=came)
    page = client.get(address).content.decode()
    assert "đồng hồ sai" in page
    assert f"Thiết bị báo {timezone.localtime(came):%H:%M %d/%m/%Y}." in page


def test_sent_unchanged_nothing_changes(page, visit):
    assert page().status_code == 302
    visit.refresh_from_db()
    assert visit.changed_at is None


def test_the_page_changes_the_visit(page, visit):
    answer = page(name="Trần Thị Bưởi", phone="0987.654.321")
    visit.refresh_from_db()
    assert (visit.name, unsealed(visit)["phone"]) == ("Trần Thị Bưởi", "+84987654321")
    assert answer.url.startswith(reverse(INDEX))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "  "}, "Hãy nhập họ và tên"),
        ({"name": "123"}, "ít nhất một chữ cái"),
        ({"phone": "0912"}, "thiếu hoặc thừa chữ số"),
        ({"id_number": "12"}, "thiếu hoặc thừa"),
        ({"time_in": "25:00"}, "không phải là giờ"),
        ({"day_in": "01/01/2999"}, "chưa đến"),
        ({"day_in": "01/01/0001", "time_in": "00:00"}, "chưa đến"),
        ({"day_out": "01/01/2020", "time_out": "07:00"}, "trước giờ vào"),
        ({"day_out": "01/01/2020"}, "Hãy ghi cả giờ ra"),
    ],
)
def test_bad_input_is_told_and_nothing_is_lost(page, visit, changes, said):
    html = page(**changes, **({"name": "Lê Thị Mới"} if "name" not in changes else {}))
    text = html.content.decode()
    assert said in text
    assert all(value in text for value in changes.values())
    visit.refresh_from_db()
    assert visit.changed_at is None


def test_a_stale_page_keeps_what_was_typed_and_shows_what_is_recorded(page, visit, editor):
    opened = page.open().context["form"]
    change(visit, editor, name="Trần Thị Khác")
    html = page(opened, name="Trần Thị Bưởi").content.decode()
    assert "có người khác đã sửa" in html
    assert "Trần Thị Bưởi" in html
    assert "Đang ghi nhận: Trần Thị Khác" in html


def test_after_a_look_the_own_change_may_be_sent_again(page, visit, editor):
    opened = page.open().context["form"]
    change(visit, editor, name="Trần Thị Khác")
    again = page(opened, name="Trần Thị Bưởi").context["form"]
    assert page(again).status_code == 302
    visit.refresh_from_db()
    assert visit.name == "Trần Thị Bưởi"


def test_a_visit_whose_key_is_gone_is_not_changed(page, visit, settings):
    settings.FIELD_KEYS = "other:aW5zZWN1cmUtZGV2ZWxvcG1lbnQta2V5LTAwMDAwMDM="
    assert "khóa mã hóa không còn" in page.open().content.decode()


def test_another_ward_finds_no_such_visit(client, visit):
    client.force_login(UserFactory(role=Role.WARD_EDITOR, areas=[AreaFactory()]))
    address = reverse("declarations_correct_visit", args=[visit.pk])
    assert {client.get(address).status_code, client.post(address).status_code} == {404}


@pytest.mark.parametrize("role", [Role.GATE, Role.TRACING])
def test_other_roles_do_not_reach_the_page(client, visit, venue, role):
    client.force_login(UserFactory(role=role, areas=[venue.area]))
    address = reverse("declarations_correct_visit", args=[visit.pk])
    assert client.get(address).status_code in (302, 403)


def test_the_register_leads_there_for_those_who_may(client, visit, venue, editor):
    address = reverse("declarations_correct_visit", args=[visit.pk])
    day = {"day": timezone.localtime(visit.checked_in).date().isoformat()}
    client.force_login(editor)
    assert address in client.get(reverse(INDEX), day).content.decode()
    client.force_login(UserFactory(role=Role.TRACING, areas=[venue.area]))
    assert address not in client.get(reverse(INDEX), day).content.decode()


def test_moved_to_another_day_it_is_listed_there(client, visit, editor, came):
    change(visit, editor, checked_in=came - timedelta(days=40))
    client.force_login(editor)
    moved = timezone.localtime(came - timedelta(days=40)).date().isoformat()
    before = timezone.localtime(came).date().isoformat()
    assert "Trần Thị Bình" in client.get(reverse(INDEX), {"day": moved}).content.decode()
    assert "Trần Thị Bình" not in client.get(reverse(INDEX), {"day": before}).content.decode()


def test_moved_within_the_day_it_is_listed_once(client, visit, editor, came):
    change(visit, editor, name="Trần Thị Bưởi")
    client.force_login(editor)
    day = {"day": timezone.localtime(came).date().isoformat()}
    assert client.get(reverse(INDEX), day).content.decode().count("Trần Thị Bưởi") == 1


def test_the_permission_is_the_editor_s():
    assert corrections.PERMISSION == "declarations.change_visit"
