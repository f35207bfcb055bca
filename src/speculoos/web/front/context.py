"""Who visits which site, in which language, with which choice: computed once a request, and only if asked for.

The decisions are consent's and law's; this module brings them what they need. No SQL once a site's current
version is in memory.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.functional import cached_property  # unlike that of functools it takes no lock
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from speculoos.consent.choice import Choice, Effective, effective, gpc_on, standing
from speculoos.consent.cookie import COOKIE_NAME, decode
from speculoos.consent.layout import Layout
from speculoos.consent.state import State
from speculoos.core.cookies import parse_cookie_header
from speculoos.core.errors import InputError
from speculoos.law.decide import purposes_to_ask, purposes_to_object
from speculoos.law.place import CODES, applied, choice_days, place_of, places_for
from speculoos.policy.inventory import item_anchors
from speculoos.registry.model import Purpose, Registry, Service, StorageItem
from speculoos.web.conf import config
from speculoos.web.front.account import Account, account_of
from speculoos.web.front.words import place_name
from speculoos.web.store.options import months_of
from speculoos.web.store.publish import Published, current, generation, layout_at, layout_of

LONGEST = 1000
"""Characters of a Cookie header that is remembered: longer ones would fill the memory."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What a registry version asks of visitors in one place: its layout, and the purposes by what the law wants.

    `asked` and `objectable` are the ids alone, for the check that every request makes.
    """

    layout: Layout
    consent: tuple[Purpose, ...]
    objection: tuple[Purpose, ...]
    asked: tuple[str, ...]
    objectable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Declared:
    """One declared item and where on the policy page it stands."""

    service: Service
    item: StorageItem
    href: str


@lru_cache(maxsize=256)
def _layout(registry: Registry) -> Layout:
    return Layout.of(registry)


@lru_cache(maxsize=1024)
def asking(registry: Registry, jurisdiction: str | None = None) -> Asking:
    """What is asked where `jurisdiction` holds; None: the strictest of the site's own places, or of all."""
    places = None if jurisdiction is None else (jurisdiction,)
    consent, objection = purposes_to_ask(registry, places), purposes_to_object(registry, places)
    ids = tuple([p.id for p in consent]), tuple([p.id for p in objection])
    return Asking(_layout(registry), consent, objection, *ids)


class Visit:
    """One visitor's request to one site."""

    def __init__(self, request: HttpRequest, site: Published, slug: str | None) -> None:
        self.request = request
        self.site = site
        self.slug = slug
        self.registry = site.registry
        self.jurisdiction = jurisdiction_of(request, site)
        self.asking = asking(site.registry, self.jurisdiction)

    def stand(self, place: str | None, *, told: bool = False) -> None:
        """Take the visitor's own word for where they are, where the site asks for it or its page has `told` it.

        InputError for what is no place. Nothing is stored but the record.
        """
        if not place or not (told or self.site.options.visitor_may_choose_place):
            return
        if place not in CODES:
            raise InputError(_("This site knows no place “%(name)s”.") % {"name": place[:20]})
        self.jurisdiction = applied(self.registry.site.jurisdictions, place)
        self.asking = asking(self.registry, self.jurisdiction)
        self.__dict__.pop("effective", None)

    @property
    def days(self) -> int:
        """How long a choice made here is remembered, grant and refusal alike (FR-02, US-07)."""
        return choice_days(self.jurisdiction, config().choice_days)

    @property
    def varies(self) -> tuple[str, ...]:
        """The header that places this site's visitors, if there is one (T-10)."""
        return tuple(filter(None, (self.site.options.place_header,)))

    @property
    def places(self) -> list[tuple[str, str]]:
        """The places that the visitor may say they are in, by name, where the site asks."""
        asks = self.site.options.visitor_may_choose_place
        codes = places_for(self.registry.site.jurisdictions) if asks else ()
        return [(code, place_name(code, self.language)) for code in codes]

    @property
    def preferences_label(self) -> str:
        """What the way back is called: California has a name of its own for it."""
        return _("Your Privacy Choices") if self.jurisdiction == "CA" else _("Cookie preferences")

    @property
    def kept_months(self) -> int:
        """How long the record of a choice is kept (GDPR Article 13(2)(a))."""
        return months_of(self.site.options)

    @property
    def language(self) -> str:
        return get_language() or self.registry.site.default_language

    @cached_property
    def gpc(self) -> bool:
        """Whether the browser sends Global Privacy Control (GPC-1: exactly `1`)."""
        return gpc_on(self.request.META.get("HTTP_SEC_GPC"))

    @cached_property
    def account(self) -> Account | None:
        """The account of a signed-in visitor, where the site keeps choices for accounts."""
        return account_of(self)

    @cached_property
    def choice(self) -> Choice | None:
        """What this visitor chose on this site; None if nothing, or if the value is not one of ours."""
        account = self.account
        return account.counting() if account else self.device_choice

    @cached_property
    def device_choice(self) -> Choice | None:
        """What the cookie of this browser says."""
        header = self.request.META.get("HTTP_COOKIE", "")
        if COOKIE_NAME not in header:
            return None
        read = _read if len(header) <= LONGEST else _read.__wrapped__
        site, version = self.site, self.registry.version
        return read(header, site.site_id, site.slug, version, config().secrets(), generation())

    def choice_in(self, value: str) -> Choice | None:
        """The choice in a value of the cookie, None if it is not one of ours for this site."""
        found = decode(value, self.layout, config().secrets(), self.site.slug)
        return found if isinstance(found, Choice) else None

    @cached_property
    def effective(self) -> Effective:
        return self.effect_of(self.choice)

    def effect_of(self, choice: Choice | None) -> Effective:
        """What a choice amounts to for this request."""
        return effective(
            choice,
            self.asking.layout,
            datetime.now(UTC),
            gpc=self.gpc,
            asked=self.asking.asked,
            objection=self.asking.objectable,
            material_since=self.site.material_since,
            max_age_days=self.days,
        )

    @property
    def state(self) -> dict[str, str]:
        """State by purpose, and `purpose:service` for what is refused alone, as the banner script reads it."""
        effective, layout = self.effective, self.asking.layout
        alone = {
            f"{p}:{s}": "refused" for s, p in layout.services if effective.grants(p) and not effective.grants(p, s)
        }
        return effective.as_json() | alone

    @property
    def state_json(self) -> str:
        return json.dumps(self.state)

    @property
    def consented(self) -> bool:
        """Whether something is granted by the visitor's own act, so that there is something to withdraw (EU-10)."""
        return any(state == State.GRANTED for state in self.effective.states.values())

    @property
    def asks(self) -> bool:
        """Whether the banner is due; never on the preferences page, which asks the same question."""
        return self.effective.asks and self.request.path != self.links["preferences"]

    @property
    def asked(self) -> list[str]:
        """The labels of the purposes that need consent, for the banner's first layer (BAN-08)."""
        default = self.registry.site.default_language
        return [p.label.best(self.language, default)[1] or p.id for p in self.asking.consent]

    @property
    def controller(self) -> str:
        """Who asks."""
        controller = self.registry.site.controller
        return controller.name if controller else self.registry.site.name

    @property
    def third_parties(self) -> list[str]:
        """Everybody but the controller who would receive data if all were granted (BAN-08)."""
        asked = set(self.asking.layout.service_ids)
        services = [s for s in self.registry.services if s.id in asked]
        receiving = [name for s in services for name in (s.provider, *s.recipients)]
        return sorted(set(receiving) - {self.controller})

    @cached_property
    def declared(self) -> list["Declared"]:
        """Every declared item, with the element id that it has on the policy page."""
        anchors = item_anchors(self.registry)
        return [
            Declared(service, item, f"{self.links['policy']}#{anchors[service.id, index]}")
            for service in self.registry.services
            for index, item in enumerate(service.items)
        ]

    @property
    def cookie_path(self) -> str:
        """Hosted sites share a host with the platform, so each choice keeps to its own path."""
        return self.links["home"]

    @cached_property
    def links(self) -> Mapping[str, str]:
        """The site's own pages by name."""
        return {name: self.url(name) for name in ("home", "policy", "preferences", "receipt", "blocked")}

    def url(self, name: str, **kwargs: Any) -> str:
        return _address(name, self.slug, get_script_prefix(), *kwargs.items())

    @property
    def places_script(self) -> str:
        """The script of what stands in the place of what a policy blocks."""
        return reverse("speculoos:embed_placeholders")

    def layout(self, number: int) -> Layout | None:
        """The layout of one of the site's versions."""
        return layout_of(self.site, number)


def jurisdiction_of(request: HttpRequest, site: Published) -> str | None:
    """The place whose law holds: what the site's edge says, else what the site's people have settled."""
    options = site.options
    said = place_of(request.headers.get(options.place_header)) if options.place_header else None
    return applied(site.registry.site.jurisdictions, said or options.place)


@lru_cache(maxsize=4096)
def _address(name: str, slug: str | None, prefix: str, *given: tuple[str, Any]) -> str:  # noqa: ARG001  (of the key)
    """The path of a page: every request asks for the same few."""
    return reverse(f"speculoos:{name}", kwargs=({"slug": slug} if slug else {}) | dict(given))


@lru_cache(maxsize=8192)
def _read(
    header: str,
    site_id: int,
    slug: str,
    newest: int,
    secrets: tuple[str, ...],
    generation: int,  # noqa: ARG001  (of the key: between tests and after a publication numbers mean something else)
) -> Choice | None:
    """The choice in a Cookie header, read and checked once: a visitor's next requests send the same one.

    All that it depends on is in the key.
    """
    values = [pair.value for pair in parse_cookie_header(header.encode("latin-1")) if pair.name == COOKIE_NAME]
    read = (decode(value, lambda number: layout_at(site_id, newest, number), secrets, slug) for value in values)
    return standing(found for found in read if isinstance(found, Choice))


class _Lazy:
    """Finds the visit the first time a view or template needs it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def varies(self) -> tuple[str, ...]:
        """The headers that the answer depends on because a site's visitors are placed by them."""
        found = self.__dict__.get("visit") or self.__dict__.get("home")
        return found.varies if found else ()

    @cached_property
    def home(self) -> Visit | None:
        """The home site's visit, for pages that belong to no site."""
        site = current(config().home_site)
        return Visit(self.request, site, None) if site else None

    @cached_property
    def visit(self) -> Visit | None:
        match = self.request.resolver_match
        slug = match.kwargs.get("slug") if match else None
        slug = slug if isinstance(slug, str) and self.request.path.startswith("/s/") else None
        site = current(slug or config().home_site)
        return Visit(self.request, site, slug) if site else None


def attach_visit(request: HttpRequest) -> None:
    request.speculoos = _Lazy(request)  # type: ignore[attr-defined]


def visit_of(request: HttpRequest) -> Visit:
    """The visit, or 404 where there is no such published site."""
    found: Visit | None = request.speculoos.visit  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def varies(request: HttpRequest) -> tuple[str, ...]:
    """The headers, beside those that every page depends on, that this answer depends on."""
    found: _Lazy = request.speculoos  # type: ignore[attr-defined]
    return found.varies


def visit(request: HttpRequest) -> dict[str, Any]:
    """Template context: `visit`, on every page, error pages included (there the home site's)."""
    lazy = getattr(request, "speculoos", None)
    return {"visit": (lazy.visit or lazy.home) if lazy else None}
