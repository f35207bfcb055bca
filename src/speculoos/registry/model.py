"""The registry as frozen values.

A Registry is a plain tree of strings, numbers and tuples: two registries with the same content have
the same hash, whatever file or database they came from. This module knows the shape and nothing else:
no files (see load and dump), no law, no clock.
"""

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


class Kind(StrEnum):
    """The storage or access technology (ICO's term); EDPB Guidelines 2/2023 put all of them in scope."""

    COOKIE = "cookie"
    LOCAL_STORAGE = "local_storage"
    SESSION_STORAGE = "session_storage"
    INDEXED_DB = "indexed_db"
    CACHE_STORAGE = "cache_storage"
    SERVICE_WORKER = "service_worker"
    FILE_SYSTEM = "file_system"
    ETAG = "etag"
    PIXEL = "pixel"
    DEVICE_READ = "device_read"


class Party(StrEnum):
    """Relation of an item's host to the top-level site, by registrable domain."""

    FIRST = "first"
    THIRD = "third"


class Location(StrEnum):
    """Where on the site a service runs."""

    FRONT_OFFICE = "front_office"
    BACK_OFFICE = "back_office"


class Exemption(StrEnum):
    """Why no consent is needed to store or read (ePrivacy Art. 5(3); the UK's Sch. A1 has added three)."""

    COMMUNICATION = "communication"
    STRICTLY_NECESSARY = "strictly_necessary"
    STATISTICS = "statistics"
    APPEARANCE = "appearance"
    EMERGENCY = "emergency"


class Use(StrEnum):
    """What a service does, in the rows of the decision table (law.md section 7)."""

    AUTHENTICATION = "authentication"
    REMEMBER_ME = "remember_me"
    SECURITY = "security"
    INPUT = "input"
    CONSENT_CHOICE = "consent_choice"
    INTERFACE = "interface"
    PERSONALISATION = "personalisation"
    AUDIENCE_SERVER = "audience_server"
    AUDIENCE = "audience"
    AUDIENCE_JOINED = "audience_joined"
    AUDIENCE_VENDOR = "audience_vendor"
    TESTING = "testing"
    REPLAY = "replay"
    EMBED = "embed"
    BOT_DEFENCE = "bot_defence"
    ADS_CONTEXTUAL = "ads_contextual"
    ADS_BEHAVIOURAL = "ads_behavioural"
    EMAIL_PIXEL = "email_pixel"
    OTHER = "other"


class Identifiability(StrEnum):
    """What the value says about a person (GDPR recital 26)."""

    NONE = "none"  # the same value for everybody who made the same choice: a language, a colour
    RANDOM = "random"  # random, used for nothing but its own check: a CSRF token
    PSEUDONYMOUS = "pseudonymous"  # tells one browser from the others
    IDENTIFIED = "identified"  # leads to an account or a name


SESSION = "session"
"""The lifetime of an item that ends with the browser's session."""


class Texts(Mapping[str, str]):
    """One text in several languages, BCP 47 tag to text; frozen and hashable."""

    __slots__ = ("_items",)

    def __init__(self, texts: Mapping[str, str] | None = None) -> None:
        self._items: tuple[tuple[str, str], ...] = tuple(sorted((texts or {}).items()))

    def __getitem__(self, language: str) -> str:
        for tag, text in self._items:
            if tag == language:
                return text
        raise KeyError(language)

    def __iter__(self) -> Iterator[str]:
        return (tag for tag, _ in self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(self._items)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mapping) and dict(self) == dict(other)

    def __repr__(self) -> str:
        return f"Texts({dict(self)!r})"

    def best(self, language: str, *fallbacks: str) -> tuple[str, str]:
        """(tag, text) in `language`, else its base language, else the fallbacks, else the first; ("", "") if empty."""
        for wanted in (language, language.partition("-")[0], *fallbacks):
            for tag, text in self._items:
                if tag.lower() == wanted.lower():  # tags are compared without case (BCP 47, section 2.1.1)
                    return tag, text
        return self._items[0] if self._items else ("", "")


NO_TEXTS = Texts()
"""Nothing said in any language."""


@dataclass(frozen=True, slots=True)
class Provider:
    """The legal entity behind a service (GDPR Art. 13(1)(e,f)). `name` is the key used elsewhere."""

    name: str
    legal_name: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-2
    address: str | None = None
    contact: str | None = None
    policy_url: str | None = None
    safeguard: str | None = None  # for a transfer outside the EEA: adequacy, standard clauses, ...
    role: str | None = None  # "controller", "joint_controller" or "processor"


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why: the unit of consent."""

    id: str
    label: Texts = NO_TEXTS
    text: Texts = NO_TEXTS
    sale: bool = False  # counts as sale or sharing in the sense of the CCPA


@dataclass(frozen=True, slots=True)
class StorageItem:
    """One thing stored on or read from the device.

    `name` is exact or a pattern with `*`. `host` is None for the site's own host (a leading dot is never
    written). `lifetime` is an ISO 8601 duration, "session", or None when unknown. `party` is None until it
    can be derived. Attributes are None where the declaration says nothing about them.
    """

    name: str
    kind: Kind = Kind.COOKIE
    host: str | None = None
    party: Party | None = None
    lifetime: str | None = None
    path: str | None = None
    secure: bool | None = None
    http_only: bool | None = None
    same_site: str | None = None  # "Strict", "Lax" or "None"
    partitioned: bool | None = None
    set_by: str | None = None  # "server" or "script"
    renewed: bool | None = None  # is the lifetime extended on a new visit (FR-06)
    identifiability: Identifiability | None = None
    recipients: tuple[str, ...] = ()  # provider names with access, beyond the service's own provider
    text: Texts = NO_TEXTS  # what this item holds, where it differs from the service's text

    @property
    def is_pattern(self) -> bool:
        return "*" in self.name


@dataclass(frozen=True, slots=True)
class Service:
    """The thing embedded: what the founding document's table has as one row."""

    id: str
    provider: str
    function: str  # in the site's default language; other languages in `labels`
    purpose: str  # a Purpose.id
    location: tuple[Location, ...] = (Location.FRONT_OFFICE,)
    use: Use | None = None
    exemption: Exemption | None = None
    ground: Texts = NO_TEXTS  # the written reason for the exemption (EU-20)
    legal_basis: str | None = None  # GDPR Art. 6(1), a SEPARATE question from `exemption`
    text: Texts = NO_TEXTS  # the purpose in words: the founding document's fourth column
    labels: Texts = NO_TEXTS  # translations of `function`
    recipients: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()  # where it loads from and sends to beyond its items; `*.` before one: its sub-domains
    items: tuple[StorageItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """A controller, a data protection officer or a supervisory authority."""

    name: str
    email: str | None = None
    address: str | None = None
    url: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Measurement:
    """How the site measures its audience: the facts that the national exemptions ask for (FR-05, FR-06)."""

    tool: str
    host: str | None = None
    operator: str | None = None
    metrics: tuple[str, ...] = ()
    sole_use: bool | None = None  # only this site's measurement, for its publisher alone
    one_site: bool | None = None  # no identifier shared with another site
    shared: bool | None = None  # anything but anonymous statistics given to others
    tracker_lifetime: str | None = None  # ISO 8601, at most P393D to be exempt
    data_retention: str | None = None  # ISO 8601, at most P758D to be exempt
    objection_url: str | None = None
    ip_masked: bool | None = None  # the last octet of IPv4 is gone before an operator sees it (IT-03)


@dataclass(frozen=True, slots=True)
class Site:
    """The site that declares, and who answers for it (EU-14)."""

    name: str
    url: str
    default_language: str = "en"
    languages: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()  # empty: unknown, so the strictest
    controller: Contact | None = None
    dpo: Contact | None = None
    authority: Contact | None = None
    measurement: Measurement | None = None


@dataclass(frozen=True)
class Registry:
    """Everything a site declares. `version` counts publications from 1; 0 is a draft.

    `hash` covers the content and not the version number, so equal content has an equal hash.
    """

    site: Site
    providers: tuple[Provider, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    services: tuple[Service, ...] = ()
    version: int = 0

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical JSON of the content, 64 hexadecimal digits."""
        content = {k: v for k, v in self.as_json(hashed=False).items() if k != "version"}
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def __hash__(self) -> int:
        """From the content hash, worked out once: a registry is a key of caches that every request asks."""
        return hash((self.hash, self.version))

    def as_json(self, *, hashed: bool = True) -> Json:
        """The JSON shape fixed by the design; an optional field without value is left out (see KEPT_WHEN_EMPTY)."""
        head: Json = {"site": _plain(self.site), "version": self.version}
        if hashed:
            head["hash"] = self.hash
        return head | {
            "providers": [_plain(p) for p in self.providers],
            "purposes": [_plain(p) for p in self.purposes],
            "services": [_plain(s) for s in self.services],
        }

    def provider(self, name: str) -> Provider:
        """The declared provider, or one that has only its name."""
        return next((p for p in self.providers if p.name == name), Provider(name))

    def purpose(self, id: str) -> Purpose:
        """The declared purpose, or one that has only its id."""
        return next((p for p in self.purposes if p.id == id), Purpose(id))

    def items(self) -> Iterator[tuple[Service, StorageItem]]:
        """Every item with the service that declares it, in the order of the declaration."""
        return ((service, item) for service in self.services for item in service.items)

    def with_version(self, version: int) -> "Registry":
        return dataclasses.replace(self, version=version)


KEPT_WHEN_EMPTY = {"name", "url", "id", "provider", "function", "purpose", "location", "exemption", "text", "items",
                   "kind", "host", "party", "lifetime"}  # fmt: skip
"""Keys that stand in the JSON even when they say nothing, because "unknown" is a fact that readers look for."""


def _plain(value: Any) -> Any:
    """Dataclasses and tuples as JSON values."""
    if isinstance(value, Texts):
        return dict(value)
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        pairs = ((f, getattr(value, f.name)) for f in dataclasses.fields(value))
        kept = KEPT_WHEN_EMPTY if isinstance(value, Service | StorageItem) else {"id", "name", "url", "label", "text"}
        return {f.name: _plain(v) for f, v in pairs if f.name in kept or _says_something(f, v)}
    return str(value) if isinstance(value, StrEnum) else value


def _says_something(field: dataclasses.Field[Any], value: Any) -> bool:
    """False states something where the other choice is "not stated" (secure), and nothing where it is the default."""
    return field.default is not False if value is False else value not in (None, (), NO_TEXTS)
