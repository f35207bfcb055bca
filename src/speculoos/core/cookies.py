"""`Cookie` and `Set-Cookie` as browsers read and write them (RFC 6265bis-22, sections 5.6 and 5.7).

Knows the syntax and what a header says by itself; what depends on the request that brought it is in
`cookie_storage`. Reading never raises, on any bytes. It costs one pass and no regular expression.

Bytes are read as UTF-8; octets that are not UTF-8 survive as surrogate escapes and come back unchanged
through `encode_header`. A `str` is taken as text: a WSGI header (PEP 3333) goes in as
`value.encode("latin-1")`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple

from speculoos.core.cookie_date import format_cookie_date, parse_cookie_date
from speculoos.core.errors import UsageError

MAX_PAIR: Final = 4096  # octets of name and value together; more is dropped
MAX_ATTRIBUTE: Final = 1024  # octets of one attribute's value; more is ignored
MAX_STORED_MAX_AGE: Final = 2**53 - 1  # beyond this a Max-Age says nothing more, and JSON readers lose digits

WSP: Final = " \t"
CONTROLS: Final = frozenset(map(chr, (*range(0x09), *range(0x0A, 0x20), 0x7F)))
SECURE_PREFIX: Final = "__secure-"
HOST_PREFIX: Final = "__host-"


class SameSite(StrEnum):
    STRICT = "Strict"
    LAX = "Lax"
    NONE = "None"


class Reason(StrEnum):
    """Why a browser ignores a `Set-Cookie` as a whole."""

    CONTROL_CHARACTER = "control_character"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NAMELESS_PREFIX = "nameless_prefix"
    SAME_SITE_NONE_INSECURE = "same_site_none_insecure"
    PARTITIONED_INSECURE = "partitioned_insecure"
    SECURE_PREFIX = "secure_prefix"
    HOST_PREFIX = "host_prefix"
    HTTP_PREFIX = "http_prefix"
    DOMAIN_NOT_ASCII = "domain_not_ascii"
    PUBLIC_SUFFIX = "public_suffix"
    DOMAIN_MISMATCH = "domain_mismatch"
    INSECURE_SCHEME = "insecure_scheme"
    HTTP_ONLY_FROM_SCRIPT = "http_only_from_script"
    CROSS_SITE = "cross_site"

    @property
    def explanation(self) -> str:
        """One English sentence for a developer, with the clause."""
        return EXPLANATIONS[self]


EXPLANATIONS: Final[dict[Reason, str]] = {
    Reason.CONTROL_CHARACTER: "The header contains a control character (5.6 step 1).",
    Reason.EMPTY: "The cookie has neither a name nor a value (5.7).",
    Reason.TOO_LARGE: f"Name and value together exceed {MAX_PAIR} octets (5.6).",
    Reason.NAMELESS_PREFIX: "A cookie without a name has a value that imitates a name prefix (5.7).",
    Reason.SAME_SITE_NONE_INSECURE: "SameSite=None needs Secure (5.7).",
    Reason.PARTITIONED_INSECURE: "Partitioned needs Secure (CHIPS).",
    Reason.SECURE_PREFIX: "A name that starts with __Secure- needs Secure (4.1.3.1).",
    Reason.HOST_PREFIX: "A name that starts with __Host- needs Secure, Path=/ and no Domain (4.1.3.2).",
    Reason.HTTP_PREFIX: "A name that starts with __Http- or __Host-Http- needs Secure and HttpOnly (layered cookies).",
    Reason.DOMAIN_NOT_ASCII: "Domain contains a character outside ASCII; write it in punycode (5.7).",
    Reason.PUBLIC_SUFFIX: "Domain names a public suffix, under which anybody can register (5.7).",
    Reason.DOMAIN_MISMATCH: "The host that answered is not within Domain (5.1.3).",
    Reason.INSECURE_SCHEME: "Secure was set over an insecure connection (5.7).",
    Reason.HTTP_ONLY_FROM_SCRIPT: "A script cannot set HttpOnly (5.7).",
    Reason.CROSS_SITE: "A cross-site subresource can only set SameSite=None (5.7).",
}


class CookiePair(NamedTuple):
    """One pair of a `Cookie` header. A nameless cookie has the name "". Quotes belong to the value."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class SetCookie:
    """What a `Set-Cookie` header says, the last of each attribute counting.

    `max_age` is in seconds as sent (not capped: see `cookie_storage.lifetime`). `domain` is None where absent
    or empty: a host-only cookie. `path` is None where the default-path applies. `same_site` is None where
    absent or unknown, which browsers treat as Lax. `extensions` holds unknown attributes in order.
    """

    name: str
    value: str
    expires: datetime | None = None
    max_age: int | None = None
    domain: str | None = None
    path: str | None = None
    secure: bool = False
    http_only: bool = False
    same_site: SameSite | None = None
    partitioned: bool = False
    extensions: tuple[tuple[str, str], ...] = ()

    @property
    def persistent(self) -> bool:
        """Does it outlive the browser's session."""
        return self.max_age is not None or self.expires is not None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A cookie that browsers ignore, why, and as much of it as could be read."""

    reason: Reason
    name: str = ""
    cookie: SetCookie | None = None

    def __str__(self) -> str:
        return f"{self.name!r}: {self.reason.explanation}"


def parse_set_cookie(header: bytes | str) -> SetCookie | Rejected:
    """The cookie of one `Set-Cookie` value, or why every browser ignores it. Never raises."""
    text = header if isinstance(header, str) else decode_header(header)
    if _has_control(text):
        return Rejected(Reason.CONTROL_CHARACTER)
    first, _, rest = text.partition(";")
    name, value = _split(first)
    if not name and not value:
        return Rejected(Reason.EMPTY)
    if _longer(name + value, MAX_PAIR):
        return Rejected(Reason.TOO_LARGE, name)
    cookie = SetCookie(name, value, **_attributes(rest)) if rest else SetCookie(name, value)
    reason = inherent_fault(cookie)
    return Rejected(reason, name, cookie) if reason else cookie


def inherent_fault(cookie: SetCookie) -> Reason | None:
    """Why no browser keeps `cookie`, whatever the request was; prefixes of names are judged on storage."""
    if not cookie.name and cookie.value.lower().startswith((SECURE_PREFIX, HOST_PREFIX)):
        return Reason.NAMELESS_PREFIX
    if cookie.secure:
        return None
    if cookie.same_site is SameSite.NONE:
        return Reason.SAME_SITE_NONE_INSECURE
    return Reason.PARTITIONED_INSECURE if cookie.partitioned else None


def parse_cookie_header(header: bytes | str) -> list[CookiePair]:
    """Every pair in the order sent, duplicates included. Never raises.

    NUL, CR and LF are read as spaces (RFC 9110, section 5.5), so what is read can always be written again.
    """
    text = header if isinstance(header, str) else decode_header(header)
    if "\0" in text or "\r" in text or "\n" in text:
        text = text.translate(_BREAKS)
    return [CookiePair(*pair) for pair in map(_split, text.split(";")) if pair != ("", "")]


def format_cookie_header(pairs: Iterable[CookiePair]) -> str:
    """The pairs as one `Cookie` value. UsageError where it would be read as other pairs."""
    wanted = list(pairs)
    text = "; ".join(_bare(pair) if not pair.name else f"{pair.name}={pair.value}" for pair in wanted)
    if parse_cookie_header(text) != wanted:
        raise UsageError(
            "Some cookie pair contains ';', a line break, outer blanks or '=' in its name. Encode it first."
        )
    return text


def format_set_cookie(cookie: SetCookie) -> str:
    """`cookie` as one `Set-Cookie` value that reads back as the same cookie. UsageError where none can."""
    text = "; ".join(_parts(cookie))
    read = parse_set_cookie(text)
    if isinstance(read, Rejected):
        raise UsageError(f"Browsers would ignore the cookie {cookie.name!r}. {read.reason.explanation}")
    if read != cookie:
        raise UsageError(
            f"The cookie {cookie.name!r} cannot be written so that it reads back the same: some part contains ';', "
            "outer blanks or more than the permitted length, or `expires` is not a whole second with a time zone."
        )
    return text


def decode_header(header: bytes) -> str:
    """The text of a header's octets, nothing lost."""
    return header.decode("utf-8", "surrogateescape")


def encode_header(text: str) -> bytes:
    """The octets of a header's text: the inverse of `decode_header`, and defined for any text."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half of a surrogate pair, which no octets decode to
        return text.encode("utf-8", "surrogatepass")


_BREAKS: Final = str.maketrans("\0\r\n", "   ")
_IGNORED: Final = object()


def _has_control(text: str) -> bool:
    # Nearly every header is plain printable ASCII, and asking that is one call.
    return not (text.isascii() and text.isprintable()) and not CONTROLS.isdisjoint(text)


def _longer(text: str, limit: int) -> bool:
    """Is `text` longer than `limit` octets."""
    if len(text) <= limit >> 2:  # a character takes at most four octets
        return False
    return len(text) > limit or (not text.isascii() and len(encode_header(text)) > limit)


def _split(part: str) -> tuple[str, str]:
    """Name and value of a cookie: without an equals sign all of it is the value."""
    name, equals, value = part.partition("=")
    if not equals:
        return "", name.strip(WSP)
    return name.strip(WSP), value.strip(WSP)


def _attributes(text: str) -> dict[str, Any]:
    """The fields of SetCookie that the attributes state."""
    fields: dict[str, Any] = {}
    extensions = []
    for part in text.split(";"):
        name, _, value = part.partition("=")
        name, value = name.strip(WSP), value.strip(WSP)
        if _longer(value, MAX_ATTRIBUTE):
            continue
        known = _READERS.get(name) or _READERS.get(name.lower())
        if known is None:
            if name or value:
                extensions.append((name, value))
        elif (said := known[1](value)) is not _IGNORED:
            fields[known[0]] = said
    if extensions:
        fields["extensions"] = tuple(extensions)
    return fields


def _expires(value: str) -> object:
    return parse_cookie_date(value) or _IGNORED


def _max_age(value: str) -> object:
    digits = value.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        return _IGNORED
    return max(-MAX_STORED_MAX_AGE, min(int(value), MAX_STORED_MAX_AGE))


def _domain(value: str) -> str | None:
    return value.removeprefix(".").lower() or None


def _path(value: str) -> str | None:
    return value if value.startswith("/") else None


def _same_site(value: str) -> SameSite | None:
    return _SAME_SITES.get(value.lower())


def _flag(_value: str) -> bool:
    return True


_SAME_SITES: Final = {member.lower(): member for member in SameSite}
_CANONICAL: Final[dict[str, tuple[str, Callable[[str], object]]]] = {
    "Expires": ("expires", _expires),
    "Max-Age": ("max_age", _max_age),
    "Domain": ("domain", _domain),
    "Path": ("path", _path),
    "Secure": ("secure", _flag),
    "HttpOnly": ("http_only", _flag),
    "SameSite": ("same_site", _same_site),
    "Partitioned": ("partitioned", _flag),
}
# Nearly every header spells them so; the others are found in lower case.
_READERS: Final = _CANONICAL | {name.lower(): reader for name, reader in _CANONICAL.items()}


def _bare(pair: CookiePair) -> str:
    """A nameless pair: its value alone, as browsers send it, unless that would be read as a name."""
    return f"={pair.value}" if "=" in pair.value else pair.value


def _parts(cookie: SetCookie) -> Iterable[str]:
    yield f"{cookie.name}={cookie.value}"
    if cookie.expires is not None:
        yield f"Expires={format_cookie_date(cookie.expires)}"
    if cookie.max_age is not None:
        yield f"Max-Age={cookie.max_age}"
    if cookie.domain is not None:
        # A domain with a dot in front would lose it: one more keeps it.
        yield f"Domain={'.' if cookie.domain.startswith('.') else ''}{cookie.domain}"
    if cookie.path is not None:
        yield f"Path={cookie.path}"
    if cookie.secure:
        yield "Secure"
    if cookie.http_only:
        yield "HttpOnly"
    if cookie.same_site is not None:
        yield f"SameSite={cookie.same_site}"
    if cookie.partitioned:
        yield "Partitioned"
    for name, value in cookie.extensions:
        yield f"{name}={value}" if value or not name else name
