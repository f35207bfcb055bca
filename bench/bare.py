"""The baseline of the served benchmarks: the least Django that sends the same bytes or keeps the same row.

No middleware, no template, no language, no check of any kind. The database and its options are the platform's own,
and so are the settings of the server. Files to send are read once, from `pages` in SPECULOOS_HOME.
"""

from secrets import token_urlsafe
from typing import ClassVar

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from bench.signed import KEY
from speculoos.web.settings import DATABASES, HOME

PAGES = HOME / "pages"
DOCUMENT = "document.json"

settings.configure(
    SECRET_KEY=KEY,
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="bench.bare",
    DATABASES=DATABASES,
    INSTALLED_APPS=[],
    MIDDLEWARE=[],
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()


class Kept(models.Model):
    """One row, of the size of a consent record, with the same indexes."""

    receipt = models.CharField(max_length=64, db_index=True)
    record_id = models.CharField(max_length=64, unique=True)
    time = models.DateTimeField(db_index=True)
    document = models.TextField()

    objects: ClassVar[models.Manager["Kept"]] = models.Manager()

    class Meta:
        app_label = "bare"


FILES = {file.name: file.read_bytes() for file in PAGES.iterdir()} if PAGES.exists() else {}


def page(request: HttpRequest, name: str = "") -> HttpResponse:  # noqa: ARG001
    return HttpResponse(FILES.get(name, b"ready\n"))


def keep(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Insert one row and answer."""
    receipt = token_urlsafe(12)
    Kept.objects.create(
        receipt=receipt, record_id=token_urlsafe(12), time=timezone.now(), document=FILES[DOCUMENT].decode()
    )
    return HttpResponse(receipt)


urlpatterns = [path("", page), path("keep", keep), path("<path:name>", page)]
application = get_wsgi_application()
