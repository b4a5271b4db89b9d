"""The description and the interface agree: schemathesis asks whatever the description allows, and
what it does not."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from plugins.declarations.api import keys, scopes
from portal.wsgi import application
from tests.factories.qr_venues import CheckpointFactory

CONFIG = SchemathesisConfig.from_dict(
    {
        "checks": {
            # What a pattern cannot say (is this phone number one?) is a fault in sense: 422.
            "positive_data_acceptance": {
                "expected-statuses": ["2xx", "401", "403", "404", "409", "422"]
            },
            # More than 500 records are too large, as too many bytes are.
            "negative_data_rejection": {
                "expected-statuses": ["400", "401", "403", "404", "405", "413", "415", "422"]
            },
        },
    }
)


@pytest.fixture
def described(db):
    # As Django's own test client does: the connection is the test's, not the request's.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    made = keys.make("schemathesis", list(scopes.SCOPES), None, 1_000_000, None)
    CheckpointFactory(token="K7M29QXP")
    schema = schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json",
        application,
        config=CONFIG,
        headers={"Authorization": f"Bearer {made.key}"},
    )
    schema.config.update(headers={"Authorization": f"Bearer {made.key}"})
    yield schema
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


OPERATIONS = (
    ("GET", "/api/v1/points/{code}"),
    ("POST", "/api/v1/visits"),
    ("POST", "/api/v1/visits/batch"),
    ("POST", "/api/v1/visits/{visit_id}/check-out"),
    ("POST", "/api/v1/declarations"),
)


@pytest.mark.parametrize(
    ("method", "path", "mode"),
    [
        (*operation, mode)
        for operation in OPERATIONS
        for mode in GenerationMode
        # Whatever stands in an address may be a code: none violates the description.
        if (operation, mode) != (OPERATIONS[0], GenerationMode.NEGATIVE)
    ],
)
def test_schemathesis_finds_no_failure(described, method, path, mode):
    operation = described[path][method]

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case):
        case.call_and_validate()

    ask()


def test_every_operation_is_described(described):
    paths = {operation.ok().label for operation in described.get_all_operations()}
    assert paths == {f"{method} {path}" for method, path in OPERATIONS}
