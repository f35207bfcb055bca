"""Hypothesis strategies shared by every property test.

They draw values that a careful loader would accept: ids are unique, a service's purpose and provider are
declared, patterns are never a bare `*`. Raw and hostile input has its own strategies at the foot.
"""

import dataclasses
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from speculoos.core.cookies import CookiePair, SameSite, SetCookie, inherent_fault
from speculoos.registry.model import (
    SESSION,
    Contact,
    Exemption,
    Identifiability,
    Kind,
    Location,
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

# A property is about values, not about how busy the machine is.
settings.register_profile("speculoos", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("speculoos")

LANGUAGES = ("de", "en", "es", "fr", "it", "nl")
HOSTS = ("site.example", "www.site.example", "shop.site.example", "tracker.test", "cdn.tracker.test", "other.example")

ids = st.text("abcdefgh_", min_size=1, max_size=8).map(lambda rest: f"i{rest}")
_any_words = st.text(
    st.characters(categories=("L", "Nd", "P", "Zs"), exclude_characters="\u2028\u2029"), min_size=1, max_size=24
).filter(lambda text: text == text.strip() != "")
# One draw for most words: a registry has dozens, and odd letters in a few of them are enough.
words = st.one_of(
    st.sampled_from(
        ("visits", "Mesure d’audience", 'say "yes"', "a | b", "Größe", "<b>&amp;</b>", "שלום", "# x", "🍪")
    ),
    st.sampled_from(("Acme", "own", "counts", "keeps the choice", "1", "-", "C:\\x", "a; b, c", "{x}", "''")),
    _any_words,
)
hosts = st.sampled_from(HOSTS)
languages = st.sampled_from(LANGUAGES)

TOKEN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.![]"
names = st.text(TOKEN, min_size=1, max_size=12)
# Short names over few letters, so that names and patterns meet often.
close_names = st.text("ab_", min_size=1, max_size=6)


def _has_literal(pattern: str) -> bool:
    return pattern.strip("*") != ""


patterns = st.text("ab_*", min_size=1, max_size=6).filter(_has_literal)
item_names = st.one_of(names, patterns)
lifetimes = st.one_of(
    st.none(),
    st.just(SESSION),
    st.sampled_from(("PT30M", "P1D", "P7D", "P184D", "P6M", "P13M", "P393D", "P1Y", "P2Y")),
    st.integers(1, 10_000).map(lambda days: f"P{days}D"),
)


def texts(min_size: int = 0) -> st.SearchStrategy[Texts]:
    """A text in some of LANGUAGES."""
    several = st.dictionaries(languages, words, min_size=min_size, max_size=3).map(Texts)
    return several if min_size else st.one_of(st.just(Texts()), several)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy)


def _one_or_none(values: Iterable[Any]) -> st.SearchStrategy[Any]:
    return st.sampled_from((None, *values))


def storage_items(
    name: st.SearchStrategy[str] = item_names, recipients: tuple[str, ...] = ()
) -> st.SearchStrategy[StorageItem]:
    """An item of any kind; `recipients` are the provider names it may name."""
    flag = _one_or_none((True, False))
    return st.builds(
        StorageItem,
        name=name,
        kind=st.sampled_from(Kind),
        host=_one_or_none(HOSTS),
        party=_one_or_none(Party),
        lifetime=lifetimes,
        path=_one_or_none(("/", "/office/")),
        secure=flag,
        http_only=flag,
        same_site=_one_or_none(("Strict", "Lax", "None")),
        partitioned=flag,
        set_by=_one_or_none(("server", "script")),
        renewed=flag,
        identifiability=_one_or_none(Identifiability),
        recipients=_some_of(recipients),
        text=texts(),
    )


def _some_of(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    if not values:
        return st.just(())
    return st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple)


def services(
    id: st.SearchStrategy[str] = ids,
    purposes: tuple[str, ...] = ("stats",),
    providers: tuple[str, ...] = ("Acme",),
    item_name: st.SearchStrategy[str] = item_names,
) -> st.SearchStrategy[Service]:
    """A service under one of `purposes`, by one of `providers`, its items unique by name, kind and host."""
    return st.builds(
        Service,
        id=id,
        provider=st.sampled_from(providers),
        function=words,
        purpose=st.sampled_from(purposes),
        location=st.lists(st.sampled_from(Location), min_size=1, unique=True).map(tuple),
        use=_one_or_none(Use),
        exemption=_one_or_none(Exemption),
        ground=texts(),
        legal_basis=_one_or_none(("consent", "legitimate_interest", "contract")),
        text=texts(min_size=1),
        labels=texts(),
        recipients=_some_of(providers),
        hosts=st.lists(hosts | hosts.map("*.{}".format), max_size=2).map(tuple),
        items=st.lists(
            storage_items(item_name, providers), max_size=3, unique_by=lambda i: (i.name, i.kind, i.host)
        ).map(tuple),
    )


providers_named = st.builds(
    Provider,
    name=words,
    legal_name=_maybe(words),
    country=_one_or_none(("FR", "DE", "US")),
    policy_url=_maybe(st.just("https://provider.example/privacy")),
    safeguard=_one_or_none(("adequacy", "standard_clauses")),
    role=_one_or_none(("controller", "joint_controller", "processor")),
)
purposes = st.builds(Purpose, id=ids, label=texts(), text=texts(), sale=st.booleans())
sites = st.builds(
    Site,
    name=words,
    url=st.sampled_from(("https://site.example", "https://www.site.example/", "http://localhost:8000")),
    default_language=languages,
    languages=st.lists(languages, unique=True, max_size=3).map(tuple),
    jurisdictions=st.lists(st.sampled_from(("FR", "DE", "UK", "CA")), unique=True, max_size=2).map(tuple),
    controller=_maybe(st.builds(Contact, name=words, email=_maybe(st.just("dpo@site.example")))),
)


@st.composite
def registries(draw: st.DrawFn, item_name: st.SearchStrategy[str] = item_names, max_services: int = 3) -> Registry:
    """A registry whose references hold: every service's purpose and provider are declared."""
    why = tuple(draw(st.lists(purposes, min_size=1, max_size=3, unique_by=lambda p: p.id)))
    who = tuple(draw(st.lists(providers_named, min_size=1, max_size=3, unique_by=lambda p: p.name)))
    service = services(purposes=tuple(p.id for p in why), providers=tuple(p.name for p in who), item_name=item_name)
    what = tuple(draw(st.lists(service, max_size=max_services, unique_by=lambda s: s.id)))
    return Registry(draw(sites), who, why, what, draw(st.integers(0, 9)))


@st.composite
def successions(draw: st.DrawFn) -> tuple[Registry, Registry]:
    """A declaration and an edited one: some services gone, some new, some changed, perhaps in another order."""
    old = draw(registries())
    why, who = tuple(p.id for p in old.purposes), tuple(p.name for p in old.providers)
    edit = services(st.sampled_from([s.id for s in old.services] or ["fresh"]), why, who)
    edited = {service.id: service for service in draw(st.lists(edit, max_size=2))}
    kept = [service for service in old.services if service.id in edited or draw(st.booleans())]
    now = {service.id: service for service in kept} | edited
    new = dataclasses.replace(
        old,
        services=tuple(draw(st.permutations(list(now.values())))),
        purposes=tuple(draw(st.permutations(old.purposes))),
        version=old.version + 1,
    )
    return draw(st.sampled_from(((old, new), (new, old))))


# Cookies

WSP = " \t"
header_text = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters=";"), max_size=24).map(
    lambda text: text.strip(WSP)
)
cookie_names = header_text.filter(lambda name: "=" not in name)
moments = st.datetimes(datetime(1601, 1, 1), datetime(9999, 12, 31, 23, 59, 59), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)
extensions = st.lists(st.tuples(cookie_names, header_text).filter(any), max_size=2).map(tuple)


def _keepable(cookie: SetCookie) -> bool:
    """Does some browser keep it: it says something, and says nothing contradictory."""
    return bool(cookie.name or cookie.value) and inherent_fault(cookie) is None


KNOWN_ATTRIBUTES = {"expires", "max-age", "domain", "path", "secure", "httponly", "samesite", "partitioned"}
set_cookies = st.builds(
    SetCookie,
    name=cookie_names,
    value=header_text,
    expires=_maybe(moments),
    max_age=_maybe(st.integers(-(2**53) + 1, 2**53 - 1)),
    domain=_one_or_none(HOSTS),
    path=_maybe(header_text.map(lambda rest: f"/{rest}")),
    secure=st.booleans(),
    http_only=st.booleans(),
    same_site=_one_or_none(SameSite),
    partitioned=st.booleans(),
    extensions=extensions.filter(lambda pairs: all(name.lower() not in KNOWN_ATTRIBUTES for name, _ in pairs)),
).filter(_keepable)
"""Cookies that some header states."""

cookie_pairs = st.builds(CookiePair, cookie_names, header_text).filter(any)

_PIECES = [b"__Host-", b"__secure-", b"a", b"=", b";", b" ", b"\t", b'"', b",", b"\x00", b"\xff", b"\xc3\xa9",
           b"Secure", b"HttpOnly", b"SameSite", b"None", b"Lax", b"Path", b"/", b"Domain", b".site.example", b"Max-Age",
           b"-", b"60", b"Expires",
           b"Wed, 21 Oct 2015 07:28:00 GMT", b"Partitioned", b"x" * 1025, b"y" * 4000]  # fmt: skip
hostile_headers = st.one_of(st.binary(max_size=64), st.lists(st.sampled_from(_PIECES), max_size=24).map(b"".join))
"""Any octets, and octets that look enough like a header to reach every branch."""
