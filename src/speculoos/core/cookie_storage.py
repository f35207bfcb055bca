"""Whether a browser keeps a cookie, for whom, and how long (RFC 6265bis-22, section 5.7).

Knows what depends on the request that brought the cookie. Holds no jar and reads no clock: rules that
look at other stored cookies (leave secure cookies alone, eviction) are not here.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from speculoos.core.cookies import HOST_PREFIX, SECURE_PREFIX, Reason, Rejected, SameSite, SetCookie, inherent_fault
from speculoos.core.sites import canonical_host, covers, is_public_suffix

LONGEST_LIFE: Final = 34_560_000
"""400 days in seconds: what browsers cap every lifetime to (5.5)."""

HTTP_PREFIXES: Final = ("__http-", "__host-http-")


@dataclass(frozen=True, slots=True)
class Stored:
    """A cookie as a browser keeps it; name, domain, path and partition are its identity."""

    cookie: SetCookie
    domain: str
    host_only: bool
    path: str

    @property
    def same_site(self) -> SameSite:
        """The enforcement in effect: an absent or unknown value acts as Lax."""
        return self.cookie.same_site or SameSite.LAX


def storage_verdict(
    cookie: SetCookie,
    *,
    host: str,
    scheme_secure: bool,
    path: str = "/",
    from_script: bool = False,
    cross_site: bool = False,
    http_prefixes: bool = False,
) -> Stored | Rejected:
    """How a browser stores `cookie` from a response of `host` to a request for `path`, or why it does not.

    `cross_site` is a subresource of another site (a top-level navigation is not). `http_prefixes` adds the two
    prefixes that only the successor draft knows (layered cookies) and Chromium enforces. Never raises.
    """
    if from_script and cookie.http_only:
        return Rejected(Reason.HTTP_ONLY_FROM_SCRIPT, cookie.name, cookie)
    placed = _place(cookie, host, path)
    if isinstance(placed, Reason):
        return Rejected(placed, cookie.name, cookie)
    reason = (
        inherent_fault(cookie)
        or _connection_fault(cookie, scheme_secure=scheme_secure, cross_site=cross_site)
        or prefix_fault(placed, http_prefixes=http_prefixes, from_script=from_script)
    )
    return Rejected(reason, cookie.name, cookie) if reason else placed


def prefix_fault(stored: Stored, *, http_prefixes: bool = False, from_script: bool = False) -> Reason | None:
    """What the name promises and the cookie does not keep (4.1.3); compared without regard to case."""
    cookie, name = stored.cookie, stored.cookie.name.lower()
    if name.startswith(SECURE_PREFIX) and not cookie.secure:
        return Reason.SECURE_PREFIX
    # The path must be written: a default-path of "/" is not enough.
    if name.startswith(HOST_PREFIX) and not (cookie.secure and stored.host_only and cookie.path == "/"):
        return Reason.HOST_PREFIX
    if http_prefixes and name.startswith(HTTP_PREFIXES) and (from_script or not (cookie.secure and cookie.http_only)):
        return Reason.HTTP_PREFIX
    return None


def lifetime(cookie: SetCookie, now: datetime) -> int | None:
    """Seconds from `now` (with a time zone) that a browser keeps `cookie`; 0 deletes it, None is the session.

    Max-Age beats Expires; both are capped to LONGEST_LIFE.
    """
    if cookie.max_age is not None:
        seconds = cookie.max_age
    elif cookie.expires is not None:
        seconds = int((cookie.expires - now).total_seconds())
    else:
        return None
    return max(0, min(seconds, LONGEST_LIFE))


def default_path(request_path: str) -> str:
    """The directory of a request's path without its query (5.1.4)."""
    if not request_path.startswith("/"):
        return "/"
    return request_path.rpartition("/")[0] or "/"


def path_match(request_path: str, cookie_path: str) -> bool:
    """Is a cookie of `cookie_path` sent to `request_path` (5.1.4)."""
    if not request_path.startswith(cookie_path):
        return False
    return request_path == cookie_path or cookie_path.endswith("/") or request_path[len(cookie_path)] == "/"


def _place(cookie: SetCookie, host: str, path: str) -> Stored | Reason:
    """The domain and path a cookie falls under."""
    name, domain = canonical_host(host), cookie.domain
    if name is None:
        return Reason.DOMAIN_MISMATCH
    kept_path = cookie.path or default_path(path)
    if not domain:
        return Stored(cookie, name, host_only=True, path=kept_path)
    if not domain.isascii():
        return Reason.DOMAIN_NOT_ASCII
    if is_public_suffix(domain):
        # A public suffix that has a site of its own may set cookies for itself alone.
        return Stored(cookie, name, host_only=True, path=kept_path) if domain == name else Reason.PUBLIC_SUFFIX
    if not covers(domain, name):
        return Reason.DOMAIN_MISMATCH
    return Stored(cookie, domain, host_only=False, path=kept_path)


def _connection_fault(cookie: SetCookie, *, scheme_secure: bool, cross_site: bool) -> Reason | None:
    if cookie.secure and not scheme_secure:
        return Reason.INSECURE_SCHEME
    return Reason.CROSS_SITE if cross_site and cookie.same_site is not SameSite.NONE else None
