"""What stands in an entry, in words."""

import pytest
from django.utils.translation import override

from audit.keys import hexes
from audit.reading import question_shown
from audit.services import record
from audit.words import details_shown
from people.blind import phone_key

pytestmark = pytest.mark.django_db
KEY, OTHER = phone_key("+84912345678"), phone_key("+84987654321")


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("key:0123456789abcdef", "Người 012345"),
        ("case:HD-7", "Ca bệnh HD-7"),
        ("places:case:HD-7", "Địa điểm nguy cơ HD-7"),
        ("places:open", "Địa điểm nguy cơ"),
        ("cases:tasks", "Cần gọi điện"),
        ("curve:opened", "Biểu đồ dịch"),
        ("odd", "odd"),
    ],
)
def test_what_was_asked_is_shown_in_words(question: str, shown: str) -> None:
    kind, mark = question_shown(record(None, "search", question=question))
    assert f"{kind} {mark}".strip() == shown


def test_an_entry_shows_how_many_it_names_and_no_key() -> None:
    shown = dict(details_shown(record(None, "contacts", details={"keys": hexes([KEY, OTHER])})))
    assert 2 in shown.values()
    assert KEY.hex not in str(shown)


def test_codes_are_shown_in_words() -> None:
    entry = record(None, "contacts", details={"what": "finished", "spread": "e4f4", "version": 3})
    with override("en"):
        shown = [(str(label), str(value)) for label, value in details_shown(entry)]
    assert shown == [("Run of contacts", "e4f4"), ("What", "finished")]
    with override("vi"):
        assert str(dict(details_shown(entry))["Việc"]) == "hoàn tất"


def test_changed_fields_are_named_in_words() -> None:
    details = {"fields": ["state", "result"], "venue": 4, "other_case": "HD-8"}
    with override("vi"):
        shown = {str(label): str(value) for label, value in details_shown(
            record(None, "change", details=details)
        )}  # fmt: skip
    assert shown == {
        "Nội dung đã thay đổi": "trạng thái, xét nghiệm",
        "Địa điểm": "4",
        "Ca bệnh kia": "HD-8",
    }
