"""From what stands in a request to what it names, or a problem: a site, a version, a draft, a language, places."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from speculoos.law.profiles import PROFILES
from speculoos.registry.model import Registry
from speculoos.web.api.auth import Caller, caller_of
from speculoos.web.api.errors import Problem, not_found, wrong_parameter
from speculoos.web.conf import config
from speculoos.web.front.context import Visit
from speculoos.web.store.publish import Published, current, registry_of
from speculoos.web.store.sites import Site, Version


@dataclass(frozen=True, slots=True)
class Content:
    """A published registry that is told apart by its hash and number, so that it is cheap to look up what is kept."""

    hash: str
    number: int
    at: datetime
    registry: Registry = field(compare=False)


def published(site: str) -> Published:
    """The site's current version."""
    found = current(site)
    if found is None:
        raise no_site(site)
    return found


def content_now(site: str) -> Content:
    found = published(site)
    return Content(found.registry.hash, found.registry.version, found.at, found.registry)


def content_of(site: str, number: int) -> Content:
    """A published version of the site, by its number."""
    version = version_row(published(site), number)
    return Content(version.hash, version.number, version.published_at, registry_of(version))


def version_row(site: Published, number: int) -> Version:
    """The row of a version. A number above the current one is not looked up."""
    rows = Version.objects.defer("content").filter(site_id=site.site_id, number=number)
    found = rows.first() if 0 < number <= site.registry.version else None
    if found is None:
        raise not_found(f"The site {site.slug} has no version {number}.")
    return found


def draft_site(request: HttpRequest, site: str) -> Site:
    """The site whose draft the caller may work on."""
    return row_for(caller_of(request), site)


def row_for(caller: Caller, site: str) -> Site:
    found = Site.objects.filter(slug=site).first() if caller.sees(site) else None
    if found is None:
        raise no_site(site)
    return found


def no_site(site: str) -> Problem:
    return not_found(f"There is no site “{site[:60]}” here.")


def visit(request: HttpRequest, site: str) -> Visit:
    """The caller as a visitor of the site."""
    found = published(site)
    return Visit(request, found, None if site == config().home_site else site)


def preferences_path(site: str) -> str:
    """Where visitors of the site choose and withdraw."""
    return reverse("speculoos:preferences", kwargs={} if site == config().home_site else {"slug": site})


def language_or_default(language: str | None, registry: Registry) -> str:
    """The language asked for, else the site's default one, else the program's."""
    if language is None:
        default = registry.site.default_language
        return default if default in known_languages() else settings.LANGUAGE_CODE
    if language not in known_languages():
        raise wrong_parameter("language", f"Use one of: {', '.join(known_languages())}")
    return language


def known_languages() -> list[str]:
    return [code for code, _ in settings.LANGUAGES]


def places(codes: str | None) -> tuple[str, ...] | None:
    """The places asked for; None for the site's own."""
    if codes is None:
        return None
    asked = tuple(dict.fromkeys(code.strip().upper() for code in codes.split(",") if code.strip()))
    unknown = [code for code in asked if code not in PROFILES]
    if unknown or not asked:
        raise wrong_parameter("jurisdictions", f"Use codes of: {', '.join(PROFILES)}")
    return asked
