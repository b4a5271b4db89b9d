"""What an official typed into the one box: a phone number, an ID number, or a name.

Besides, a day and hours of it. Which venues a name may mean, see places_named.py.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.blind import blind_index, id_key, phone_key
from people.ids import parse_id
from people.messages import problem_text
from people.names import fold, name_problem, normalise_name
from people.phones import parse_phone
from plugins.tracing.day_words import take_day
from plugins.tracing.errors import BadQuestion
from plugins.tracing.hour_words import Hours, take_hours
from plugins.tracing.periods import Period

FEWEST_DIGITS = 5  # below, digits do not make a number of it
FEWEST_LETTERS = 2
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Question:
    """``keys`` are blind indexes to look for, as phone or as ID; without any it is a ``name``.

    With both, whoever has the number and the name. ``day``: who was anywhere on it, between the
    ``hours`` if there are any.
    ``text`` is readable: it is shown back to whoever asked and goes nowhere else.
    """

    text: str
    keys: tuple[UUID, ...] = ()
    name: str = ""
    day: date | None = None
    hours: Hours | None = None

    @property
    def span(self) -> Period | None:
        """The day, or its hours where there are any; stays from the day before are in it, too."""
        if self.day is None:
            return None
        if self.hours is None:
            return Period.of_days(self.day, self.day)
        return Period.of_hours(self.day, *self.hours)

    @property
    def blind(self) -> str:
        """What the record of look-ups keeps: the same question gives the same text.

        A number that may be of two kinds stands there as the likelier one, the phone.
        """
        if self.keys:
            return f"key:{self.keys[0].hex}"
        return "name:" + blind_index("question", fold(self.name)).hex


def parse_question(text: str) -> Question:
    """Find out what was asked. Raises BadQuestion.

    Some digits may be a phone (nine of them without its zero) as well as the number of an
    identity or health insurance card: both are looked for then.
    """
    text = text.strip()
    if not text:
        raise BadQuestion(_("Enter a phone number, an ID number or a name."))
    if len(text) > LONGEST:
        raise BadQuestion(_("This is too long. Enter one phone number, ID number or name."))
    try:
        rest, hours = take_hours(text)
    except ValueError:
        raise BadQuestion(_("The end is not after the beginning.")) from None
    rest, day = take_day(rest, timezone.localdate())
    if hours and not day:
        raise BadQuestion(_("Say which day these hours are of, such as 5/7."))
    if not rest:
        return replace(_person(text), text=text)
    return replace(_person(rest), text=text, day=day, hours=hours)


def phone_question(text: str) -> Question:
    """A question by phone only. Raises BadQuestion."""
    result = parse_phone(text)
    if result.e164 is None:
        raise BadQuestion(problem_text(result.problem or "phone_length"))
    return Question(text, keys=(phone_key(result.e164),))


def id_question(text: str) -> Question:
    """A question by ID number only. Raises BadQuestion."""
    result = parse_id(text)
    if result.number is None:
        raise BadQuestion(problem_text(result.problem or "id_length"))
    return Question(text, keys=(id_key(result.number),))


def name_question(text: str) -> Question:
    """A question by name only. Raises BadQuestion."""
    return _name(text)


def _person(text: str) -> Question:
    if len(re.findall(r"\d", text)) < FEWEST_DIGITS:
        return _name(text)
    try:
        return _number(text)
    except BadQuestion:
        words = [word for word in text.split() if not any(map(str.isdigit, word))]
        numbers = [word for word in text.split() if any(map(str.isdigit, word))]
        if not any(map(str.isalpha, "".join(words))) or any(map(str.isalpha, "".join(numbers))):
            raise
    return replace(_number(" ".join(numbers)), name=_name(" ".join(words)).name)


def _number(text: str) -> Question:
    phone, paper = parse_phone(text), parse_id(text)
    keys = []
    if phone.e164 is not None:
        keys.append(phone_key(phone.e164))
    if paper.number is not None:
        keys.append(id_key(paper.number))
    if keys:
        return Question(text, keys=tuple(keys))
    like_a_paper = phone.problem == "phone_letters" or len(re.findall(r"\d", text)) >= 12
    problem = paper.problem if like_a_paper else phone.problem
    raise BadQuestion(problem_text(problem or "phone_length"))


def _name(text: str) -> Question:
    if not any(map(str.isalpha, text)) and any(map(str.isdigit, text)):
        raise BadQuestion(problem_text("phone_length"))
    if problem := name_problem(text):
        raise BadQuestion(problem_text(problem))
    if len(fold(text).replace(" ", "")) < FEWEST_LETTERS:
        raise BadQuestion(_("Enter at least two letters of the name."))
    return Question(text, name=normalise_name(text))
