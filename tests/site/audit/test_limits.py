"""From which numbers on something is unusual: a setting, looked at when the server starts."""

from typing import Any

import pytest

from audit.apps import check_limits
from audit.reading import limits


def test_those_that_are_set_take_the_place_of_the_usual_ones(settings: Any) -> None:
    settings.AUDIT_LIMITS = {"phones": 7}
    assert check_limits() == []
    assert (limits().phones, limits().same_person_days) == (7, 5)


@pytest.mark.parametrize("wrong", [{"phone": 7}, {"phones": "7"}, {"phones": -1}, {"phones": True}])
def test_what_is_no_limit_is_told_at_the_start(settings: Any, wrong: dict[str, Any]) -> None:
    settings.AUDIT_LIMITS = wrong
    (error,) = check_limits()
    assert error.id == "audit.E001"
    assert "same_person_days" in error.hint
