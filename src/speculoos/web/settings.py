"""The ready-made platform's settings, from the environment. A project of one's own needs none of this file."""

import os
from pathlib import Path
from typing import Literal

import dj_database_url

from speculoos.web.languages import offered
from speculoos.web.secret import secret_key

HOME = Path(os.environ.get("SPECULOOS_HOME", "var")).resolve()
"""Where the platform keeps its database, its secret and its collected static files."""

DEBUG = os.environ.get("SPECULOOS_DEBUG") == "1"
SECRET_KEY = secret_key(os.environ, HOME)
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("SPECULOOS_OLD_SECRET_KEYS", "").split(",") if key]
ALLOWED_HOSTS = os.environ.get("SPECULOOS_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("SPECULOOS_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "speculoos.web",
]
MIDDLEWARE = [
    "speculoos.web.gate.middleware.GateMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "speculoos.web.middleware.PageHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "speculoos.web.middleware.FullLanguageMiddleware",
    "speculoos.web.middleware.VisitMiddleware",
]
ROOT_URLCONF = "speculoos.web.urls"
WSGI_APPLICATION = "speculoos.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "speculoos.web.front.context.visit",
            ]
        },
    }
]

DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{HOME / 'speculoos.sqlite3'}", conn_max_age=60)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A commit is on the disk before it is answered (FULL), readers never wait for a writer (WAL).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "speculoos:login"
LOGIN_REDIRECT_URL = "speculoos:office"
LOGOUT_REDIRECT_URL = "speculoos:home"

LANGUAGE_CODE = "en"
LANGUAGES = offered()
USE_TZ = True
TIME_ZONE = os.environ.get("SPECULOOS_TIME_ZONE", "UTC")

# The cookies, exactly as the platform's own declaration states them (samples/platform.toml).
# Browsers accept Secure from http://127.0.0.1 too; Safari does not, hence the switch.
SECURE = os.environ.get("SPECULOOS_INSECURE_COOKIES") != "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SAME_SITE: Literal["Lax"] = "Lax"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = SAME_SITE
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600  # the server's own limit; the cookie itself ends with the browser's session
CSRF_COOKIE_AGE = None  # ends with the session: Django's year is hard to justify (law.md section 5)
LANGUAGE_COOKIE_AGE = None
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # the other one sets a cookie `messages`
CSRF_FAILURE_VIEW = "speculoos.web.front.errors.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = int(os.environ.get("SPECULOOS_HSTS_SECONDS", "0"))
if os.environ.get("SPECULOOS_BEHIND_TLS") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 6_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"secrets": {"()": "speculoos.web.logs.HideSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": os.environ.get("SPECULOOS_LOG_LEVEL", "WARNING")},
}

SPECULOOS = {
    "fetch_private": os.environ.get("SPECULOOS_FETCH_PRIVATE") == "1",
    "gate": "enforce",  # what the platform itself declares is all that passes
    "gate_csp": "off",  # its pages have a stricter one of their own (middleware.py)
}
