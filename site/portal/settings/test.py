"""Tests: development settings, made fast and repeatable."""

import os

from portal.settings.dev import *  # noqa: F403
from portal.settings.dev import DATABASES, STORAGES, TASKS, VAR, env

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
MEDIA_ROOT = VAR / "test/media"
PRIVATE_ROOT = VAR / "test/private"
PUBLIC_URL = "https://cong.example.vn"
ALLOWED_HOSTS = ["*"]
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in use: in memory, threads do not wait for each other but fail. One a process.
    DATABASES["default"]["TEST"] = {"NAME": VAR / f"test/db-{os.getpid()}.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
# The engine is chosen by each test (fixture `engine`); ELASTICSEARCH_URL only says where it is.
TEST_ELASTICSEARCH_URL = env("ELASTICSEARCH_URL")
ELASTICSEARCH_URL = ""
SEARCH_INDEX_PREFIX = "test-" + env("PYTEST_XDIST_WORKER", "main")
TASKS["default"]["BACKEND"] = "django_tasks_db.DatabaseBackend"
AXES_ENABLED = False
STATIC_ROOT = VAR / "test/static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
