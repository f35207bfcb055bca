"""Hosts, registrable domains, and what is first-party to a site.

Knows the public suffix list (as shipped with the package, no network) and the canonical form of a host:
lower case, punycode, no port, no trailing dot. Knows nothing of cookies' attributes or of registries.
"""

import ipaddress
import unicodedata
from functools import cache, lru_cache
from typing import Literal
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

MAX_HOST = 253  # octets of a name in the DNS
MAX_LABEL = 63
FULL_STOPS = str.maketrans("\u3002\uff0e\uff61", "...")  # what IDNA also accepts as a dot
FORBIDDEN = frozenset(" \t\r\n\0#/<>?@[\\]^|%")  # no host contains them (WHATWG URL)


def canonical_host(host: str) -> str | None:
    """`host` as it is compared: lower case, punycode, IPv6 without brackets; None where it is no host.

    A port, a trailing dot and one leading dot (as cookie domains have been written) are left off.
    """
    return _canonical(host) if len(host) <= 4 * MAX_HOST else None


@lru_cache(maxsize=4096)
def _canonical(host: str) -> str | None:
    text = host.strip()
    if text.startswith("["):
        return _ipv6(text[1:].partition("]")[0])
    if text.count(":") > 1:
        return _ipv6(text)
    text, _, port = text.partition(":")
    if port and not (port.isascii() and port.isdigit()):
        return None
    text = text.translate(FULL_STOPS).removeprefix(".").removesuffix(".")
    labels = [_label(label) for label in text.split(".")]
    if "" in labels:
        return None
    name = ".".join(labels)
    return name if len(name) <= MAX_HOST else None


def host_of(url: str) -> str | None:
    """The canonical host of an absolute URL, or of a bare host; None where there is none."""
    if "//" not in url:
        return canonical_host(url.partition("/")[0])
    try:
        host = urlsplit(url).hostname
    except ValueError:  # brackets that do not match
        return None
    return canonical_host(host) if host else None


def is_ip(host: str) -> bool:
    """Is a canonical host an IP address, in any form that browsers read as one."""
    if ":" in host:
        return True
    last = host.rpartition(".")[2]
    return (last.isascii() and last.isdigit()) or last.startswith("0x")


def registrable_domain(host: str) -> str | None:
    """The public suffix of `host` and one label more, in punycode.

    None for IP addresses, for single labels such as localhost, and for public suffixes themselves.
    """
    name = canonical_host(host)
    return _registrable(name) if name is not None else None


def is_public_suffix(domain: str) -> bool:
    """Can anybody register directly under `domain` (co.uk, github.io); single labels count, IP addresses do not."""
    name = canonical_host(domain)
    return name is not None and not is_ip(name) and _registrable(name) is None


def same_site(host: str, other: str) -> bool:
    """Do two hosts belong to one site: equal, or of one registrable domain (the scheme is not compared)."""
    one, two = canonical_host(host), canonical_host(other)
    if one is None or two is None:
        return False
    return one == two or (_registrable(one) is not None and _registrable(one) == _registrable(two))


def party(host: str, site_host: str) -> Literal["first", "third"]:
    """The relation of `host` to the top-level site; what is no host is a third party."""
    return "first" if same_site(host, site_host) else "third"


def domain_match(host: str, domain: str) -> bool:
    """Does `host` domain-match `domain` (RFC 6265bis-22, 5.1.3): equal, or below it and not an IP address."""
    name, parent = canonical_host(host), canonical_host(domain)
    if name is None or parent is None:
        return False
    return covers(parent, name)


def covers(parent: str, name: str) -> bool:
    """`domain_match` of two canonical hosts."""
    return name == parent or (name.endswith(parent) and name[-len(parent) - 1] == "." and not is_ip(name))


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@lru_cache(maxsize=4096)
def _registrable(name: str) -> str | None:
    if "." not in name or is_ip(name):
        return None
    found: str | None = _suffixes().privatesuffix(name)
    return found


def _ipv6(text: str) -> str | None:
    try:
        return ipaddress.IPv6Address(text).compressed
    except ValueError:
        return None


def _label(label: str) -> str:
    """One label in lower case and punycode; "" where it can be none.

    NFKC and lower case are UTS 46's mapping as browsers apply it, which keeps the German sharp s; the
    standard library's codec is the older IDNA 2003 and would turn it into ss.
    """
    text = label.lower()
    if not text.isascii():
        text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).lower())
    if not text.isascii():
        try:
            text.encode()  # half of a surrogate pair is no text, and punycode would take it
            text = "xn--" + text.encode("punycode").decode("ascii")
        except UnicodeError:
            return ""
    return text if len(text) <= MAX_LABEL and FORBIDDEN.isdisjoint(text) else ""
