"""What caches may keep of an answer, told in its headers (law.md T-10).

Pairs in, pairs out; names are compared without case. An answer that depends on a visitor's choice is never kept for
another one, whatever the application said before the gate.
"""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

Header: TypeAlias = tuple[bytes, bytes]

VARYING = (b"Cookie", b"Sec-GPC")
PUBLIC = frozenset({b"public", b"s-maxage", b"proxy-revalidate", b"must-understand"})
ALLOWING = frozenset({b"public", b"s-maxage", b"max-age"})
FOR_CACHES_ALONE = frozenset({b"cdn-cache-control", b"surrogate-control", b"x-accel-expires"})
"""Headers that make a shared cache pass over `Cache-Control`."""
CACHING = FOR_CACHES_ALONE | {b"cache-control"}
"""An answer without any of these says nothing of shared caches."""


def for_caches(headers: Iterable[Header]) -> bool:
    """Whether the application wants shared caches to keep this answer."""
    for name, value in headers:
        lower = name.lower()
        if lower in FOR_CACHES_ALONE:
            return True
        if lower == b"cache-control":
            members = value.split(b",")
            if any(is_private(part) for part in members):
                return False
            if not ALLOWING.isdisjoint(map(directive, members)):
                return True
    return False


def kept_apart(headers: Sequence[Header]) -> list[Header]:
    """The same headers, saying that this answer is one visitor's."""
    kept: list[Header] = []
    private = False
    for name, value in headers:
        lower = name.lower()
        if lower in FOR_CACHES_ALONE:
            continue
        if lower == b"cache-control":
            members = [part for part in value.split(b",") if directive(part) not in PUBLIC]
            private = private or any(map(is_private, members))
            if members:
                kept.append((name, b",".join(members).strip()))
            continue
        kept.append((name, value))
    if not private:
        kept.append((b"Cache-Control", b"private"))
    return varied(kept)


def varied(headers: list[Header]) -> list[Header]:
    """With `Vary` naming what a choice comes in."""
    known = {part.strip().lower() for name, value in headers if name.lower() == b"vary" for part in value.split(b",")}
    missing = [] if b"*" in known else [name for name in VARYING if name.lower() not in known]
    if missing:
        headers.append((b"Vary", b", ".join(missing)))
    return headers


def is_private(part: bytes) -> bool:
    """Whether a member keeps shared caches away; `private` with names of fields keeps only these fields away."""
    return part.strip(b" \t").lower() in {b"private", b"no-store"}


def directive(part: bytes) -> bytes:
    return part.partition(b"=")[0].strip(b" \t").lower()
