"""Registries as the file formats may meet them: every field, odd texts, and nothing that load refuses."""

import string
from typing import Any

from hypothesis import strategies as st

from speculoos.registry.model import (
    Contact,
    Exemption,
    Identifiability,
    Kind,
    Location,
    Measurement,
    Party,
    Provider,
    Purpose,
    Registry,
    Service,
    Site,
    StorageItem,
    Texts,
    Use,
)

whole_text = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
words = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12).filter(str.strip)
tags = st.sampled_from(["en", "fr", "de", "pt-BR", "zh-Hant"])
texts = st.dictionaries(tags, whole_text, max_size=3).map(Texts)
hosts = st.sampled_from(
    ["example.org", "www.example.org", "a-b.co.uk", "localhost", "xn--bcher-kva.example", "127.0.0.1"]
)
sources = st.sampled_from(["player.example.org", "*.example.org", "xn--bcher-kva.example", "localhost", "127.0.0.1"])
urls = st.sampled_from(["https://example.org", "http://localhost:8000/x?y=1#z", "https://example.org/a%20b"])
countries = st.sampled_from(["FR", "US", "GB", "XK"])
durations = st.sampled_from(["P13M", "P184D", "PT30M", "P1Y", "P2W", "P1DT12H"])
cookie_chars = string.ascii_letters + string.digits + "!#$%&'*+-.^_`|~()/@[]{}"
names = st.text(cookie_chars, min_size=1, max_size=8).map(lambda name: "n" + name)


def optional(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def listed(strategy: st.SearchStrategy[Any], most: int = 3, **unique: Any) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=most, **unique).map(tuple)


flags = optional(st.booleans())
contacts = st.builds(
    Contact,
    name=words,
    email=optional(words),
    address=optional(words),
    url=optional(urls),
    country=optional(countries),
)
measurements = st.builds(
    Measurement,
    tool=words,
    host=optional(hosts),
    operator=optional(words),
    metrics=listed(words),
    sole_use=flags,
    one_site=flags,
    shared=flags,
    tracker_lifetime=optional(durations),
    data_retention=optional(durations),
    objection_url=optional(urls),
)
sites = st.builds(
    Site,
    name=words,
    url=urls,
    default_language=tags,
    languages=listed(tags),
    jurisdictions=listed(st.sampled_from(["FR", "EU", "US-CA"])),
    controller=optional(contacts),
    dpo=optional(contacts),
    authority=optional(contacts),
    measurement=optional(measurements),
)
providers = st.builds(
    Provider,
    name=words,
    legal_name=optional(words),
    country=optional(countries),
    address=optional(words),
    contact=optional(words),
    policy_url=optional(urls),
    safeguard=optional(words),
    role=optional(st.sampled_from(["controller", "joint_controller", "processor"])),
)
purposes = st.builds(Purpose, id=words, label=texts, text=texts, sale=st.booleans())


@st.composite
def items(draw: st.DrawFn, known: tuple[str, ...]) -> StorageItem:
    """An item that no browser would refuse."""
    same_site = draw(optional(st.sampled_from(["Strict", "Lax", "None"])))
    partitioned = draw(flags)
    return StorageItem(
        name=draw(names),
        kind=draw(st.sampled_from(Kind)),
        host=draw(optional(hosts)),
        party=draw(optional(st.sampled_from(Party))),
        lifetime=draw(optional(durations | st.just("session"))),
        path=draw(optional(st.sampled_from(["/", "/office"]))),
        secure=True if same_site == "None" or partitioned else draw(flags),
        http_only=draw(flags),
        same_site=same_site,
        partitioned=partitioned,
        set_by=draw(optional(st.sampled_from(["server", "script"]))),
        renewed=draw(flags),
        identifiability=draw(optional(st.sampled_from(Identifiability))),
        recipients=draw(listed(st.sampled_from(known), 2)) if known else (),
        text=draw(texts),
    )


@st.composite
def services(draw: st.DrawFn, known_providers: tuple[str, ...], known_purposes: tuple[str, ...]) -> Service:
    unique = {"unique_by": lambda item: (item.name, item.kind, item.host, item.path)}
    return Service(
        id=draw(words),
        provider=draw(st.sampled_from(("", *known_providers))),
        function=draw(whole_text),
        purpose=draw(st.sampled_from(("", *known_purposes))),
        location=draw(listed(st.sampled_from(Location), 2)),
        use=draw(optional(st.sampled_from(Use))),
        exemption=draw(optional(st.sampled_from(Exemption))),
        ground=draw(texts),
        legal_basis=draw(optional(words)),
        text=draw(texts),
        labels=draw(texts),
        recipients=draw(listed(st.sampled_from(known_providers), 2)) if known_providers else (),
        hosts=draw(listed(sources)),
        items=draw(listed(items(known_providers), **unique)),
    )


@st.composite
def registries(draw: st.DrawFn) -> Registry:
    """A registry that load accepts."""
    known_providers = draw(listed(providers, unique_by=lambda provider: provider.name))
    known_purposes = draw(listed(purposes, unique_by=lambda purpose: purpose.id))
    service = services(tuple(p.name for p in known_providers), tuple(p.id for p in known_purposes))
    return Registry(
        site=draw(sites),
        providers=known_providers,
        purposes=known_purposes,
        services=draw(listed(service, unique_by=lambda service: service.id)),
        version=draw(st.integers(0, 3)),
    )
