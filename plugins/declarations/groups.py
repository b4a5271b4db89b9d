"""People who come together: up to ten, on one form, which the first of them fills in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from people.names import fold
from plugins.declarations.declaring.forms import HealthForm
from plugins.declarations.declaring.movement_form import MovementForm
from plugins.declarations.forms import PersonForm
from plugins.declarations.outbreak.services import NOTHING, Asked

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

MOST = 10


@dataclass
class GroupForm:
    """The people of a form, in order, with what an outbreak rule asks of each of them.

    ``health`` has a part for each person where it is asked; ``movement`` is one for all, since
    they travel together. ``foreign``: the form for travellers.
    """

    people: list[PersonForm]
    asked: Asked = NOTHING
    health: list[HealthForm] = field(default_factory=list)
    movement: MovementForm | None = None
    foreign: bool = False
    remember: bool = False
    reach: str | None = None  # the phone of those who gave none

    @classmethod
    def blank(cls, asked: Asked, *, foreign: bool = False) -> "GroupForm":
        """For one person, to begin with."""
        form = cls([PersonForm(foreign=foreign)], asked, foreign=foreign)
        form.ask_anew()
        return form

    @classmethod
    def read(cls, data: QueryDict, asked: Asked) -> "GroupForm":
        """From what was sent; ``errors`` is empty when it can be recorded."""
        foreign = data.get("foreign") == "1"
        people = [PersonForm.read(data, foreign=foreign)]
        for prefix in _prefixes(data):
            person = PersonForm.read(data, prefix, foreign=foreign, needs_phone=False)
            people.append(person)
        form = cls(people, asked, foreign=foreign, remember="remember" in data)
        form.reach = people[0].clean_phone
        form.read_answers(data)
        form._refuse_twins()
        return form

    def read_answers(self, data: QueryDict) -> None:
        """The questions that are asked besides, for the people that there are."""
        if self.asked.health:
            self.health = [HealthForm.read(data, person.prefix) for person in self.people]
        if self.asked.movement:
            self.movement = MovementForm.read(data)

    @property
    def errors(self) -> "dict[str, StrPromise]":
        """All of them, by the names of the fields, in the order of the page; with several people
        each says whom it is about.
        """
        found: dict[str, StrPromise] = {}
        for n, (person, health) in enumerate(self.parts, start=1):
            faults = person.errors | (health.errors if health else {})
            if len(self.people) > 1:
                faults = {name: _of_person(n, fault) for name, fault in faults.items()}
            found |= faults
        return found | (self.movement.errors if self.movement else {})

    def only(self, chosen: Collection[str]) -> "GroupForm":
        """The people with these prefixes, and what they answered."""
        kept = [n for n, person in enumerate(self.people) if person.prefix in chosen]
        people = [self.people[n] for n in kept]
        health = [self.health[n] for n in kept] if self.health else []
        return replace(self, people=people, health=health)

    @property
    def parts(self) -> list[tuple[PersonForm, HealthForm | None]]:
        """Each person with their questions."""
        nobody: list[HealthForm | None] = [None] * len(self.people)
        return list(zip(self.people, self.health or nobody, strict=True))

    @property
    def next_prefix(self) -> str:
        """Of one more person; empty when the form is full."""
        if len(self.people) >= MOST:
            return ""
        used = {person.prefix for person in self.people}
        return next(prefix for n in range(2, MOST + 2) if (prefix := f"p{n}-") not in used)

    def add(self) -> None:
        """One more person, if there is room."""
        if prefix := self.next_prefix:
            self.people.append(PersonForm(prefix=prefix, foreign=self.foreign, needs_phone=False))
            if self.asked.health:
                self.health.append(HealthForm(prefix))

    def remove(self, prefix: str) -> None:
        """Somebody who was added; the first one stays."""
        rest = self.only({p.prefix for p in self.people if not p.prefix or p.prefix != prefix})
        self.people, self.health = rest.people, rest.health

    def without_errors(self) -> None:
        """Nothing is held against a form that was not finished yet."""
        for person in self.people:
            person.errors.clear()
        for part in self.health:
            part.errors.clear()
        if self.movement:
            self.movement.errors.clear()

    def _refuse_twins(self) -> None:
        known = set()
        for person in self.people:
            who = (fold(person.clean_name), person.clean_phone, person.clean_id)
            if who in known and not person.errors:
                person.errors[f"{person.prefix}name"] = _("This person is on the form already.")
            known.add(who)

    def ask_anew(self) -> None:
        """What is asked, unanswered."""
        if self.asked.health:
            self.health = [HealthForm(person.prefix) for person in self.people]
        if self.asked.movement:
            self.movement = MovementForm.blank()


def _of_person(n: int, fault: "StrPromise") -> "StrPromise":
    return format_lazy(_("Person {n}: {fault}"), n=n, fault=fault)


def _prefixes(data: QueryDict) -> Sequence[str]:
    """Of the people after the first, in order, each once; never more than there is room for."""
    allowed = {f"p{n}-" for n in range(2, MOST + 2)}
    return [each for each in dict.fromkeys(data.getlist("with")) if each in allowed][: MOST - 1]
