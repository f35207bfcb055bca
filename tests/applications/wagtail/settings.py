"""The settings of the project that `wagtail start` makes, with the gate first and a tracker's tag added."""

import os
from pathlib import Path

from museum.settings import dev

globals().update({name: getattr(dev, name) for name in dir(dev) if name.isupper()})

DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["PROOF_DATABASE"]}}
INSTALLED_APPS = [*dev.INSTALLED_APPS, "analytical"]
MATOMO_DOMAIN_PATH = "stats.tracker.test"
MATOMO_SITE_ID = "1"

MIDDLEWARE = ["tests.applications.plant.django_witness", *dev.MIDDLEWARE]
if os.environ["PROOF_GATE"] == "on":
    MIDDLEWARE = ["speculoos.web.gate.middleware.GateMiddleware", *MIDDLEWARE]
SPECULOOS = {
    "gate": "enforce",
    "gate_csp": "enforce",
    "gate_registry": os.environ["PROOF_DECLARATION"],
    "home_site": os.environ["PROOF_SITE"],
    "keys": (Path(os.environ["PROOF_SECRET"]).read_text("ascii"),),
}
