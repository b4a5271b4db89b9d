"""The check-in stack as production runs it, on the bench's database; and an empty view."""

import os

from portal.settings.dev import *  # noqa: F403
from portal.settings.dev import STORAGES

DEBUG = False
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

if os.environ.get("BENCH_EMPTY"):
    ROOT_URLCONF = "tests.bench.empty"
    MIDDLEWARE = []
