"""Cross-site request forgery, held off by what the browser says of the request's origin.

For forms that an anonymous visitor posts (choice, language). Django's token would need a cookie there, before
any choice; `Sec-Fetch-Site` and `Origin` say the same and store nothing. Pages behind a sign-in keep the token.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from speculoos.web.front.errors import forbidden


def same_origin_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, refusing posts that a browser says come from another origin."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if is_same_origin(request) else forbidden(request)

    return guarded


def registered_origin(request: HttpRequest, site_url: str, further: tuple[str, ...] = ()) -> str | None:
    """The origin of the request where it is one of the site's own, on another host than ours; None otherwise.

    A site's origins are that of its declared address, with and without `www.`, and those of its settings. `null` is
    nobody's.
    """
    stated = request.headers.get("Origin")
    return stated if stated in site_origins(site_url) or stated in further else None


@lru_cache(maxsize=1024)
def site_origins(site_url: str) -> frozenset[str]:
    """The origins whose pages may choose for visitors of the site that is declared at this address."""
    parts = urlsplit(site_url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return frozenset()
    bare = parts.netloc.lower().removeprefix("www.")
    return frozenset(f"{parts.scheme}://{host}" for host in (bare, f"www.{bare}"))


def is_same_origin(request: HttpRequest) -> bool:
    """Whether the request may have been sent by a page of ours, or by no browser at all.

    Every current browser sends Origin with a cross-origin POST (Fetch, section 3.2), so a request with
    neither header nor a Referer is a program's own, which carries nobody's cookies but its own. Behind a proxy
    that ends TLS the origin is one of CSRF_TRUSTED_ORIGINS (without wildcards).
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in {"same-origin", "none"}
    stated = request.headers.get("Origin") or request.headers.get("Referer")
    if stated is None:
        return True
    try:
        parts = urlsplit(stated)
    except ValueError:
        return False
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return f"{parts.scheme}://{parts.netloc}" in ours
