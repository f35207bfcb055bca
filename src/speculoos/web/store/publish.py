"""Publishing: a draft becomes a frozen version; and the current versions, kept in memory between requests."""

import time
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import count
from typing import Any

from django.db import transaction
from django.utils import timezone

from speculoos.consent.cookie import fits
from speculoos.consent.layout import Layout
from speculoos.core.errors import UsageError
from speculoos.registry.diff import diff
from speculoos.registry.load import from_json
from speculoos.registry.model import Registry
from speculoos.web.conf import config
from speculoos.web.store.draft import draft_registry, replace_draft
from speculoos.web.store.options import DEFAULTS, Options, options_of
from speculoos.web.store.sites import Site, Version


@dataclass(frozen=True, slots=True)
class Published:
    """One published version, ready for use: the same value for every request that meets it."""

    site_id: int
    slug: str
    registry: Registry
    at: datetime
    material_since: int
    """The earliest version whose visitors need not be asked again: nothing material has changed since."""
    options: Options = DEFAULTS


def publish(site: Site, by: Any = None, note: str = "") -> Version:
    """Freeze the draft as the next version.

    DeclarationError with every fault; UsageError if nothing changed, or if a choice would not fit its cookie.
    """
    registry = from_json(draft_registry(site).as_json(hashed=False), file=f"draft of {site.slug}")
    fits(Layout.of(registry))
    with transaction.atomic():
        # The lock makes two editors who publish at once take two numbers, not one.
        Site.objects.select_for_update().get(pk=site.pk)
        version = _next(site, registry, by, note)
    forget()
    return version


def roll_back(site: Site, number: int, by: Any = None) -> Version:
    """Publish an earlier version's content again, under a new number. The draft follows."""
    old = site.versions.get(number=number)
    with transaction.atomic():
        replace_draft(site, registry_of(old))
        return publish(site, by, f"Back to version {number}")


def _next(site: Site, registry: Registry, by: Any, note: str) -> Version:
    last = site.versions.first()
    if last is not None and last.hash == registry.hash:
        message = f"Nothing has changed since version {last.number} of {site.slug}; there is nothing to publish."
        raise UsageError(message)
    numbered = registry.with_version(last.number + 1 if last else 1)
    return Version.objects.create(
        site=site,
        number=numbered.version,
        hash=numbered.hash,
        content=numbered.as_json(),
        material=last is not None and diff(registry_of(last), numbered).material,
        note=note,
        published_at=timezone.now(),
        published_by=by,
    )


def registry_of(version: Version) -> Registry:
    return _registry(version.pk, version.site_id, version.number)


@lru_cache(maxsize=256)
def _registry(pk: int, site_id: int, number: int) -> Registry:
    """A version's registry. Versions never change, so it is read and checked once per process."""
    content = Version.objects.get(pk=pk).content
    return from_json(content, file=f"version {number} of site {site_id}")


_current: dict[str, tuple[float, Published | None]] = {}


def current(slug: str) -> Published | None:
    """The site's current version, at most `version_seconds` old; None for an unknown or unpublished site.

    No query within that time: the check of a visitor's choice costs no SQL.
    """
    known = _current.get(slug)
    now = time.monotonic()
    if known is None or now - known[0] > config().version_seconds:
        known = (now, _load(slug))
        if known[1] is not None or len(_current) < 1000:  # unknown names from visitors must not fill the memory
            _current[slug] = known
    return known[1]


place_headers: set[str] = set()
"""The names, as WSGI has them, of the headers that place visitors of any site that this process has served."""

_generation = count(1)
_now = [next(_generation)]


def forget() -> None:
    """Drop what is remembered, after a publication in this process and between tests, which use numbers again."""
    _current.clear()
    _registry.cache_clear()
    _layout.cache_clear()
    _now[0] = next(_generation)


def generation() -> int:
    """A number that is another one after each publication in this process."""
    return _now[0]


def _load(slug: str) -> Published | None:
    version = Version.objects.select_related("site").defer("content").filter(site__slug=slug).first()
    if version is None:
        return None
    options = options_of(version.site_id)
    if options.place_header:
        place_headers.add(f"HTTP_{options.place_header.upper().replace('-', '_')}")
    material = version.site.versions.filter(material=True).order_by("-number").values_list("number", flat=True).first()
    return Published(
        version.site_id,
        slug,
        registry_of(version),
        version.published_at,
        material or 1,
        options,
    )


@lru_cache(maxsize=1024)
def _layout(site_id: int, number: int) -> Layout | None:
    version = Version.objects.filter(site_id=site_id, number=number).first()
    return Layout.of(registry_of(version)) if version else None


def layout_of(site: Published, number: int) -> Layout | None:
    """The layout of one of the site's versions, None if there is no such version."""
    return layout_at(site.site_id, site.registry.version, number)


def layout_at(site_id: int, newest: int, number: int) -> Layout | None:
    """The same, by values alone. A number above the newest is not looked up: a forged cookie costs no query."""
    return _layout(site_id, number) if 0 < number <= newest else None
