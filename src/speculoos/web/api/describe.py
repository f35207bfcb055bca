"""What a route says of itself to the OpenAPI document beyond its types. No behaviour: openapi.py reads it.

The words start with `x-` and are taken out again, so the published document has none of them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

REGISTRY = "Registry"
"""The component that holds the published schema of a registry."""

ETAG = {"ETag": "Names these bytes; send it back in If-None-Match."}


def described(
    *,
    scope: str | None = None,
    scope_if_sent: str | None = None,
    body: type[BaseModel] | str | None = None,
    bodies: Sequence[str] = ("application/json",),
    files: Sequence[str] = (),
    registry: bool = False,
    revalidated: bool = False,
    problems: Sequence[str] = (),
    headers: Mapping[str, str] | None = None,
    wants: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The `openapi_extra` of a route.

    `scope` is what a bearer token needs; with `scope_if_sent` the route is open and a token is optional. `body` is
    the model of the JSON body, or the name of a component, and `bodies` the media types that it may have. `files` are
    media types answered beside or instead of JSON; with `registry` the JSON is a registry. `revalidated`
    answers 304 to a matching If-None-Match. `problems` are the kinds beside those that follow from what the route
    takes. `headers` are sent with the success, `wants` are request headers that the route looks at.
    """
    return {
        "x-scope": scope,
        "x-scope-if-sent": scope_if_sent,
        "x-body": body,
        "x-bodies": [*bodies],
        "x-files": [*files],
        "x-registry": registry,
        "x-revalidated": revalidated,
        "x-problems": [*problems],
        "x-headers": (ETAG if revalidated else {}) | dict(headers or {}),
        "x-wants": dict(wants or {}),
    }
