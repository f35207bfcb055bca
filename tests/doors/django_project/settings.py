"""The smallest Django project with a gate: no database, no app of ours, one line in MIDDLEWARE and a file."""

import os

SECRET_KEY = "nothing here is secret, and Django wants fifty characters of it"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "tests.doors.django_project.urls"
MIDDLEWARE = [os.environ.get("DOOR", "speculoos.web.gate.middleware.GateMiddleware")]
USE_TZ = True
DEFAULT_CHARSET = "utf-8"
SPECULOOS = {
    "home_site": "shop",
    "keys": ("the secret of the doors' tests", "the secret that was used before"),
    "gate_registry": os.environ.get("REGISTRY", ""),
}
