"""The commands list_venues and qr_poster."""

import io
import json

import pypdfium2
import pytest
import zxingcpp
from django.core.management import CommandError, call_command
from PIL import Image

from plugins.qr_venues.codes import address
from plugins.qr_venues.services import revoke_checkpoint
from portal.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.factories.qr_venues import CheckpointFactory, VenueFactory

pytestmark = pytest.mark.django_db


def list_venues(user, *options):
    out = io.StringIO()
    call_command("list_venues", "--as", user.username, *options, stdout=out)
    return out.getvalue()


def test_venues_are_listed_as_one_json_value():
    area = AreaFactory(name="Phường Hà Đông")
    venue = VenueFactory(name="Chợ Hà Đông", category="market", area=area)
    gate = CheckpointFactory(venue=venue)
    user = UserFactory(role=Role.WARD_EDITOR, areas=[area])
    assert json.loads(list_venues(user, "--json")) == [
        {
            "code": venue.code,
            "name": "Chợ Hà Đông",
            "area": "Phường Hà Đông",
            "category": "market",
            "checkpoints": [{"number": 1, "name": "Cổng chính", "token": gate.token}],
        }
    ]


def test_nobody_sees_venues_of_another_area():
    VenueFactory()
    assert json.loads(list_venues(UserFactory(areas=[AreaFactory()]), "--json")) == []


def test_revoked_codes_are_not_listed():
    gate = CheckpointFactory()
    new = revoke_checkpoint(gate)
    user = UserFactory(areas=[gate.venue.area])
    [venue] = json.loads(list_venues(user, "--json"))
    assert [each["token"] for each in venue["checkpoints"]] == [new.token]


def test_without_json_people_can_read_the_list():
    gate = CheckpointFactory(venue=VenueFactory(name="Chợ Hà Đông"))
    assert "Chợ Hà Đông" in list_venues(UserFactory(areas=[gate.venue.area]))


def test_the_list_costs_the_same_for_many_venues(django_assert_max_num_queries):
    gates = CheckpointFactory.create_batch(8)
    user = UserFactory(areas=[gate.venue.area for gate in gates])
    # The account, its jurisdiction and its areas, venues, check points.
    with django_assert_max_num_queries(5):
        assert len(json.loads(list_venues(user, "--json"))) == 8


def test_an_unknown_account_is_named():
    with pytest.raises(CommandError, match="nobody"):
        call_command("list_venues", "--as", "nobody", "--json")


@pytest.fixture
def gate():
    return CheckpointFactory()


def written(tmp_path, kind, *options):
    file = tmp_path / f"poster.{kind}"
    call_command("qr_poster", *options, "--format", kind, "--out", str(file), stdout=io.StringIO())
    return file


def test_a_png_poster_is_written(tmp_path, gate):
    file = written(tmp_path, "png", "--venue", gate.venue.code)
    [code] = zxingcpp.read_barcodes(Image.open(file))
    assert code.text == address(gate.token)


def test_an_svg_poster_is_written(tmp_path, gate):
    assert written(tmp_path, "svg", "--venue", gate.venue.code).read_text().startswith("<svg")


def test_a_pdf_has_all_check_points_unless_one_is_named(tmp_path, gate):
    CheckpointFactory(venue=gate.venue, number=2)
    code = gate.venue.code
    assert len(pypdfium2.PdfDocument(written(tmp_path, "pdf", "--venue", code))) == 2
    one = written(tmp_path, "pdf", "--venue", code, "--checkpoint", "2")
    assert len(pypdfium2.PdfDocument(one)) == 1


def test_the_code_is_the_one_of_the_check_point_named(tmp_path, gate):
    second = CheckpointFactory(venue=gate.venue, number=2)
    file = written(tmp_path, "png", "--venue", gate.venue.code.lower(), "--checkpoint", "2")
    assert zxingcpp.read_barcodes(Image.open(file))[0].text == address(second.token)


def test_a_revoked_code_is_never_printed(tmp_path, gate):
    new = revoke_checkpoint(gate)
    file = written(tmp_path, "png", "--venue", gate.venue.code, "--checkpoint", "1")
    assert zxingcpp.read_barcodes(Image.open(file))[0].text == address(new.token)


@pytest.mark.parametrize(
    "options", [["--venue", "NOSUCH"], ["--venue", "NOSUCH", "--checkpoint", "1"]]
)
def test_an_unknown_venue_is_named_and_nothing_written(tmp_path, options):
    with pytest.raises(CommandError, match="NOSUCH"):
        written(tmp_path, "png", *options)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_a_message_not_a_trace(tmp_path, gate):
    with pytest.raises(CommandError, match="Không ghi được tệp"):
        written(tmp_path / "missing", "png", "--venue", gate.venue.code)
