"""What browsers report of a site's pages, as facts that are nobody's: a host or an item, where on the site, how often.

Reads the three forms that come in: batches of the Reporting API, the older reports of `report-uri`, and what our own
guard tells. Bodies come from anybody, so reading never raises and is bounded. Of a report nothing is kept that could
name a visitor: no query, fragment, sample, referrer, user agent, line or column, address of a machine.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from speculoos.core.sites import host_of, is_ip, registrable_domain
from speculoos.gate.rules import Mode
from speculoos.gate.tally import looks_made, path_shape, shape
from speculoos.registry.model import Kind

LARGEST = 256 * 1024
"""Bytes of a body that is read; browsers send far less."""
MOST = 200
"""Sightings of one body."""

REPORTS, OLD, OURS = "application/reports+json", "application/csp-report", "application/json"
TYPES = (REPORTS, OLD, OURS)
SCHEMES = frozenset({"http", "https", "ws", "wss"})
KINDS = frozenset({Kind.COOKIE, Kind.LOCAL_STORAGE, Kind.SESSION_STORAGE})
DIRECTIVES = frozenset(
    f"{name}-src"
    for name in ("child", "connect", "default", "font", "frame", "fenced-frame", "img", "manifest", "media", "object",
                 "prefetch", "script", "style", "worker")
) | {"script-src-elem", "script-src-attr", "style-src-elem", "style-src-attr"}  # fmt: skip
OTHER = "other"
"""A directive that is not about loading, or none at all."""
ADDRESS = "(address)"
"""Stands for the IP address of a host: on a visitor's own network it may be theirs."""
UNIQUE = re.compile(r"[0-9a-f]{8,}|[0-9]{5,}")
HOST = re.compile(r"[a-z0-9._-]{1,253}")


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something that a browser met on a page of the site and that is not granted or not declared.

    `what` is a host that was to be loaded from, or an item that a script wrote. `detail` is the directive of a host
    and the kind of an item; `page` a path in its general form; `disposition` says whether it was kept off.
    """

    what: Literal["host", "item"]
    name: str
    detail: str
    page: str
    disposition: Literal["enforce", "report"]


def read(body: bytes, content_type: str) -> list[Sighting]:
    """What a body reports, in its order and as often as it says so; nothing where it is not one of ours."""
    if content_type.partition(";")[0].strip().lower() not in TYPES or len(body) > LARGEST:
        return []
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return []
    found = (sighting for each in (told if isinstance(told, list) else [told])[:MOST] for sighting in _read(each))
    return list(found)


def host_shape(host: str) -> str:
    """A canonical host without what could be one visitor's alone: long numbers before its registrable domain.

    From the last such label on a star stands for all, as a declaration may write it: `*.example.com`.
    """
    if is_ip(host):
        return ADDRESS
    domain = registrable_domain(host) or host
    labels = host.removesuffix(domain).rstrip(".").split(".") if host != domain else []
    last = max((n for n, label in enumerate(labels) if _unique(label)), default=-1)
    return ".".join(["*", *labels[last + 1 :], domain] if last >= 0 else [*labels, domain])


def _read(report: Any) -> Iterator[Sighting]:
    if not isinstance(report, dict):
        return
    inner, type = report.get("csp-report"), report.get("type")
    if isinstance(inner, dict):
        yield from _host(_Words(inner), "blocked-uri", "effective-directive", "violated-directive", "document-uri")
    elif type == "csp-violation" and isinstance(report.get("body"), dict):
        yield from _host(_Words(report["body"]), "blockedURL", "effectiveDirective", "", "documentURL")
    elif type == "speculoos-storage":
        yield from _item(_Words(report))


def _host(said: "_Words", blocked: str, directive: str, older: str, page: str) -> Iterator[Sighting]:
    """Inline code, extensions and what else has no host is not told: our policy holds none of it back."""
    name = _named(said[blocked])
    if name:
        rule = (said[directive] or said[older]).partition(" ")[0].lower()
        path = _path(said[page])
        yield Sighting("host", name, rule if rule in DIRECTIVES else OTHER, path, _done(said["disposition"]))


def _item(said: "_Words") -> Iterator[Sighting]:
    if said["kind"] in KINDS and said["name"]:
        page = path_shape(said["page"] or "/")
        yield Sighting("item", shape(said["name"]), said["kind"], page, _done(said["mode"]))


class _Words:
    """The texts of a table; whatever else it holds says nothing."""

    def __init__(self, table: dict[str, Any]) -> None:
        self._table = table

    def __getitem__(self, key: str) -> str:
        value = self._table.get(key)
        return value if isinstance(value, str) else ""


def _done(word: str) -> Literal["enforce", "report"]:
    """Older browsers do not say; then no more is claimed than that it was seen."""
    return "enforce" if word == Mode.ENFORCE else "report"


def _named(url: str) -> str | None:
    """The host of a blocked address in its general form."""
    if url.partition(":")[0].lower() not in SCHEMES:
        return None
    host = host_of(url)
    return host_shape(host) if host and (is_ip(host) or HOST.fullmatch(host)) else None


def _path(url: str) -> str:
    """The general path of the page, "/" where the page is none of a site."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "/"
    return path_shape(parts.path or "/") if parts.scheme in SCHEMES else "/"


def _unique(label: str) -> bool:
    return looks_made(label) or len(label) > 40 or UNIQUE.search(label) is not None
