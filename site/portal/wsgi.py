"""The web server's entry. Runs the system checks first: a wrong set-up serves nothing."""

import os
import sys

from django.core.checks import run_checks
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
application = get_wsgi_application()

if _errors := [message for message in run_checks() if message.is_serious()]:
    sys.exit("\n".join(f"{error.id}: {error.msg} {error.hint or ''}" for error in _errors))
