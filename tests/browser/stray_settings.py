"""The platform with three faults planted: a stray cookie, a stray storage key, a session that outlives its browser.

Its gate is off, for it would mend two of them.
"""

from speculoos.web.settings import *  # noqa: F403
from speculoos.web.settings import MIDDLEWARE, SPECULOOS

MIDDLEWARE = [*MIDDLEWARE, "tests.browser.stray_settings.stray"]
SESSION_EXPIRE_AT_BROWSER_CLOSE = False
SPECULOOS = SPECULOOS | {"gate": "off"}


def stray(get_response):
    """A middleware as careless code writes one."""

    def middleware(request):
        response = get_response(request)
        response.set_cookie("stray", "1", max_age=3600)
        if response.get("Content-Type", "").startswith("text/html"):
            response["Content-Security-Policy"] = "default-src 'self' 'unsafe-inline'"
            response.content += b"<script>localStorage.setItem('stray_key', '1')</script>"
        return response

    return middleware
