"""Applications that say which cookies they saw and give those they are told to, behind each of our doors.

A request's `X-Give` is a JSON list of `Set-Cookie` values in base64, and `X-Rules` names the gate that it goes through.
The answer is JSON: `seen`, the `Cookie` values in base64.
"""

import asyncio
import json
from base64 import b64decode, b64encode

from speculoos.gate import asgi, wsgi
from speculoos.gate.gate import Gate
from tests.doors.declared import ALL_RULES, KEYS, bundle

GATES = {name: Gate(bundle(rules).setup(KEYS)) for name, rules in ALL_RULES.items()}
CHUNKS = 5


def seen_json(cookies: list[bytes]) -> bytes:
    return json.dumps({"seen": [b64encode(value).decode() for value in cookies]}).encode()


def given(text: str) -> list[bytes]:
    return [b64decode(value) for value in json.loads(b64decode(text or "W10="))]


def give(values: list[bytes]) -> str:
    """The value of `X-Give` for these cookies."""
    return b64encode(json.dumps([b64encode(value).decode() for value in values]).encode()).decode()


def bare_wsgi(environ, start_response):
    cookie = environ.get("HTTP_COOKIE")
    headers = [("Content-Type", "application/json")]
    headers += [("Set-Cookie", value.decode("latin-1")) for value in given(environ.get("HTTP_X_GIVE", ""))]
    start_response("200 OK", headers)
    if environ["PATH_INFO"] == "/stream":
        return (b"%d\n" % n for n in range(CHUNKS))
    return [seen_json([] if cookie is None else [cookie.encode("latin-1")])]


async def bare_asgi(scope, receive, send):
    if scope["type"] == "websocket":
        await talk(scope, receive, send)
        return
    found = dict(scope["headers"])
    headers = [(b"content-type", b"application/json")]
    headers += [(b"set-cookie", value) for value in given(found.get(b"x-give", b"").decode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    if scope["path"] == "/stream":
        for n in range(CHUNKS):
            await send({"type": "http.response.body", "body": b"%d\n" % n, "more_body": True})
            await asyncio.sleep(0.05)
        await send({"type": "http.response.body", "body": b""})
        return
    body = seen_json([value for name, value in scope["headers"] if name == b"cookie"])
    await send({"type": "http.response.body", "body": body})


async def talk(scope, receive, send):
    """A WebSocket that says which cookies its handshake brought, then repeats what it hears."""
    await receive()
    await send({"type": "websocket.accept", "headers": [(b"set-cookie", b"_ga=1"), (b"x-kept", b"1")]})
    cookies = [value for name, value in scope["headers"] if name == b"cookie"]
    await send({"type": "websocket.send", "text": seen_json(cookies).decode()})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": message.get("text") or ""})


DOORS = {name: wsgi.GateMiddleware(bare_wsgi, gate) for name, gate in GATES.items()} | {"none": bare_wsgi}
ASYNC_DOORS = {name: asgi.GateMiddleware(bare_asgi, gate) for name, gate in GATES.items()} | {"none": bare_asgi}


def wsgi_app(environ, start_response):
    return DOORS[environ.get("HTTP_X_RULES", "strict")](environ, start_response)


async def asgi_app(scope, receive, send):
    if scope["type"] == "lifespan":
        return
    rules = dict(scope["headers"]).get(b"x-rules", b"strict").decode()
    await ASYNC_DOORS[rules](scope, receive, send)
