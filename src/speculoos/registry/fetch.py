"""A page by its address, as text. The only module that reads over HTTP.

An address may come from a stranger's hands, so nothing on a private network is reached: the host is resolved
here, every address it has is judged, and the connection goes to the very address that was judged. Each redirect
is judged again. Proxies from the environment are not used, because behind one nobody could judge.
"""

import ipaddress
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

import httpx

from speculoos.core.errors import InputError, SpeculoosError, UsageError
from speculoos.registry.charset import decoded

MAX_REDIRECTS = 5
REDIRECTS = {301, 302, 303, 307, 308}
TEXT_TYPES = ("text/", "application/json", "application/xhtml+xml", "application/xml", "application/octet-stream")
NAT64 = ipaddress.ip_network("64:ff9b::/96")
HEADERS = {
    "User-Agent": "speculoos (reads cookie policies)",
    "Accept": "text/html, text/markdown, text/plain, application/json;q=0.9, */*;q=0.5",
    "Accept-Encoding": "identity",  # so that max_bytes bounds what is unpacked as well
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was read: the address after redirects, the text, and the Content-Type without parameters."""

    url: str
    text: str
    content_type: str


class _NotAllowedError(SpeculoosError):
    """An address that must not be fetched; who is at fault depends on whether a redirect led there."""


def fetch(url: str, *, timeout: float = 20, max_bytes: int = 5_000_000, allow_private: bool = False) -> Fetched:
    """The text at an http or https address.

    `timeout` is in seconds for the whole of it. UsageError where the address itself is not allowed, InputError where
    the other side is at fault: unreachable, too slow, too large, an error status, not a text, a redirect gone wrong.
    """
    deadline = time.monotonic() + timeout
    here = url
    for hop in range(MAX_REDIRECTS + 1):
        try:
            response = _hop(here, deadline, max_bytes, allow_private=allow_private)
        except _NotAllowedError as error:
            if hop:
                raise InputError(f"{url} redirects to an address that is not allowed: {error}", 502) from error
            raise UsageError(str(error)) from error
        if isinstance(response, Fetched):
            return response
        here = response
    raise InputError(f"{url} redirects more than {MAX_REDIRECTS} times. Give the final address.", 502)


def _hop(url: str, deadline: float, max_bytes: int, *, allow_private: bool) -> Fetched | str:
    """The page, or the address that a redirect names."""
    parts = _parts(url)
    addresses = _addresses(parts, url, allow_private=allow_private)
    for left, address in zip(range(len(addresses) - 1, -1, -1), addresses, strict=True):
        try:
            with httpx.Client(trust_env=False, timeout=_left(url, deadline)) as client:
                return _read(client, parts, address, url, deadline, max_bytes)
        except httpx.TimeoutException as error:
            raise InputError(
                f"{url} did not answer in time. Try again, or save the page and give the file.", 504
            ) from error
        except httpx.HTTPError as error:
            if left and isinstance(error, httpx.ConnectError):
                continue
            raise InputError(f"{url} could not be read: {error}", 502) from error
    raise InputError(f"{url} has no address.", 502)


def _read(
    client: httpx.Client, parts: SplitResult, address: str, url: str, deadline: float, max_bytes: int
) -> Fetched | str:
    host = f"[{address}]" if ":" in address else address
    pinned = parts._replace(netloc=f"{host}:{parts.port}" if parts.port else host, fragment="")
    request = client.build_request("GET", pinned.geturl(), headers={**HEADERS, "Host": parts.netloc})
    request.extensions["sni_hostname"] = parts.hostname
    response = client.send(request, stream=True)
    try:
        if response.status_code in REDIRECTS and "location" in response.headers:
            return urljoin(url, response.headers["location"])
        content_type = _content_type(response, url)
        body = b"".join(_bounded(response, url, deadline, max_bytes))
    finally:
        response.close()
    return Fetched(url, decoded(body, response.headers.get("content-type", "")), content_type)


def _content_type(response: httpx.Response, url: str) -> str:
    """The media type of a good answer that holds text."""
    if not response.is_success:
        status = f"{response.status_code} {response.reason_phrase}".strip()
        raise InputError(f"{url} answered {status}. Check the address in a browser.", 502)
    content_type: str = response.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    if not content_type.startswith(TEXT_TYPES):
        raise InputError(f"{url} is {content_type}, not a text. Give the address of a page, or save its text.", 415)
    return content_type


def _bounded(response: httpx.Response, url: str, deadline: float, max_bytes: int) -> Iterator[bytes]:
    size = 0
    for chunk in response.iter_bytes():
        size += len(chunk)
        if size > max_bytes:
            raise InputError(f"{url} is larger than {max_bytes} bytes. Save the part you need and give the file.", 413)
        _left(url, deadline)
        yield chunk


def _left(url: str, deadline: float) -> float:
    """The seconds left."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise InputError(f"{url} took too long. Try again, or save the page and give the file.", 504)
    return left


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError as error:
        raise _NotAllowedError(f"{url[:200]} is not an address: {error}.") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise _NotAllowedError(f"{url[:200]} is not a web address. Write it in full, with https://.")
    if parts.username is not None or parts.password is not None:
        raise _NotAllowedError(f"The address on {parts.hostname} holds a user name or password. Leave them out.")
    return parts


def _addresses(parts: SplitResult, url: str, *, allow_private: bool) -> list[str]:
    """The addresses of the host, none of them private."""
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or parts.scheme, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise InputError(f"{url}: the host {parts.hostname} is not known.", 502) from error
    addresses = list(dict.fromkeys(str(info[4][0]) for info in found))
    private = next((address for address in addresses if not _is_public(address)), None)
    if private and not allow_private:
        raise _NotAllowedError(f"{url} leads to the private address {private}. Save the page and give the file.")
    return addresses


def _is_public(text: str) -> bool:
    """Whether anybody on the internet could reach the address; those that wrap an IPv4 address count as that one."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner:
            return _is_public(str(inner))
    return address.is_global and not address.is_multicast
