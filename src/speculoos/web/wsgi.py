"""The platform as a WSGI application: synchronous Django behind Granian, the way that measured best."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "speculoos.web.settings")
django_application = get_wsgi_application()

from speculoos.web.body_queue import BodyQueue  # noqa: E402
from speculoos.web.compressed import Compressed  # noqa: E402
from speculoos.web.consent_door import ConsentDoor  # noqa: E402
from speculoos.web.door import PageCache  # noqa: E402  (models can be imported once Django is set up)
from speculoos.web.flood import FloodGate  # noqa: E402

application = PageCache(Compressed(FloodGate(BodyQueue(ConsentDoor(django_application)))))
