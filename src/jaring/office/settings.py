"""Settings of the office. Everything that a regency may change comes from the environment.

``JARING_HOME``   folder of this installation (default: ``var`` in a checkout, else the user's data folder)
``JARING_KEYS``   the key file (default: ``JARING_HOME/keys/jaring.keys``); never inside the data folder
``DATABASE_URL``  the database (default: SQLite in the data folder); ``postgres://...`` in production
``JARING_HOSTS``  names under which the pages are served, comma separated (default: loopback only)
``JARING_HTTPS``  ``1`` behind TLS: cookies are sent over HTTPS only
``JARING_MFA``    ``required`` or ``optional``: whether log-in takes a second factor (default: required in production)
``JARING_PASSWORDS``  ``modern`` or ``bssn``; the latter asks for a mixture and ``JARING_PASSWORD_DAYS`` of life
``JARING_DEBUG``  ``1`` shows errors in the page; refused unless only loopback is served
"""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from jaring.office.keys import open_keys

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parents[2]


def default_home() -> Path:
    """Return ``var`` beside the sources in a checkout, and the user's own data folder elsewhere."""
    if (CHECKOUT / "run.py").exists() or (CHECKOUT / "pyproject.toml").exists():
        return CHECKOUT / "var"
    if os.name == "nt":
        return Path(os.environ["LOCALAPPDATA"]) / "Jaring"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "jaring"


JARING_HOME = Path(os.environ.get("JARING_HOME") or default_home())
JARING_DATA = JARING_HOME / "data"
JARING_KEYS = Path(os.environ.get("JARING_KEYS") or JARING_HOME / "keys" / "jaring.keys")
JARING_DATA.mkdir(mode=0o700, parents=True, exist_ok=True)

LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = [h for h in os.environ.get("JARING_HOSTS", "").split(",") if h] or LOOPBACK
DEBUG = os.environ.get("JARING_DEBUG") == "1"
if DEBUG and set(ALLOWED_HOSTS) - set(LOOPBACK):
    raise ImproperlyConfigured("JARING_DEBUG shows personal data in errors; it serves loopback only.")
HTTPS = os.environ.get("JARING_HTTPS") == "1"
IN_PRODUCTION = HTTPS or bool(set(ALLOWED_HOSTS) - set(LOOPBACK))

MFA = os.environ.get("JARING_MFA") or ("required" if IN_PRODUCTION else "optional")
if MFA not in {"required", "optional"}:
    raise ImproperlyConfigured("JARING_MFA is required or optional.")

PASSWORDS = os.environ.get("JARING_PASSWORDS") or "modern"
if PASSWORDS not in {"modern", "bssn"}:
    raise ImproperlyConfigured("JARING_PASSWORDS is modern or bssn.")
PASSWORD_DAYS = int(os.environ.get("JARING_PASSWORD_DAYS") or 0)
if (PASSWORDS == "bssn") != (PASSWORD_DAYS > 0):
    raise ImproperlyConfigured("JARING_PASSWORD_DAYS belongs to JARING_PASSWORDS=bssn, which needs it.")

SECRET_KEY = open_keys(JARING_KEYS, JARING_DATA).signing

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "jaring.office.access",
    "jaring.office.audit",
    "jaring.office.places",
    "jaring.office.people",
    "jaring.office.lists",
    "jaring.office.intake",
    "jaring.office.proposals",
    "jaring.office.programme",
    "jaring.office.books",
    "jaring.office.payments",
    "jaring.office.reconciliation",
    "jaring.office.billing",
    "jaring.office.rules",
    "jaring.office.budgets",
    "jaring.office.insight",
    "jaring.office.ui",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jaring.office.access.middleware.SightMiddleware",
    "jaring.office.ui.middleware.DiscretionMiddleware",
    "jaring.office.ui.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jaring.office.access.middleware.PermissionMiddleware",
    "jaring.office.ui.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "jaring.office.urls"
WSGI_APPLICATION = "jaring.office.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "access.User"
LOGIN_URL = "access:login"
LOGIN_REDIRECT_URL = "ui:home"
PASSWORD_HASHERS = ["jaring.office.access.passwords.OfficeArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "jaring.office.access.passwords.LengthValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"
    },  # A list of 20,000, shipped by Django.
    {"NAME": "jaring.office.access.passwords.OwnWordsValidator"},
]
if PASSWORDS == "bssn":
    AUTH_PASSWORD_VALIDATORS.append({"NAME": "jaring.office.access.passwords.MixtureValidator"})

# Pages ask short questions. PostgreSQL would compile the larger of them, for longer than they take to answer. It would
# also read a whole table rather than an index a fourth its size, as if a disk had to turn for each page.
PLANS = "-c jit=off -c random_page_cost=1.1 -c max_parallel_workers_per_gather=0"
LIMITS = "-c lock_timeout=10s -c statement_timeout=300s -c idle_in_transaction_session_timeout=60s"
DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{JARING_DATA / 'jaring.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536;"
        ),
    }
    DATABASES["default"]["CONN_MAX_AGE"] = 0
else:
    DATABASES["default"]["ENGINE"] = "jaring.office.postgresql"
    options = DATABASES["default"].setdefault("OPTIONS", {})
    options["options"] = f"{PLANS} {LIMITS} {options.get('options', '')}".strip()  # The last word is the address's.

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jaring.office.ui.context.shell",
            ],
        },
    }
]

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Inggris"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/aset/"
STATIC_ROOT = JARING_HOME / "static"
STATIC_ROOT.mkdir(
    parents=True, exist_ok=True
)  # Stays empty without collectstatic; WhiteNoise warns where it is missing.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 3600

SESSION_ENGINE = "jaring.office.access.sessions"
AUTHENTICATION_BACKENDS = ["jaring.office.access.sessions.Accounts"]
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# TLS ends at the web server in front, so the Origin that browsers send does not match what arrives here.
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 1000  # The villages of a regency in one delivery; the form refuses earlier, in words.
FILE_UPLOAD_TEMP_DIR = None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
