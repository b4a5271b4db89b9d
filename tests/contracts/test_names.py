"""Searching people by name: the same people in the same order, whichever engine answers."""

from collections.abc import Callable
from datetime import datetime

import pytest

from areas.scope import EVERYTHING, Grant, Scope
from plugins.declarations.models import Visit
from plugins.tracing import finding
from plugins.tracing.engines import Engine, database, name_lists, narrowing
from plugins.tracing.finding import people_by_name
from plugins.tracing.periods import ALWAYS, Period
from tests.factories.areas import AreaFactory
from tests.factories.declarations import VisitFactory
from tests.factories.qr_venues import VenueFactory
from tests.plugins.tracing.clock import at


class TestNames:
    """What an engine finds for a name."""

    @pytest.fixture(autouse=True)
    def _engine(self, engine: Engine, findable: Callable[[], None]) -> None:
        self.engine, self.findable = engine, findable
        self.venue = VenueFactory()

    def visited(self, *names: str, **kwargs: object) -> None:
        for name in names:
            VisitFactory(**{"venue": self.venue, "name": name, **kwargs})
        self.findable()

    def found(self, question: str, scope: Scope = EVERYTHING, period: Period = ALWAYS) -> list[str]:
        """Names as recorded of the people found, in order."""
        people = people_by_name(self.engine, question, scope, period)
        assert people.complete
        names = dict(Visit.objects.values_list("person_key", "name"))
        return [names[person.key] for person in people.items]

    def test_accents_may_be_left_out(self) -> None:
        self.visited("Nguyễn Văn Đường", "Trần Thị Bé")
        assert self.found("nguyen van duong") == ["Nguyễn Văn Đường"]

    def test_case_does_not_matter(self) -> None:
        self.visited("Nguyễn Văn Đường")
        assert self.found("NGUYỄN VĂN ĐƯỜNG") == ["Nguyễn Văn Đường"]

    def test_exact_accents_come_first(self) -> None:
        self.visited("Lê Thương", "Lê Thường", "Lê Thưởng")
        assert self.found("Lê Thường")[0] == "Lê Thường"

    def test_where_the_tone_is_written_does_not_matter(self) -> None:
        self.visited("Đỗ Thị Hoà", "Đỗ Thị Hoa")
        assert self.found("Đỗ Thị Hòa") == ["Đỗ Thị Hoà", "Đỗ Thị Hoa"]

    @pytest.mark.parametrize(
        "typed", ["Ngueyn Thường", "Nguyen Thuong", "Ngyễn Thường", "Nguyễnn Thường"]
    )
    def test_one_wrong_letter_in_a_long_syllable_is_forgiven(self, typed: str) -> None:
        self.visited("Nguyễn Văn Thường", "Trần Văn Thường")
        assert self.found(typed) == ["Nguyễn Văn Thường"]

    def test_a_wrong_letter_in_a_short_syllable_is_not(self) -> None:
        self.visited("Lê Văn An")
        assert self.found("Lê Vun An") == []

    def test_two_wrong_letters_are_too_many(self) -> None:
        self.visited("Nguyễn Văn An")
        assert self.found("Nguxyeen Văn An") == []

    def test_what_fits_exactly_comes_before_what_needs_a_typo(self) -> None:
        self.visited("Lê Hương", "Lê Phương", "Lê Thương")
        assert self.found("Thuong") == ["Lê Thương", "Lê Hương", "Lê Phương"]

    def test_the_last_syllable_may_be_begun_only(self) -> None:
        self.visited("Nguyễn Văn Khánh", "Nguyễn Văn Kiên", "Nguyễn Khắc Văn")
        assert self.found("nguyen van kh") == ["Nguyễn Văn Khánh"]

    @pytest.mark.parametrize("typed", ["N V An", "Ng. V. An", "n v an", "Nguyễn V An", "N An"])
    def test_initials_stand_for_syllables(self, typed: str) -> None:
        self.visited("Nguyễn Văn An", "Trần Văn An", "Nguyễn Văn Bình")
        assert self.found(typed) == ["Nguyễn Văn An"]

    def test_a_name_recorded_by_initials_comes_first(self) -> None:
        self.visited("Nguyễn Văn An", "N V An")
        assert self.found("N V An") == ["N V An", "Nguyễn Văn An"]

    def test_a_middle_name_that_was_not_recorded_does_not_matter(self) -> None:
        self.visited("Nguyễn An", "Nguyễn Bình", "Trần An")
        assert self.found("Nguyễn Văn An") == ["Nguyễn An"]

    def test_who_has_the_middle_name_is_found_alone(self) -> None:
        self.visited("Nguyễn An", "Nguyễn Văn An")
        assert self.found("Nguyễn Văn An") == ["Nguyễn Văn An"]

    def test_an_earlier_syllable_may_not(self) -> None:
        self.visited("Nguyễn Văn Khánh")
        assert self.found("nguy khanh") == []

    def test_syllables_may_be_skipped_but_their_order_holds(self) -> None:
        self.visited("Nguyễn Thị Minh Khai")
        assert self.found("Nguyễn Khai") == ["Nguyễn Thị Minh Khai"]
        assert self.found("Khai Nguyễn") == []

    def test_the_same_syllable_twice_asks_for_two(self) -> None:
        self.visited("Lê An", "Lê An An")
        assert self.found("An An") == ["Lê An An"]

    def test_whole_names_come_before_longer_ones(self) -> None:
        self.visited("Lê Văn An Bình", "Lê Văn An")
        assert self.found("Lê Văn An") == ["Lê Văn An", "Lê Văn An Bình"]

    def test_names_with_marks_of_writing_are_found(self) -> None:
        self.visited("O'Brien, Anne-Marie")
        assert self.found("o brien anne") == ["O'Brien, Anne-Marie"]

    def test_names_in_other_scripts_are_found(self) -> None:
        self.visited("王小明", "Nguyễn Văn An")
        assert self.found("王小明") == ["王小明"]

    @pytest.mark.parametrize(
        "typed", ["an*", "an OR le", '"an', "a' | 'b", "(le) AND", "name:an", "an:*", "\\an"]
    )
    def test_query_syntax_is_only_text(self, typed: str) -> None:
        self.visited("Lê Văn Bình")
        assert self.found(typed) == []

    def first(self, question: str, scope: Scope = EVERYTHING) -> str:
        """The name at the top of a list that is cut off."""
        people = people_by_name(self.engine, question, scope, ALWAYS)
        assert not people.complete
        return dict(Visit.objects.values_list("person_key", "name"))[people.items[0].key]

    @pytest.mark.parametrize("typed", ["Quách Tỉnh Hà", "quach tinh ha"])
    def test_many_names_that_are_only_begun_do_not_cut_off_the_whole_one(
        self, typed: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(finding, "NAMES_LIMIT", 4)
        begun = [f"Quách Tỉnh Hà{letter}" for letter in "bcdghk"]
        self.visited(*begun, *begun, "Quách Tỉnh Hà")
        assert self.first(typed) == "Quách Tỉnh Hà"

    def test_many_names_that_need_a_typo_do_not_cut_off_those_that_do_not(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(finding, "NAMES_LIMIT", 4)
        typos = [f"Lê {letter}hương" for letter in "bcdpkx"]
        self.visited(*typos, *typos, "Lê Thươngg")
        assert self.first("Lê Thương") == "Lê Thươngg"

    def test_many_longer_names_do_not_cut_off_the_one_typed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(finding, "NAMES_LIMIT", 4)
        longer = [f"Hà {name}" for name in ("An", "Bé", "Chi", "Dũng", "Em", "Giang")]
        self.visited(*longer, *longer, "Hà")
        assert self.first("hà") == "Hà"

    def test_where_a_scope_is_small_only_its_names_are_found(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(narrowing, "FEW_VISITS", 5)
        for module in (name_lists, database):
            monkeypatch.setattr(module, "FEW_NAMES", 1)
        ward, other = AreaFactory(), AreaFactory()
        self.visited("Lê Văn Bo", "Lê Văn Bé", venue=VenueFactory(area=ward))
        self.visited(*[f"Lê Văn {name}" for name in "ABCDEG"], venue=VenueFactory(area=other))
        assert self.found("le van", Scope((Grant((ward.path,), None),))) == [
            "Lê Văn Bé",
            "Lê Văn Bo",
        ]
        assert len(self.found("le van", Scope((Grant((other.path,), None),)))) == 6

    def test_a_person_with_many_visits_is_one_person(self) -> None:
        self.visited(*["Lê Văn An"] * 30, phone="+84912345678")
        self.visited("Lê Văn An", phone="+84987654321")
        assert self.found("le van an") == ["Lê Văn An"] * 2

    def test_names_of_one_phone_are_one_person(self) -> None:
        self.visited("Lê Văn An", "LÊ VĂN AN", "Le Van An", phone="+84912345678")
        assert len(self.found("le van an")) == 1

    def test_the_same_name_without_phone_or_id_is_another_person_at_another_venue(self) -> None:
        self.visited("Lê Văn An", "Lê Văn An", phone=None)
        self.visited("Lê Văn An", phone=None, venue=VenueFactory())
        assert len(self.found("le van an")) == 2

    def test_a_name_seen_only_outside_the_scope_is_not_found(self) -> None:
        ward, other = AreaFactory(), AreaFactory()
        self.visited("Lê Văn An", venue=VenueFactory(area=ward), phone="+84911111111")
        self.visited("Lê Văn An", venue=VenueFactory(area=other), phone="+84922222222")
        assert len(self.found("le van an", Scope((Grant((ward.path,), None),)))) == 1

    def test_a_scope_without_grants_finds_nothing(self) -> None:
        self.visited("Lê Văn An")
        assert self.found("le van an", Scope(())) == []

    def test_a_name_seen_only_outside_the_period_is_not_found(self) -> None:
        self.visited("Lê Văn An", checked_in=at("2021-07-05 08:00"))
        self.visited("Lê Văn Anh", checked_in=at("2021-07-06 08:00"))
        july_6: datetime = at("2021-07-06 00:00")
        assert self.found("le van an", period=Period(july_6, None)) == ["Lê Văn Anh"]
        assert self.found("le van an", period=Period(None, july_6)) == ["Lê Văn An"]

    def test_after_a_change_only_the_new_name_is_found(self) -> None:
        self.visited("Lê Văn An")
        Visit.objects.update(name="Lê Văn Bình", name_folded="le van binh")
        self.findable()
        assert self.found("le van an") == []
        assert self.found("le van binh") == ["Lê Văn Bình"]

    def test_a_deleted_visit_is_not_found(self) -> None:
        self.visited("Lê Văn An")
        Visit.objects.all().delete()
        self.findable()
        assert self.found("le van an") == []
