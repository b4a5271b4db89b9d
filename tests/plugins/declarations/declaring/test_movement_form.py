"""The questions about a journey as they are sent."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from plugins.declarations.declaring.movement_form import MovementForm


@pytest.fixture
def read(wards):
    def send(prefix="", **changes):
        given = {
            "from_area": "Hà Đông",
            "to_area": "Xã Phú Lương, Thái Nguyên",
            "departed_day": timezone.localdate().isoformat(),
            "departed_time": "07:30",
            "transport": "train",
            **changes,
        }
        data = QueryDict(mutable=True)
        data.update({f"{prefix}{name}": value for name, value in given.items()})
        return MovementForm.read(data, prefix)

    return send


def test_a_whole_journey_has_no_errors(read):
    form = read(vehicle="SE1", seat="12B", stayed="Hà Nội\r\nLào Cai")
    assert not form.errors
    answers = form.answers()
    assert (answers.vehicle, answers.seat, answers.stayed) == ("SE1", "12B", "Hà Nội\nLào Cai")


@pytest.mark.parametrize("typed", ["7h30", "07:30", "7g30", "07.30", "7 h 30"])
def test_times_are_read_as_people_write_them(read, typed):
    departed = timezone.localtime(read(departed_time=typed).departed)
    assert (departed.hour, departed.minute) == (7, 30)


def test_days_are_read_as_people_write_them(read):
    today = timezone.localdate()
    assert timezone.localtime(read(departed_day=f"{today:%d/%m/%Y}").departed).date() == today


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("departed_day", ""),
        ("departed_day", "31/02/2026"),
        ("departed_time", "25:00"),
        ("departed_time", ""),
        ("transport", ""),
        ("transport", "rocket"),
        ("from_area", ""),
        ("to_area", "Atlantis"),
    ],
)
def test_each_fault_is_told_at_its_field(read, field, value):
    assert set(read(**{field: value}).errors) == {field}


@pytest.mark.parametrize("days", [-30, 40])
def test_a_day_too_far_away_is_a_fault(read, days):
    far = timezone.localdate() + timedelta(days=days)
    assert set(read(departed_day=far.isoformat()).errors) == {"departed_day"}


def test_a_form_with_faults_gives_no_answers(read):
    with pytest.raises(ValueError, match="errors"):
        read(from_area="").answers()


def test_a_prefix_keeps_forms_apart(read):
    assert set(read("m-", transport="").errors) == {"m-transport"}


def test_a_form_filled_with_answers_gives_them_again(read):
    answers = read(vehicle="SE1").answers()
    assert MovementForm.of(answers).origin.place.pk == answers.from_area
    assert MovementForm.of(answers).clock == "07:30"
