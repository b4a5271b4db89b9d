"""Who asks, and how often: the key in the request's head."""

from django.http import HttpRequest
from ninja.security.base import AuthBase

from plugins.declarations import rates
from plugins.declarations.api import keys
from plugins.declarations.api.models import ApiClient
from plugins.declarations.api.problems import Problem


class Key(AuthBase):
    """Asks for a key with one scope. Wrong keys are counted against the network they come from."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> ApiClient:
        """The client; raises Problem."""
        word, _space, key = request.headers.get("Authorization", "").partition(" ")
        if word.lower() != "bearer" or not key.strip():
            raise Problem("key_missing", headers={"WWW-Authenticate": "Bearer"})
        client = keys.client_of(key.strip())
        if client is None:
            _wait_for(rates.of_network(request, "api-key"))
            raise Problem("key_unknown", headers={"WWW-Authenticate": "Bearer"})
        _wait_for(rates.Rate("api", client.prefix, client.rate_per_minute))
        if self.scope not in client.scopes:
            raise Problem("not_allowed")
        keys.note_use(client)
        return client


def _wait_for(rate: rates.Rate) -> None:
    wait = rates.seconds_to_wait(rate)
    if wait:
        raise Problem("too_many", headers={"Retry-After": str(wait)})
