"""The same sent again."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.declarations.models import Visit
from plugins.declarations.repeated import Known, compare, content_of, twice
from tests.factories.declarations import VisitFactory

SENT = st.dictionaries(st.text(), st.one_of(st.text(), st.integers(), st.none()), min_size=1)


@given(SENT)
def test_the_order_of_names_does_not_matter(sent):
    assert content_of(sent) == content_of(dict(reversed(sent.items())))


@given(SENT, SENT)
def test_other_content_is_told_apart(one, other):
    assert (content_of(one) == content_of(other)) == (one == other)


def test_half_a_character_is_content_too():
    texts = ["\ud800", "\udfff", "\\ud800", "", "?"]
    assert len({content_of({"name": text}) for text in texts}) == len(texts)


@pytest.mark.django_db
def test_ids_are_new_the_same_or_anothers(django_assert_num_queries):
    content = content_of({"name": "An"})
    same = VisitFactory(content=content)
    other = VisitFactory(content=content_of({"name": "Bình"}))
    elsewhere = VisitFactory()
    new = uuid4()
    ids = (same.pk, other.pk, elsewhere.pk, new)
    with django_assert_num_queries(1):
        known = compare(Visit, dict.fromkeys(ids, content))
    assert [known[each] for each in ids] == [Known.SAME, Known.OTHER, Known.OTHER, Known.NEW]


def test_an_id_twice_in_a_batch_is_found():
    one, other = uuid4(), uuid4()
    assert twice([one, other, one]) == {one}
