"""Production: everything secret comes from outside, and what is missing stops the start."""

from django.core.exceptions import ImproperlyConfigured

from portal.settings.base import *  # noqa: F403
from portal.settings.base import (
    ALLOWED_HOSTS,
    BLIND_INDEX_KEY,
    FIELD_KEYS,
    SECRET_KEY,
    env,
)

_required = {
    "SECRET_KEY": SECRET_KEY,
    "FIELD_KEYS": FIELD_KEYS,
    "BLIND_INDEX_KEY": BLIND_INDEX_KEY,
    "ALLOWED_HOSTS": ALLOWED_HOSTS,
    "DATABASE_URL": env("DATABASE_URL"),
    "PUBLIC_URL": env("PUBLIC_URL"),
}
if _missing := [name for name, value in _required.items() if not value]:
    raise ImproperlyConfigured("Set these environment variables: " + ", ".join(_missing))
# The keys that development settings use begin with this; their text is public.
if _public := [
    name
    for name in ("SECRET_KEY", "FIELD_KEYS", "BLIND_INDEX_KEY")
    if "insecure" in str(_required[name]) or "aW5zZWN1cmUt" in str(_required[name])
]:
    raise ImproperlyConfigured(
        "These hold development keys, which are public: " + ", ".join(_public)
    )

SECURE_SSL_REDIRECT = env("SECURE_SSL_REDIRECT", "1") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
