"""A site behind the ASGI door that sets whatever cookie it is asked to: `/any/path?set=<Set-Cookie value>`."""

from dataclasses import replace
from urllib.parse import parse_qs

from speculoos.gate.asgi import GateMiddleware
from speculoos.gate.bundle import Bundle
from speculoos.gate.gate import Gate
from tests.doors.declared import KEYS, MATERIAL_SINCE, REGISTRY, SITE, STRICT


async def bare(scope, receive, send):
    if scope["type"] == "lifespan":
        return
    asked = parse_qs(scope["query_string"].decode()).get("set", [])
    headers = [(b"content-type", b"text/html"), *((b"set-cookie", value.encode()) for value in asked)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"<!doctype html><title>Shop</title><p>Shop</p>"})


HERE = replace(REGISTRY, site=replace(REGISTRY.site, url="http://www.shop.localhost/"))
"""A host that browsers trust without TLS, so that Secure cookies are kept."""

app = GateMiddleware(bare, Gate(Bundle(HERE, STRICT, SITE, material_since=MATERIAL_SINCE).setup(KEYS)))
