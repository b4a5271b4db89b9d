from typing import get_args

import pytest
from django.utils import translation

from people.ids import IdProblem, IdRepair
from people.messages import problem_text, repair_text
from people.phones import PhoneProblem, PhoneRepair

NAME_PROBLEMS = ("name_empty", "name_no_letter", "name_length")
PROBLEMS = (*NAME_PROBLEMS, *get_args(PhoneProblem), *get_args(IdProblem))
REPAIRS = sorted({*get_args(PhoneRepair), *get_args(IdRepair)})


@pytest.mark.parametrize("code", PROBLEMS)
def test_every_problem_has_a_sentence_in_both_languages(code):
    with translation.override("en"):
        english = str(problem_text(code))
    with translation.override("vi"):
        assert str(problem_text(code)) not in ("", english)


@pytest.mark.parametrize("code", REPAIRS)
def test_every_repair_has_a_sentence_in_both_languages(code):
    with translation.override("en"):
        english = str(repair_text(code))
    with translation.override("vi"):
        assert str(repair_text(code)) not in ("", english)


def test_an_unknown_code_is_an_error():
    with pytest.raises(KeyError):
        problem_text("nonsense")
