"""A short run of the load bench: what is accepted is recorded, a burst is shed and got over."""

import pytest
from django.db import connection

from plugins.declarations.models import Visit
from tests.bench import load
from tests.bench.checkins import EVERYTHING_ON, forms_for
from tests.bench.open_loop import send
from tests.factories.qr_venues import CheckpointFactory

pytestmark = [
    pytest.mark.elasticsearch,  # on PostgreSQL, that is: a server of its own shares the database
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
CSRF = "a" * 32


@pytest.fixture
def site():
    """The server on the test's database, with room for two requests and two who wait."""
    database = connection.settings_dict
    address = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    room = {"REQUESTS_AT_ONCE": "1", "REQUESTS_WAITING": "2", "SECONDS_WAITING": "10"}
    with load.server(DATABASE_URL=address, **EVERYTHING_ON, **room) as server:
        yield server


def test_a_burst_is_shed_and_nothing_accepted_is_lost(site):
    token = CheckpointFactory().token
    forms = forms_for(token, 340, CSRF)

    def come(some, rate, most):
        return send(f"{site}/q/{token}", some, f"csrftoken={CSRF}", rate, most)

    before = come(forms[:20], rate=10, most=2)
    burst = come(forms[20:320], rate=10_000, most=100)
    after = come(forms[320:], rate=10, most=2)
    assert dict(before.statuses) == {303: 20}
    assert set(burst.statuses) == {303, 503}
    assert dict(after.statuses) == {303: 20}
    accepted = before.statuses[303] + burst.statuses[303] + after.statuses[303]
    assert Visit.objects.count() == accepted
