"""Names go when the last visit with them has gone."""

import pytest

from plugins.declarations.models import Visit
from plugins.tracing import names
from plugins.tracing.models import Name
from tests.factories.declarations import VisitFactory

pytestmark = pytest.mark.django_db


def kept() -> set[str]:
    return set(Name.objects.values_list("name", flat=True))


def test_a_name_without_visits_is_forgotten() -> None:
    gone, stays = VisitFactory(name="Lê An"), VisitFactory(name="Trần Bé")
    Visit.objects.filter(pk=gone.pk).delete()
    assert names.forget_unused_names() == 1
    assert kept() == {stays.name}


def test_the_same_name_in_other_letters_is_another_one() -> None:
    gone, stays = VisitFactory(name="LÊ AN"), VisitFactory(name="Lê An")
    Visit.objects.filter(pk=gone.pk).delete()
    names.forget_unused_names()
    assert kept() == {stays.name}


def test_a_name_that_came_back_meanwhile_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    Visit.objects.filter(pk=VisitFactory(name="Lê An").pk).delete()
    forget = names._forget

    def late(pks: list[int]) -> int:
        VisitFactory(name="Lê An")
        return forget(pks)

    monkeypatch.setattr(names, "_forget", late)
    assert names.forget_unused_names() == 0
    assert kept() == {"Lê An"}


def test_a_forgotten_name_is_known_again_with_the_next_visit() -> None:
    Visit.objects.filter(pk=VisitFactory(name="Lê An").pk).delete()
    names.forget_unused_names()
    VisitFactory(name="Lê An")
    assert kept() == {"Lê An"}


def test_names_are_forgotten_in_few_queries(django_assert_max_num_queries) -> None:
    for number in range(20):
        VisitFactory(name=f"Lê An {number}")
    Visit.objects.all().delete()
    with django_assert_max_num_queries(8):
        assert names.forget_unused_names() == 20
