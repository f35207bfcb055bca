"""The platform's settings for tests: the database of DATABASE_URL, plain static files, a fixed secret."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SPECULOOS_SECRET_KEY", "a secret for the tests alone, longer than fifty characters")
os.environ.setdefault("SPECULOOS_HOME", tempfile.mkdtemp(prefix="speculoos-tests-"))

from speculoos.web.settings import *  # noqa: F403
from speculoos.web.settings import DATABASES, STORAGES

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file and not the memory, so that threads meet as they do in a server.
    DATABASES["default"]["TEST"] = {"NAME": Path(tempfile.mkdtemp(prefix="speculoos-tests-")) / "test.sqlite3"}
