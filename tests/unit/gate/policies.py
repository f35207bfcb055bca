"""What a browser makes of a Content-Security-Policy, as far as ours go: an oracle that shares no code with them."""

from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
COVERS = {"http": {"http", "https"}, "https": {"https"}, "ws": {"ws", "wss"}, "wss": {"wss"}}
"""CSP 3, section 6.7.2.8, the pairs that every browser agrees on."""


def allows(policy: str, url: str, page: str = "https://www.shop.example") -> bool:
    """Whether a page may load `url` under `default-src` of the policy; no policy allows all."""
    if not policy:
        return True
    name, *sources = policy.split(";")[0].split()
    assert name == "default-src"
    return any(_fits(source, urlsplit(url), urlsplit(page)) for source in sources)


def _fits(source, url, page):
    if source == "'self'":
        return url.scheme in COVERS[page.scheme] and url.netloc == page.netloc
    if source.endswith(":"):
        return url.scheme == source[:-1]
    if source.startswith("'"):
        return False
    scheme, _, rest = source.rpartition("://")
    host, _, port = rest.partition(":")
    if url.scheme not in COVERS[scheme or page.scheme] or not url.hostname:
        return False
    if port != "*" and (url.port or PORTS[url.scheme]) != int(port or PORTS[url.scheme]):
        return False
    return url.hostname.endswith(host[1:]) if host.startswith("*.") else url.hostname == host
