"""Answers: JSON and files with their caching rules, and lists in pages.

A version never changes, so its answers may be kept for ever. What follows the current version is revalidated with
its ETag at every use. What depends on the caller is not kept by anybody.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import parse_etags, quote_etag

IMMUTABLE = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
"""For what follows from versions alone, but is worded or judged by a program that later releases improve."""
REVALIDATE = "public, no-cache"
PRIVATE = "private, no-cache"
NEVER = "private, no-store"

JSON = "application/json"


def json_bytes(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def answer(
    request: HttpRequest,
    data: Any,
    *,
    cache: str = NEVER,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The data as JSON; where it may be kept at all, with an ETag of its bytes."""
    body = json_bytes(data)
    etag = None if cache == NEVER else hashlib.sha256(body).hexdigest()[:32]
    return file(request, lambda: body, JSON, etag=etag, cache=cache, status=status, headers=headers)


def file(
    request: HttpRequest,
    body: Callable[[], bytes],
    content_type: str,
    *,
    etag: str | None,
    cache: str,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The body, made only if the caller does not have it already (304, RFC 9110 section 13.1.2)."""
    kept = {"Cache-Control": cache, **({"ETag": quote_etag(etag)} if etag else {}), **(headers or {})}
    if etag and status == 200 and _has(request, etag):
        return HttpResponse(status=304, headers=kept)
    return HttpResponse(body(), status=status, content_type=content_type, headers=kept)


def _has(request: HttpRequest, etag: str) -> bool:
    """Whether If-None-Match names the ETag; the comparison is the weak one, as RFC 9110 has it there."""
    stated = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in stated or quote_etag(etag) in [each.removeprefix("W/") for each in stated]


def taken() -> HttpResponse:
    """That something was taken in, and nothing else: there is no content, so it has no type either."""
    response = HttpResponse(status=204, headers={"Cache-Control": "no-store"})
    del response["Content-Type"]
    return response


def address(name: str, **kwargs: Any) -> str:
    """The path of one of our addresses by its URL name."""
    return reverse(f"speculoos:{name}", kwargs=kwargs)


def page(
    request: HttpRequest, rows: Any, count: int, limit: int, offset: int, shown: Callable[[Any], Any]
) -> dict[str, Any]:
    """One page of a list: items, the count of all, and the addresses of the pages beside it."""
    following, before = offset + limit, max(offset - limit, 0)
    return {
        "items": [shown(row) for row in rows[offset : offset + limit]],
        "count": count,
        "limit": limit,
        "offset": offset,
        "next": _page_address(request, limit, following) if following < count else None,
        "previous": _page_address(request, limit, before) if offset > 0 else None,
    }


def _page_address(request: HttpRequest, limit: int, offset: int) -> str:
    others = [(k, v) for k, v in request.GET.items() if k not in ("limit", "offset")]
    return f"{request.path}?{urlencode([*others, ('limit', limit), ('offset', offset)])}"


def links(found: Mapping[str, Any]) -> dict[str, str]:
    """The header Link of a page (RFC 8288), empty for a list that fits on one."""
    named = [(relation, found[key]) for relation, key in (("next", "next"), ("prev", "previous")) if found[key]]
    return {"Link": ", ".join(f'<{url}>; rel="{relation}"' for relation, url in named)} if named else {}
