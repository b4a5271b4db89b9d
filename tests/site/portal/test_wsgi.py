"""Behind a proxy that is trusted the visitor's address is the visitor's."""

import importlib

import pytest

from portal import wsgi


@pytest.fixture
def asked_from(settings, monkeypatch):
    """asked_from(proxies, peer, forwarded) -> the address that the application sees."""

    def ask(proxies, peer, forwarded):
        settings.TRUSTED_PROXIES = proxies
        seen = {}
        monkeypatch.setattr(
            "django.core.wsgi.get_wsgi_application",
            lambda: lambda environ, start: seen.update(environ) or [],
        )
        importlib.reload(wsgi)
        environ = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}
        wsgi.application(environ, None)
        return seen["REMOTE_ADDR"]

    yield ask
    monkeypatch.undo()
    importlib.reload(wsgi)


@pytest.mark.django_db
def test_a_trusted_proxy_is_believed(asked_from):
    assert asked_from(["10.0.0.2"], "10.0.0.2", "203.0.113.9") == "203.0.113.9"


@pytest.mark.django_db
def test_nobody_else_is(asked_from):
    assert asked_from(["10.0.0.2"], "198.51.100.7", "203.0.113.9") == "198.51.100.7"


@pytest.mark.django_db
def test_without_proxies_the_header_says_nothing(asked_from):
    assert asked_from([], "198.51.100.7", "203.0.113.9") == "198.51.100.7"
