"""The ASGI door (version 3): around any application, HTTP and WebSockets alike."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, TypeAlias

from speculoos.consent.choice import gpc_on
from speculoos.gate.gate import Gate, Passage
from speculoos.gate.shared import Header

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

BEGINNINGS = frozenset({"http.response.start", "websocket.accept", "websocket.http.response.start"})


class GateMiddleware:
    """`app` behind `gate`. Bodies and messages pass untouched."""

    def __init__(self, app: App, gate: Gate) -> None:
        self.app, self.gate = app, gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        headers: list[Header] = list(scope["headers"])
        passage = self._open(scope, headers)
        if passage.changed:
            scope = {**scope, "headers": _with_cookies(headers, passage)}

        async def sending(message: Message) -> None:
            if message["type"] in BEGINNINGS:
                given = [(bytes(name), bytes(value)) for name, value in message.get("headers") or ()]
                message = {**message, "headers": _lower(passage.close(given))}
            await send(message)

        await self.app(scope, receive, sending)

    def _open(self, scope: Scope, headers: Iterable[Header]) -> Passage:
        cookies: list[bytes] = []
        signals: list[str] = []
        host = ""
        for name, value in headers:
            if name == b"cookie":
                cookies.append(value)
            elif name == b"sec-gpc":
                signals.append(value.decode("latin-1"))
            elif name == b"host":
                host = value.decode("latin-1")
        return self.gate.open(cookies, host=host, path=path_of(scope), gpc=gpc_on(signals))


def path_of(scope: Scope) -> str:
    """The path as the browser asked for it, where the server tells it."""
    raw = scope.get("raw_path")
    if not raw:
        return str(scope.get("path") or "/")
    return bytes(raw).partition(b"?")[0].decode("latin-1")


def _with_cookies(headers: Iterable[Header], passage: Passage) -> list[Header]:
    kept = [(name, value) for name, value in headers if name != b"cookie"]
    return [*kept, *((b"cookie", value) for value in passage.cookies)]


def _lower(headers: Iterable[Header]) -> list[Header]:
    """ASGI wants names in lower case."""
    return [(name.lower(), value) for name, value in headers]
