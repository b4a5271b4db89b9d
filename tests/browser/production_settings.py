"""Production, without TLS in front of it and with its files in a folder of the test."""

from pathlib import Path

from portal.settings.production import *  # noqa: F403
from portal.settings.production import env

STATIC_ROOT = Path(env("TEST_STATIC_ROOT"))
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
