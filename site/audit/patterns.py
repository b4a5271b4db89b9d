"""What stands out in the record of look-ups. Pure functions: a finding is a question, no proof.

The limits are settings (AUDIT_LIMITS), since a ward with two officials and a province with two
hundred are not unusual in the same way.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

PERSON_ACTIONS = frozenset({"search", "open_person", "contacts"})
PERSON_QUESTIONS = ("key:", "name:")  # all others are about a place, a case or a list


class Rule(StrEnum):
    """What is unusual."""

    SAME_PERSON = "same_person"  # one account looks up one person on many days
    NO_CASE = "no_case"  # one account looks up many people in a day without a case
    NIGHT = "night"  # one account looks up much in one night
    EXPORTED = "exported"  # one account takes out many rows in a day
    ONE_BY_MANY = "one_by_many"  # many accounts look up one person without a case
    PHONES = "phones"  # one account has many phones shown in a day


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
    phones: int = 1000


class LookUp(NamedTuple):
    """An entry of the record; ``at`` by the local clock, ``question`` blind.

    ``results`` of one with ``phones``: how many people's phones were shown.
    """

    pk: int
    at: datetime
    account: str
    action: str
    question: str
    has_case: bool
    results: int
    phones: bool = False


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


# What is counted of the entries that a rule looks at together: each number once.
COUNTED: dict[Rule, Callable[[LookUp], object]] = {
    Rule.SAME_PERSON: lambda each: each.at.date(),
    Rule.NO_CASE: lambda each: each.question,
    Rule.NIGHT: lambda each: each.pk,
    Rule.ONE_BY_MANY: lambda each: each.account,
}
ADDED = (Rule.EXPORTED, Rule.PHONES)  # of these the results are added up
Groups = defaultdict[tuple[str, object], list[LookUp]]


def find(look_ups: Iterable[LookUp], limits: Limits) -> list[Finding]:
    """What stands out, the highest number of each rule first; one pass over the entries."""
    found = []
    for rule, groups in _grouped(look_ups, limits).items():
        least = limit_of(rule, limits)
        for (account, _what), group in groups.items():
            # Nearly all groups are far too small.
            if rule not in ADDED and len(group) < least:
                continue
            if (number := _number(rule, group)) >= least:
                days = {each.at.date() for each in group}
                entry = max(each.pk for each in group)
                found.append(Finding(rule, account, number, min(days), max(days), entry))
    order = list(Rule)
    return sorted(found, key=lambda each: (order.index(each.rule), -each.number, -each.entry))


def _grouped(look_ups: Iterable[LookUp], limits: Limits) -> dict[Rule, Groups]:
    """By rule, the entries that it looks at together, by account and whatever else."""
    found: dict[Rule, Groups] = {rule: defaultdict(list) for rule in Rule}
    same, no_case, by_many = found[Rule.SAME_PERSON], found[Rule.NO_CASE], found[Rule.ONE_BY_MANY]
    for each in look_ups:
        day = each.at.date()
        if each.action == "export":
            found[Rule.EXPORTED][each.account, day].append(each)
        if each.phones:
            found[Rule.PHONES][each.account, day].append(each)
        if each.action not in PERSON_ACTIONS:
            continue
        if each.question.startswith(PERSON_QUESTIONS):
            same[each.account, each.question].append(each)
            if not each.has_case:
                no_case[each.account, day].append(each)
                by_many["", each.question].append(each)
        if is_night(each.at, limits):
            night = (each.at - timedelta(hours=limits.night_to)).date()
            found[Rule.NIGHT][each.account, night].append(each)
    return found


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
        Rule.PHONES: limits.phones,
    }[rule]


def _number(rule: Rule, group: Iterable[LookUp]) -> int:
    if rule in ADDED:
        return sum(each.results for each in group)
    return len(set(map(COUNTED[rule], group)))
