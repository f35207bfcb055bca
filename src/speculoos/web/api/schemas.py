"""The shapes that the API speaks, as the OpenAPI document shows them. No behaviour.

A registry is not here: its schema is the published one (registry/schema.json).
"""

from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from ninja import Schema
from pydantic import ConfigDict, Field

Row = TypeVar("Row")

Format = Literal["html", "pdf", "md", "txt", "json"]
RegistryFormat = Literal["json", "toml", "csv"]
State = Literal["unset", "granted", "refused", "withdrawn", "expired", "invalidated"]
HASH = "9a0364b9e99bb480dd25e1f0284c8555a1c6a2f0b1b2f7b8c3c2a7d6e5f4a3b2"


def example(**values: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [values]})


class WrongValue(Schema):
    """One wrong value."""

    place: str = Field(alias="in", description="`query`, `path` or `body`.")
    pointer: str = Field(description="JSON pointer (RFC 6901) to the value.")
    detail: str


class FaultOut(Schema):
    """One fault of a declaration."""

    entry: str = Field(description="Where: a readable path into the declaration.")
    message: str
    hint: str = Field(description="How to mend it.")


class ProblemOut(Schema):
    """An error, as problem details (RFC 9457)."""

    type: str = Field(description="The address of the explanation of this kind of problem.")
    title: str
    status: int
    detail: str
    errors: list[WrongValue] | None = Field(None, description="With `wrong-values`: all of them.")
    faults: list[FaultOut] | None = Field(None, description="With `faults`: all of them.")

    model_config = example(
        type="/api/docs#problem-not-found", title="Not found", status=404, detail="There is no published site “bakery”."
    )


class Page(Schema, Generic[Row]):
    """One page of a list."""

    items: list[Row]
    count: int = Field(description="How many there are in all.")
    limit: int
    offset: int
    next: str | None = Field(description="The address of the following page; null on the last one.")
    previous: str | None


class RootOut(Schema):
    """Where everything is."""

    name: str
    version: str = Field(description="The version of the program.")
    links: dict[str, str]

    model_config = example(name="Speculoos", version="0.1.0", links={"sites": "/api/v1/sites", "docs": "/api/docs"})


class SiteOut(Schema):
    """A published site, as its current version states it."""

    site: str = Field(description="The short name that stands in addresses.")
    name: str
    url: str
    default_language: str
    languages: list[str]
    jurisdictions: list[str] = Field(description="Empty: unknown, so the strictest rules apply.")
    version: int
    hash: str
    published_at: datetime
    links: dict[str, str]

    model_config = example(
        site="platform",
        name="Opendatasoft platform",
        url="https://platform.example",
        default_language="en",
        languages=["en", "fr"],
        jurisdictions=["FR"],
        version=3,
        hash=HASH,
        published_at="2026-11-24T08:00:00Z",
        links={"registry": "/api/v1/sites/platform/registry"},
    )


class VersionOut(Schema):
    """A published version."""

    number: int
    hash: str = Field(description="SHA-256 of the content, which it names whatever the number.")
    material: bool = Field(description="Whether visitors who chose before must be asked again.")
    published_at: datetime
    links: dict[str, str]

    model_config = example(
        number=3,
        hash=HASH,
        material=False,
        published_at="2026-11-24T08:00:00Z",
        links={"registry": "/api/v1/sites/platform/versions/3"},
    )


class Named(Schema):
    version: int = Field(description="0 is the draft.")
    hash: str


class ChangeOut(Schema):
    """One difference between two declarations."""

    entry: str
    what: str = Field(description="A field, or `added`, `removed`, `order`.")
    before: str | None
    after: str | None
    material: bool
    reason: str = Field(description="Why it is material; empty where it is not.")


class DiffOut(Schema):
    """What changed between two declarations, and whether visitors must be asked again."""

    old: Named
    new: Named
    material: bool
    changes: list[ChangeOut]


class DecisionOut(Schema):
    """Whether one item needs consent in one place, and which rule says so."""

    service: str
    item: str | None = Field(description="null for a service that stores nothing.")
    kind: str | None
    purpose: str
    outcome: Literal["none", "objection", "opt_out", "consent"]
    rule: str
    reason: str
    verified: str = Field(description="How far the rule was checked; `unverified` asks for a lawyer.")
    jurisdiction: str


class DecisionsOut(Schema):
    """The decisions on every item of a version."""

    version: int
    hash: str
    jurisdictions: list[str]
    decisions: list[DecisionOut]


class JurisdictionOut(Schema):
    """A place whose rules are known."""

    code: str
    name: str
    exempts: str
    gpc_binding: bool = Field(description="Whether Global Privacy Control binds there by law; it is honoured anyway.")

    model_config = example(
        code="FR", name="France", exempts="Transmission, what is strictly necessary.", gpc_binding=False
    )


class MatchOut(Schema):
    """A declaration that covers an observed item."""

    service: str
    provider: str
    purpose: str
    exemption: str | None
    item: dict[str, Any] = Field(description="The item as the registry has it.")


class MatchesOut(Schema):
    """Which declarations cover an observed item, the most specific first; none means undeclared."""

    version: int
    hash: str
    declared: bool
    matches: list[MatchOut]


class DraftOut(Schema):
    """A site with a draft that the caller may read."""

    site: str
    name: str
    changed_at: datetime
    published: int | None = Field(description="The number of the current version; null before the first.")
    links: dict[str, str]


class FindingOut(Schema):
    """What a lint says of one entry."""

    id: str
    severity: Literal["error", "warning", "info"]
    rule: str
    jurisdictions: list[str]
    entry: str
    message: str
    hint: str
    verified: str


class FindingsOut(Schema):
    """The state of a draft: faults keep it from being published, findings do not."""

    hash: str
    publishable: bool
    faults: list[FaultOut]
    findings: list[FindingOut]


class PublishIn(Schema):
    """How to publish."""

    note: str = Field("", max_length=2000, description="Why, for the people of the back office.")
    content_of: int | None = Field(None, ge=1, description="Roll back: publish this version's content again.")

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"note": "Add the newsletter"}]})


class ServiceState(Schema):
    id: str
    granted: bool
    reason: str


class PurposeState(Schema):
    """What counts for one optional purpose now."""

    id: str
    state: State
    granted: bool
    reason: str = Field(description="Why: a state, or `signal`, `not_objected`.")
    services: list[ServiceState]


class ChoiceOut(Schema):
    """The choice that the visitor's cookie holds."""

    version: int = Field(description="The version that was shown.")
    time: datetime
    valid_until: datetime
    receipt: str


class PreferencesOut(Schema):
    """The caller's own state on a site, from the cookie `cookies_preferences` and the header Sec-GPC."""

    site: str
    version: int
    asks: bool = Field(description="Whether a banner is due.")
    signal: bool = Field(description="Whether Global Privacy Control decided.")
    choice: ChoiceOut | None = Field(description="null where nothing valid is remembered.")
    purposes: list[PurposeState]

    model_config = example(site="platform", version=3, asks=False, signal=False, choice=None, purposes=[])


class ConsentIn(Schema):
    """One act of a visitor."""

    act: Literal["grant", "refuse", "save", "withdraw", "signal"] = Field(
        description="`save` decides everything: what is named is allowed, the rest refused. The others act on what is "
        "named and leave the rest; where nothing is named they act on everything. `signal` is the browser's Global "
        "Privacy Control, met where something was granted: everything is refused, and the record's method is `signal`."
    )
    purposes: list[str] = Field(default_factory=list, max_length=200, description="Ids of optional purposes.")
    services: list[str] = Field(
        default_factory=list,
        max_length=1000,
        description="Ids of optional services. `save` allows those, and all of a purpose that is named without any; "
        "`grant` allows those and none beside them under a purpose that was not granted; `refuse` and `withdraw` "
        "refuse those alone.",
    )
    language: str | None = Field(None, max_length=20, description="The language that the visitor was asked in.")
    method: Literal["banner", "preferences", "api"] = Field("api", description="Where the visitor chose.")
    gpc: bool = Field(
        default=False,
        description="The visitor's browser sent Global Privacy Control; for servers that act for one.",
    )
    version: int | None = Field(
        None, description="The version that was shown; 409 where it has changed materially since."
    )
    previous: str | None = Field(
        None, max_length=64, description="The value of `cookies_preferences`, from pages whose cookie is not sent here."
    )
    jurisdiction: str | None = Field(
        None,
        max_length=20,
        description="Where the visitor is, as a profile's code: their own word where the site asks for it, or that of "
        "the site's page on another host; else passed over.",
    )

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"act": "refuse", "language": "en", "method": "api"}]}
    )


class CookieOut(Schema):
    """The cookie for a page of another origin to write itself; this answer sets none."""

    name: str
    value: str
    max_age: int = Field(description="Seconds.")


class ConsentOut(Schema):
    """The act as it was recorded: the visitor's receipt."""

    receipt: str = Field(description="Finds the records of this visitor's choice; random and used for nothing else.")
    record: str = Field(description="The id of this act's record.")
    act: str
    time: datetime
    valid_until: datetime
    site: str
    controller: str
    method: str
    language: str
    jurisdiction: str | None
    state: dict[str, State] = Field(description="Purpose to state, after the act.")
    refused_services: list[str]
    signal: bool = Field(description="Whether Global Privacy Control kept things off.")
    registry: Named
    texts_hash: str
    notice: str | None = Field(description="The address of the policy that was shown.")
    withdraw_at: str | None = Field(description="Where to change or withdraw.")
    cookie: CookieOut | None = Field(None, description="Only to pages of the site that have another origin than this.")


class NoticeOut(Schema):
    """What was shown when visitors chose."""

    hash: str = Field(description="SHA-256 over the canonical JSON of `content`; records name it as `texts_hash`.")
    version: int
    language: str
    jurisdiction: str | None
    first_shown: datetime
    content: dict[str, Any] = Field(description="The words in their places, with markup and style as they were.")


class RecordOut(Schema):
    """A consent record, in the shape of ISO/IEC TS 27560."""

    record: str
    time: datetime
    act: str
    method: str
    version: int
    result: dict[str, State]
    document: dict[str, Any] = Field(description="The record itself; schema: consent/record.schema.json.")
