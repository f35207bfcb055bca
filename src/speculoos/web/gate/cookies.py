"""A response's headers as pairs of bytes, and back: Django keeps cookies by name, a gate by header.

Cookies that pass as they were stay the values that the application made; for all others a cookie that prints the text
it was given stands among them.
"""

from collections.abc import Sequence
from http.cookies import Morsel
from typing import Any

from django.http.response import HttpResponseBase

from speculoos.core.cookies import Rejected, decode_header, parse_set_cookie
from speculoos.gate.shared import Header

SET_COOKIE = b"Set-Cookie"
ENDING = b"; Max-Age=0"


class Latin(str):
    """Header text that Django's ASGI handler, which asks for ASCII, gets in Latin-1 as its WSGI handler does.

    For ASGI alone: servers of the other kind may insist on a `str` and no other.
    """

    __slots__ = ()

    def encode(self, _encoding: str = "latin-1", _errors: str = "strict") -> bytes:
        return str.encode(self, "latin-1")


class RawCookie(Morsel[str]):
    """A `Set-Cookie` value whose bytes are sent as they are; its parts can be read as those of any other."""

    def __init__(self, value: bytes, *, for_asgi: bool) -> None:
        super().__init__()
        self.text = value.decode("latin-1")
        self.for_asgi = for_asgi
        self.name, _, self.content = decode_header(value).partition(";")[0].strip().partition("=")
        if ENDING in value:
            self["max-age"] = 0
            return
        parsed = parse_set_cookie(value)
        if not isinstance(parsed, Rejected):
            self.name, self.content = parsed.name, parsed.value
            self["max-age"] = "" if parsed.max_age is None else parsed.max_age
            self["path"], self["domain"] = parsed.path or "", parsed.domain or ""
            self["secure"], self["httponly"] = parsed.secure, parsed.http_only
            self["samesite"] = parsed.same_site or ""

    @property
    def key(self) -> str:
        return self.name

    @property
    def value(self) -> str:
        return self.content

    @property
    def coded_value(self) -> str:
        return self.content

    def output(self, attrs: Any = None, header: str = "Set-Cookie:") -> str:  # noqa: ARG002  (Morsel's signature)
        text = f"{header} {self.text}"
        return Latin(text) if self.for_asgi else text

    def OutputString(self, attrs: Any = None) -> str:  # noqa: N802, ARG002  (Morsel's name and signature)
        return self.text


def headers_of(response: HttpResponseBase) -> list[Header]:
    """Every header in the order in which it would be sent."""
    # the pairs as they are kept: `items()` looks each name up again, which every response would pay for
    kept = response.headers._store.values()
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in kept]
    if response.cookies:
        headers += [(SET_COOKIE, bytes_of(morsel)) for morsel in response.cookies.values()]
    return headers


def added(response: HttpResponseBase, given: Sequence[Header], passed: Sequence[Header]) -> bool:
    """Whether these headers only add other names to those that were given, and have been added: nearly always."""
    size = len(given)
    if passed[:size] != given:
        return False
    for name, value in passed[size:]:
        text = name.decode("latin-1")
        if name.lower() == b"set-cookie" or text in response.headers:
            return False
        response.headers[text] = value.decode("latin-1")
    return True


def give(response: HttpResponseBase, passed: Sequence[Header], *, for_asgi: bool) -> None:
    """Make these the response's headers. Several of one name become one, separated by commas (RFC 9110, 5.3)."""
    wanted: dict[bytes, tuple[str, list[str]]] = {}
    cookies: list[bytes] = []
    for name, value in passed:
        if name.lower() == b"set-cookie":
            cookies.append(value)
        else:
            wanted.setdefault(name.lower(), (name.decode("latin-1"), []))[1].append(value.decode("latin-1"))
    _give_cookies(response, cookies, for_asgi)
    for known in [name for name in response.headers if name.lower().encode("latin-1") not in wanted]:
        del response.headers[known]
    for name_text, values in wanted.values():
        text = ", ".join(values)
        if response.headers.get(name_text) != text:
            response.headers[name_text] = text


def _give_cookies(response: HttpResponseBase, values: Sequence[bytes], for_asgi: bool) -> None:
    """One that was set by hand joins the others, in the order of the gate: endings stand before what is set anew."""
    made = {bytes_of(morsel): (key, morsel) for key, morsel in response.cookies.items()}
    staying = {made[value][0] for value in values if value in made}
    response.headers.pop("Set-Cookie", None)
    response.cookies.clear()
    for number, value in enumerate(values):
        key, morsel = made.get(value) or ("", RawCookie(value, for_asgi=for_asgi))
        if isinstance(morsel, RawCookie) and not key:
            key = morsel.key
            if key in staying or key in response.cookies:
                key = f"{key};{number}"  # one that no cookie can have
        dict.__setitem__(response.cookies, key, morsel)


def bytes_of(morsel: Any) -> bytes:
    return str(morsel.OutputString()).encode("latin-1", "replace")
