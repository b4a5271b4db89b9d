"""What stands out in the record of look-ups. Pure functions: a finding is a question, no proof.

The limits are settings (AUDIT_LIMITS), since a ward with two officials and a province with two
hundred are not unusual in the same way.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

PERSON_ACTIONS = frozenset({"search", "open_person", "contacts"})


class Rule(StrEnum):
    """What is unusual."""

    SAME_PERSON = "same_person"  # one account looks up one person on many days
    NO_CASE = "no_case"  # one account looks up many people in a day without a case
    NIGHT = "night"  # one account looks up much in one night
    EXPORTED = "exported"  # one account takes out many rows in a day
    ONE_BY_MANY = "one_by_many"  # many accounts look up one person without a case


@dataclass(frozen=True, slots=True)
class Limits:
    """From which number on something is unusual; hours by the local clock."""

    same_person_days: int = 5
    people_without_case: int = 30
    night_look_ups: int = 10
    night_from: int = 22
    night_to: int = 5
    exported_rows: int = 5000
    accounts_one_person: int = 5


@dataclass(frozen=True, slots=True)
class LookUp:
    """An entry of the record; ``at`` by the local clock, ``question`` blind."""

    pk: int
    at: datetime
    account: str
    action: str
    question: str
    has_case: bool
    results: int


@dataclass(frozen=True, slots=True)
class Finding:
    """``number`` is what reached the limit, ``entry`` the latest entry that counts.

    ``account`` is empty where it is about several accounts.
    """

    rule: Rule
    account: str
    number: int
    first: date
    last: date
    entry: int


class _Group:
    """Entries that one rule counts together."""

    def __init__(self) -> None:
        self.counted: set[object] = set()
        self.total = 0
        self.entry = 0
        self.days: set[date] = set()

    def add(self, look_up: LookUp, counted: object, number: int = 1) -> None:
        self.counted.add(counted)
        self.total += number
        self.entry = max(self.entry, look_up.pk)
        self.days.add(look_up.at.date())


def find(look_ups: Iterable[LookUp], limits: Limits) -> list[Finding]:
    """What stands out, the highest number of each rule first; one pass over the entries."""
    groups: dict[tuple, _Group] = defaultdict(_Group)
    for each in look_ups:
        day = each.at.date()
        if each.action == "export":
            groups[Rule.EXPORTED, each.account, day].add(each, each.pk, each.results)
        if each.action not in PERSON_ACTIONS:
            continue
        if each.question:
            groups[Rule.SAME_PERSON, each.account, each.question].add(each, day)
        if each.question and not each.has_case:
            groups[Rule.NO_CASE, each.account, day].add(each, each.question)
            groups[Rule.ONE_BY_MANY, "", each.question].add(each, each.account)
        if is_night(each.at, limits):
            night = (each.at - timedelta(hours=limits.night_to)).date()
            groups[Rule.NIGHT, each.account, night].add(each, each.pk)
    found = [
        Finding(rule, account, number, min(group.days), max(group.days), group.entry)
        for (rule, account, _what), group in groups.items()
        if (number := _number(rule, group)) >= limit_of(rule, limits)
    ]
    order = list(Rule)
    return sorted(found, key=lambda each: (order.index(each.rule), -each.number, -each.entry))


def is_night(at: datetime, limits: Limits) -> bool:
    """Whether hardly anybody works at this hour; the night may pass midnight or not."""
    if limits.night_from <= limits.night_to:
        return limits.night_from <= at.hour < limits.night_to
    return at.hour >= limits.night_from or at.hour < limits.night_to


def limit_of(rule: Rule, limits: Limits) -> int:
    """The number from which on the rule finds something."""
    return {
        Rule.SAME_PERSON: limits.same_person_days,
        Rule.NO_CASE: limits.people_without_case,
        Rule.NIGHT: limits.night_look_ups,
        Rule.EXPORTED: limits.exported_rows,
        Rule.ONE_BY_MANY: limits.accounts_one_person,
    }[rule]


def _number(rule: Rule, group: _Group) -> int:
    return group.total if rule == Rule.EXPORTED else len(group.counted)
