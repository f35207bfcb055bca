"""Reading a JSON body from anybody: bounded, strict, and without surprises further in.

The size is checked before the first byte is read. Refused besides what RFC 8259 refuses: repeated keys (one of the
two would be dropped silently), NaN and numbers beyond a float, deep nesting, NUL and unpaired surrogates (no
database stores them).
"""

import json
import math
import re
from typing import Any, NoReturn

from django.http import HttpRequest

from speculoos.web.api.errors import Problem

SMALL = 64_000
"""Bytes of a choice, with room to spare."""
LARGE = 5_000_000
"""Bytes of a registry: some twenty thousand items."""
DEEPEST = 32

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
UTF8 = {"utf-8", "utf8", "us-ascii", "ascii"}


def read_json(request: HttpRequest, limit: int, also: str | None = None) -> Any:
    """The value of the body, of at most `limit` bytes; a Problem where it is not acceptable JSON.

    `also` is a media type that is JSON without saying so.
    """
    _check_head(request, limit, also)
    raw = request.body
    if len(raw) > limit:
        raise _too_large(limit)
    try:
        value = json.loads(raw.decode(), object_pairs_hook=_object, parse_constant=_constant)
    except UnicodeDecodeError as error:
        raise Problem("not-json", f"Byte {error.start} of the body is not UTF-8.") from error
    except json.JSONDecodeError as error:
        raise Problem("not-json", f"Line {error.lineno}, column {error.colno}: {error.msg}.") from error
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:
        raise Problem("not-json", "A number in the body is too long.") from error
    _check_values(value)
    return value


def _check_head(request: HttpRequest, limit: int, also: str | None) -> None:
    media_type = (request.content_type or "").lower()
    if media_type not in ("application/json", also) and not (
        media_type.startswith("application/") and media_type.endswith("+json")
    ):
        raise Problem("not-this-media-type", "The body must be sent as application/json.")
    charset = (request.content_params or {}).get("charset", "utf-8")
    if charset.lower() not in UTF8:
        raise Problem("not-this-media-type", "JSON is sent in UTF-8 (RFC 8259 section 8.1).")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Problem("not-this-media-type", "Send the body without a content encoding.")
    if request.headers.get("Transfer-Encoding"):
        raise Problem("no-length", "Send the body with a Content-Length.")  # Django reads a chunked body as empty
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and (len(length) > 12 or int(length) > limit):
        raise _too_large(limit)


def _check_values(value: Any) -> None:
    """Walks without recursion: depth is the sender's choice, the stack is ours."""
    waiting = [(value, 1)]
    while waiting:
        each, depth = waiting.pop()
        if depth > DEEPEST:
            raise _too_deep()
        if isinstance(each, dict):
            waiting += [(key, depth) for key in each] + [(v, depth + 1) for v in each.values()]
        elif isinstance(each, list):
            waiting += [(v, depth + 1) for v in each]
        elif isinstance(each, str) and UNSTORABLE.search(each):
            raise Problem("not-json", "A text in the body holds a NUL or half of a surrogate pair.")
        elif isinstance(each, float) and not math.isfinite(each):
            raise Problem("not-json", "A number in the body is too large.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        repeated = next(key for key in keys if keys.count(key) > 1)
        raise Problem("not-json", f"The key {repeated[:60]!a} stands twice in one object.")
    return found


def _constant(name: str) -> NoReturn:
    raise Problem("not-json", f"{name} is not JSON.")


def _too_large(limit: int) -> Problem:
    return Problem("too-large", f"The body may have at most {limit} bytes.")


def _too_deep() -> Problem:
    return Problem("not-json", f"The body nests deeper than {DEEPEST} levels.")
