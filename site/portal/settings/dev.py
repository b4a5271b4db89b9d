"""Development: works without any environment variable. Its keys are public: never for real data."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import ALLOWED_HOSTS, FIELD_KEYS, SECRET_KEY, VAR, env

DEBUG = env("DEBUG", "1") == "1"
SECRET_KEY = SECRET_KEY or "insecure-development-key-never-use-it-for-real-data-0123456789"
FIELD_KEYS = FIELD_KEYS or "dev:aW5zZWN1cmUtZGV2ZWxvcG1lbnQta2V5LTAwMDAwMDE="
BLIND_INDEX_KEY = env("BLIND_INDEX_KEY", "aW5zZWN1cmUtZGV2ZWxvcG1lbnQta2V5LTAwMDAwMDI=")
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
DEMO_ACCOUNTS_ALLOWED = True
VAR.mkdir(exist_ok=True)
