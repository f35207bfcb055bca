"""What serves the site, in the same way for both of its addresses."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.applications.wagtail.settings"
application = get_wsgi_application()
