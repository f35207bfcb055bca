"""The checks of how the site answers: to a signal, to caches, and with which content security policy."""

import re
from collections import defaultdict
from collections.abc import Iterator

from speculoos.audit.finding import Evidence, Subject
from speculoos.audit.judging import guess
from speculoos.audit.judging.case import Case, Phase
from speculoos.audit.judging.fold import Found, of_item, of_request
from speculoos.audit.judging.storage import place_of, subject_of
from speculoos.audit.judging.words import item_words
from speculoos.audit.observed import Page, SceneKind, Via
from speculoos.core.sites import canonical_host, covers, host_of
from speculoos.law.catalogue import Severity
from speculoos.law.findings import Problem, page_place, service_place
from speculoos.registry.model import Service, StorageItem

NONCE = re.compile(r"'nonce-[^']*'")
BY_CHOICE = (SceneKind.REFUSED, SceneKind.GRANTED, SceneKind.ALONE, SceneKind.WITHDRAWN)
NOT_LOADING = frozenset(("report-uri", "report-to", "frame-ancestors", "form-action", "base-uri", "sandbox"))
"""Directives whose hosts the browser loads nothing from."""

POLICY, CACHING, VARY = "content-security-policy", "cache-control", "vary"


def sold_in_spite_of_signal(case: Case) -> Iterator[Found]:
    """SITE-15: stored or called under Sec-GPC: 1, and a sale or a sharing."""
    for item, _ in case.stored():
        if case.kind_of(item.scene) is not SceneKind.SIGNAL or item.gone:
            continue
        match, hunch = case.match(item), None
        if match is not None:
            entry: tuple[Service, StorageItem | None] = (match.service, match.item)
        else:
            hunch = guess.of_item(case, item)
            if hunch is None or hunch.known is None:
                continue
            entry = guess.supposed(case, item, hunch.known)
        if case.sells(*entry):
            subject = subject_of(case, item, scene=SceneKind.SIGNAL)
            problem = Problem(
                place_of(case, item),
                f"The {item_words(item.kind, subject.name, subject.host)} is stored under Sec-GPC: 1, though it is a "
                "sale or sharing that the signal opts out of.",
                "Hold it back from the first answer on whenever the request has Sec-GPC: 1.",
                severity=Severity.WARNING if hunch else None,
            )
            yield Found("SITE-15", problem, subject, (of_item(item),), guess=hunch.guess if hunch else None)
    yield from _called_in_spite_of_signal(case)


def _called_in_spite_of_signal(case: Case) -> Iterator[Found]:
    for request, host in case.third_parties():
        services = case.hosts.declaring(host) if case.kind_of(request.scene) is SceneKind.SIGNAL else ()
        if services and all(any(case.sells(s, item) for item in s.items or (None,)) for s in services):
            problem = Problem(
                service_place(case.registry, services[0]),
                f'The host {host} is called under Sec-GPC: 1, though "{services[0].id}" is a sale or sharing that the '
                "signal opts out of.",
                "Load it only for requests without Sec-GPC: 1.",
            )
            yield Found(
                "SITE-15", problem, Subject(host=host, scene=SceneKind.SIGNAL, aspect="request"), (of_request(request),)
            )


def caching(case: Case) -> Iterator[Found]:
    """SITE-16: an address whose answer differs by choice, and that a shared cache may keep for everybody."""
    differing = dict((*_differing_policies(case), *_differing_cookies(case)))
    for page in case.observation.pages:
        reason = differing.get(page.url)
        if reason is None or _is_private(page):
            continue
        problem = Problem(
            page_place(VARY),
            f"The answer of {page.url} differs by choice ({reason}), and does not say so to caches.",
            "Send Cache-Control: private, or Vary: Cookie (and Vary: Sec-GPC where the signal counts).",
        )
        said = f"Cache-Control: {_header(page, CACHING) or 'not sent'}; Vary: {_header(page, VARY) or 'not sent'}."
        subject = Subject(name=page.url, host=host_of(page.url) or "", aspect="caching")
        yield Found("SITE-16", problem, subject, (Evidence(page.scene, page.url, None, page.url, said=said),))


def _differing_policies(case: Case) -> Iterator[tuple[str, str]]:
    policies: defaultdict[str, set[str]] = defaultdict(set)
    for page in case.pages(SceneKind.UNTOUCHED):
        policies[page.url].add(_policy(page))
    for kind in BY_CHOICE:
        for page in case.pages(kind):
            if page.url in policies and _policy(page) not in policies[page.url]:
                yield page.url, "its content security policy"


def _differing_cookies(case: Case) -> Iterator[tuple[str, str]]:
    """What the page's own answer sets after a grant, and never before the choice."""
    early = {(i.kind, i.name, i.host) for i in case.observation.items if case.phase(i) is Phase.BEFORE}
    for item, phase in case.stored():
        by_page = item.via is Via.HEADER and item.setter == item.page
        if by_page and phase in (Phase.ALLOWED, Phase.ALONE) and (item.kind, item.name, item.host) not in early:
            match = case.match(item)
            if match is not None and case.asking(match.service, match.item):
                yield item.page, f"it sets {match.item.name}"


def _is_private(page: Page) -> bool:
    caching = {part.strip().partition("=")[0].lower() for part in _header(page, CACHING).split(",")}
    varying = {part.strip().lower() for part in _header(page, VARY).split(",")}
    return bool(caching & {"private", "no-store"} or varying & {"cookie", "*"})


def open_policies(case: Case) -> Iterator[Found]:
    """SITE-19: the content security policy of the untouched scene names a host that waits for consent."""
    for page in case.pages(SceneKind.UNTOUCHED):
        named = sorted(_named_hosts(_header(page, POLICY)))
        for declared in case.hosts.all if named else ():
            services = case.hosts.declaring(declared.host) or (declared.service,)
            asked = [set(case.service_asking(service)) for service in services]
            codes = tuple(p.code for p in case.profiles if all(p.code in places for places in asked))
            source = next((source for source in named if _lets_pass(source, declared.host)), None)
            if not codes or source is None:
                continue
            problem = Problem(
                service_place(case.registry, declared.service, "hosts"),
                f'The content security policy lets {declared.host} pass before any choice, and "{declared.service.id}" '
                "needs consent.",
                "Name the host in the policy only where the visitor has granted its purpose.",
                only=codes,
            )
            subject = Subject(name=declared.service.id, host=declared.host, scene=SceneKind.UNTOUCHED)
            proof = Evidence(page.scene, page.url, None, page.url, said=f"The policy names {source}.")
            yield Found("SITE-19", problem, subject, (proof,))


def _named_hosts(policy: str) -> set[str]:
    """The hosts that the directives about loading name, `*.` before one for its sub-domains."""
    found = set()
    for directive in re.split(r"[;,]", policy):
        name, *sources = directive.split() or [""]
        for source in sources if name.lower() not in NOT_LOADING else ():
            host = _source_host(source)
            if host:
                found.add(host)
    return found


def _source_host(source: str) -> str:
    """The host of a source expression; "" for keywords, schemes, nonces, hashes and a bare `*`."""
    if source.startswith("'") or source.endswith(":") or source == "*":
        return ""
    text = source.partition("://")[2] or source
    text = text.partition("/")[0]
    star = "*." if text.startswith("*.") else ""
    host = canonical_host(text.removeprefix(star).removesuffix(":*"))
    return star + host if host else ""


def _lets_pass(source: str, host: str) -> bool:
    return covers(source[2:], host) and source[2:] != host if source.startswith("*.") else source == host


def _policy(page: Page) -> str:
    return " ".join(NONCE.sub("'nonce'", _header(page, POLICY)).split())


def _header(page: Page, name: str) -> str:
    return ", ".join(value for key, value in page.headers if key == name)
