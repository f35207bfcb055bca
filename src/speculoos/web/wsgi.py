"""The platform as a WSGI application: synchronous Django behind Granian, the way that measured best."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "speculoos.web.settings")
application = get_wsgi_application()
