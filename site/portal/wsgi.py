"""The web server's entry. Runs the system checks first: a wrong set-up serves nothing."""

import os
import sys

from django.conf import settings
from django.core.checks import run_checks
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from portal.shedding import Shedding

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
application = Shedding(
    get_wsgi_application(),
    settings.REQUESTS_AT_ONCE,
    settings.REQUESTS_WAITING,
    settings.SECONDS_WAITING,
)
if settings.TRUSTED_PROXIES:
    # The visitor's address, for the record of look-ups and the lock-out, as the proxy tells it.
    application = wrap_wsgi_with_proxy_headers(application, settings.TRUSTED_PROXIES)

if _errors := [message for message in run_checks() if message.is_serious()]:
    sys.exit("\n".join(f"{error.id}: {error.msg} {error.hint or ''}" for error in _errors))
