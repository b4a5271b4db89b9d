"""Settings that hold everywhere. What differs by place comes from environment variables."""

import json
import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

import portal
from portal.plugins.activation import activate
from portal.plugins.discovery import candidates

ROOT = Path(__file__).resolve().parents[3]
VAR = ROOT / "var"
BUILD = ROOT / "build"


def env(name: str, default: str = "") -> str:
    """Environment variable, white space trimmed; an empty one counts as absent."""
    return os.environ.get(name, "").strip() or default


def env_list(name: str, default: str = "") -> list[str]:
    """Comma-separated environment variable as a list without empty parts."""
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


def env_json(name: str) -> dict[str, Any]:
    """A JSON object in an environment variable; empty if there is none."""
    try:
        value = json.loads(env(name, "{}"))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise ImproperlyConfigured(f"{name} is not a JSON object")
    return value


# --- Secrets -----------------------------------------------------------------------------------
SECRET_KEY = env("SECRET_KEY")
FIELD_KEYS = env("FIELD_KEYS")
BLIND_INDEX_KEY = env("BLIND_INDEX_KEY")

# --- Addresses ---------------------------------------------------------------------------------
DEBUG = False
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
TRUSTED_PROXIES = env_list("TRUSTED_PROXIES")
# What printed codes point to; must outlive any change of server.
PUBLIC_URL = env("PUBLIC_URL", f"http://127.0.0.1:{env('PORT', '8000')}").rstrip("/")
WAGTAILADMIN_BASE_URL = PUBLIC_URL
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

# --- Applications ------------------------------------------------------------------------------
HOST_APPS = [
    "people.apps.PeopleConfig",
    "areas.apps.AreasConfig",
    "audit.apps.AuditConfig",
    "cms_pages.apps.CmsPagesConfig",
]
PLUGINS = env_list("PLUGINS", "qr_venues,declarations,tracing")
PLUGIN_SETTINGS: dict[str, dict] = env_json("PLUGIN_SETTINGS")
AUDIT_LIMITS: dict[str, int] = env_json("AUDIT_LIMITS")  # names and defaults: audit/patterns.py
PLUGIN_ACTIVATION = activate(
    PLUGINS,
    candidates(),
    portal.__version__,
    taken_labels=frozenset({"people", "areas", "audit", "cms_pages", "portal"}),
)

INSTALLED_APPS = [
    *HOST_APPS,
    *PLUGIN_ACTIVATION.installed_apps,
    "portal.apps.PortalConfig",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "wagtail_modeladmin",
    "modelcluster",
    "taggit",
    "treebeard",
    "ninja",
    "import_export",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
AUTH_USER_MODEL = "portal.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DEMO_ACCOUNTS_ALLOWED = False

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.middleware.AdminContentSecurityPolicy",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "portal.uploads.TemporaryFileOrNone",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.portal",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]

# --- Database ----------------------------------------------------------------------------------
DATABASES = {
    "default": dj_database_url.parse(
        env("DATABASE_URL", f"sqlite:///{VAR / 'db.sqlite3'}"),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writers queue instead of failing; readers never wait for them.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA cache_size=-64000;",
    }

# --- Overload ----------------------------------------------------------------------------------
# Of each process. The server must have more threads than both together (--blocking-threads).
REQUESTS_AT_ONCE = int(env("REQUESTS_AT_ONCE", "4"))
REQUESTS_WAITING = int(env("REQUESTS_WAITING", "12"))
SECONDS_WAITING = float(env("SECONDS_WAITING", "2"))

# --- Search ------------------------------------------------------------------------------------
# Empty: the database engine. An address: Elasticsearch.
ELASTICSEARCH_URL = env("ELASTICSEARCH_URL")
ELASTICSEARCH_CA_FILE = env("ELASTICSEARCH_CA_FILE")
SEARCH_INDEX_PREFIX = env("SEARCH_INDEX_PREFIX", "cong")
# "simple": PostgreSQL's default would drop Vietnamese syllables ("to", "an") as English stop words.
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}
}

# --- Background tasks --------------------------------------------------------------------------
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": [
            "default",
            *(queue for config in PLUGIN_ACTIVATION.plugins for queue in config.queues),
        ],
    }
}

# --- Accounts ----------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "wagtailadmin_login"
AXES_VERBOSE = False
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1  # hours
AXES_LOCKOUT_TEMPLATE = "portal/locked_out.html"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]

# --- Language and time -------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [ROOT / "locale", ROOT / "locale/wagtail"]  # the first wins
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
FORMAT_MODULE_PATH = ["portal.formats"]

# --- Files -------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [
    # Compiled styles and the npm packages' own dist folders; made by `make setup`.
    BUILD / "static",
    ("fonts", ROOT / "node_modules/@fontsource/be-vietnam-pro/files"),
    ("zxing", ROOT / "node_modules/zxing-wasm/dist/iife/reader"),
    ("zxing", ROOT / "node_modules/zxing-wasm/dist/reader"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env("MEDIA_ROOT", str(VAR / "media")))
# Uploads that nobody may fetch by address: paper books waiting for import.
PRIVATE_ROOT = Path(env("PRIVATE_ROOT", str(VAR / "private")))
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "odt", "mp3", "zip", "txt"]

# --- Security ----------------------------------------------------------------------------------
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

# --- Wagtail -----------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = _("Cổng")
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_TIME_FORMAT = "%H:%M"
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # no request to any other host
WAGTAIL_WORKFLOW_ENABLED = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "INFO")},
    # A line for every request or small task says nothing; failures are still shown.
    "loggers": {
        name: {"level": "WARNING"}
        for name in ("django_tasks", "django_tasks_db", "elastic_transport")
    },
}
