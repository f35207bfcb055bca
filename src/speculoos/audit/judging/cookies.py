"""The checks of how own cookies are set: what every cookie should have, and what the declaration says of this one."""

from collections.abc import Iterator

from speculoos.audit.judging.case import Case, other_browsers_keep
from speculoos.audit.judging.fold import Found, of_item
from speculoos.audit.judging.lines import rounded
from speculoos.audit.judging.storage import place_of, subject_of
from speculoos.audit.judging.words import item_words
from speculoos.audit.observed import Item
from speculoos.core.cookie_storage import LONGEST_LIFE, Stored, prefix_fault
from speculoos.core.cookies import SetCookie
from speculoos.core.durations import DAY, MINUTE, DurationError, from_seconds, parse_iso
from speculoos.core.sites import canonical_host
from speculoos.law.catalogue import Severity
from speculoos.law.findings import Problem
from speculoos.registry.model import SESSION, Kind, StorageItem, Use

Fault = tuple[str, str, str, str]
"""What it is about, the rule, the message's end, the advice."""

SIGNED_IN = (Use.AUTHENTICATION, Use.REMEMBER_ME)
ATTRIBUTES = (("secure", "Secure"), ("http_only", "HttpOnly"), ("partitioned", "Partitioned"))


def attributes(case: Case) -> Iterator[Found]:
    """SITE-10: of own cookies alone; how a third party sets its own the site cannot change."""
    for item in case.observation.items:
        if item.kind is not Kind.COOKIE or not case.own(canonical_host(item.host) or case.site):
            continue
        for aspect, rule, said, hint in _faults(case, item):
            subject = subject_of(case, item, aspect=aspect)
            words = item_words(item.kind, subject.name, subject.host)
            problem = Problem(place_of(case, item), f"The {words} {said}.", hint, rule)
            yield Found("SITE-10", problem, subject, (of_item(item),))


def lifetimes(case: Case) -> Iterator[Found]:
    """POL-02: a cookie lives as long as declared, give or take a day. A shorter life harms nobody: a warning."""
    for item in case.observation.items:
        match = case.match(item)
        if item.kind is not Kind.COOKIE or match is None or match.item.lifetime is None or item.refused or item.gone:
            continue
        difference = _difference(match.item.lifetime, item.lifetime)
        if not difference:
            continue
        subject = subject_of(case, item, aspect="longer" if difference > 0 else "shorter")
        lived = f"lives {_lived(item.lifetime)}" if item.lifetime is not None else "ends with the browser's session"
        problem = Problem(
            place_of(case, item).at("lifetime"),
            f"The {item_words(item.kind, subject.name, subject.host)} {lived}, and {match.item.lifetime} is declared.",
            "Declare the lifetime that it has, or set the one that is declared.",
            severity=None if difference > 0 else Severity.WARNING,
        )
        yield Found("POL-02", problem, subject, (of_item(item),), _line(item.lifetime))


def _faults(case: Case, item: Item) -> Iterator[Fault]:
    if item.refused and not other_browsers_keep(item):
        hint = "Set it so that browsers take it, or not at all."
        yield "refused", "T-01", f"is refused by the browser ({item.refused})", hint
        return
    declared = match.item if (match := case.match(item)) else None
    encrypted = (item.page or case.observation.url).startswith("https:")
    if encrypted and not item.secure:
        yield "secure", "T-01", "is not Secure", "Set it with Secure: it is then never sent without encryption."
    if not item.same_site:
        yield "same_site", "T-02", "has no SameSite", "Set it with SameSite=Lax, or Strict where no link leads in."
    if _wants_http_only(case, item, declared):
        yield "http_only", "T-01", "can be read by scripts", "Set it with HttpOnly: no script needs a sign-in."
    if _prefix_broken(item):
        hint = "`__Secure-` asks for Secure, `__Host-` for Secure, Path=/ and no Domain as well."
        yield "prefix", "T-03", "does not keep what its prefix promises", hint
    if item.lifetime is not None and item.lifetime > LONGEST_LIFE:
        yield "cap", "T-01", "asks for more than 400 days, which no browser grants", "Set at most 34560000 seconds."
    if declared is not None:
        yield from _contradictions(item, declared)


def _contradictions(item: Item, declared: StorageItem) -> Iterator[Fault]:
    """What the declaration states and the cookie does not have, or the other way round."""
    for field, name in ATTRIBUTES:
        said, seen = getattr(declared, field), getattr(item, field)
        if said is not None and said != seen:
            words = f"is declared {'with' if said else 'without'} {name}, and is set {'with' if seen else 'without'} it"
            yield f"declared_{field}", "T-01", words, f"Declare {field} = {str(seen).lower()}, or set it as declared."
    if declared.same_site and item.same_site and declared.same_site.lower() != item.same_site.lower():
        words = f"is declared with SameSite={declared.same_site}, and is set with {item.same_site}"
        hint = f'Declare same_site = "{item.same_site}", or set it as declared.'
        yield "declared_same_site", "T-02", words, hint
    if declared.path and declared.path != item.path:
        words = f"is declared for the path {declared.path}, and is set for {item.path}"
        yield "declared_path", "T-01", words, "Declare the path that it has, or set the one that is declared."


def _wants_http_only(case: Case, item: Item, declared: StorageItem | None) -> bool:
    """A sign-in is nothing for scripts; where the declaration speaks of HttpOnly, that is compared instead."""
    match = case.match(item)
    unsaid = declared is not None and declared.http_only is None
    return unsaid and match is not None and match.service.use in SIGNED_IN and not item.http_only


def _prefix_broken(item: Item) -> bool:
    cookie = SetCookie(item.name, "", path=item.path, secure=item.secure, http_only=item.http_only)
    return prefix_fault(Stored(cookie, item.host, host_only=item.host_only, path=item.path)) is not None


def _difference(declared: str, seconds: int | None) -> int:
    """How the observed life compares: 1 longer, -1 shorter, 0 as declared. A browser caps what is longer than it."""
    if declared == SESSION:
        return 0 if seconds is None else 1
    try:
        duration = parse_iso(declared)
    except DurationError:
        return 0
    if seconds is None:
        return -1
    if seconds > duration.longest() + DAY:
        return 1
    return -1 if seconds < min(duration.shortest(), LONGEST_LIFE) - DAY else 0


def _lived(seconds: int | None) -> str:
    whole = rounded(seconds or 0)
    if whole >= 2 * DAY:
        return f"{whole // DAY} days"
    return f"{whole // MINUTE} minutes" if whole >= 2 * MINUTE else f"{whole} seconds"


def _line(seconds: int | None) -> str:
    if seconds is None:
        return 'lifetime = "session"\n'
    if not 0 < seconds < 10**17:
        return ""
    return f'lifetime = "{from_seconds(rounded(seconds)).iso()}"\n'
