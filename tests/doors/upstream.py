"""An application of bare sockets: says which `Cookie` headers came, octet for octet, and answers what it is told to.

`X-Give` is as in recorder; `X-Answer` is a JSON list of other header lines in base64. /stream comes in pieces, and an
upgrade is agreed to and echoes what it hears.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.doors.recorder import CHUNKS, given, seen_json

PLAIN = [b"Content-Type: application/json"]


async def serve_one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            start, *lines = head[:-4].split(b"\r\n")
            headers = [(name.lower(), value.strip(b" \t")) for name, _, value in (x.partition(b":") for x in lines)]
            if await answer(start.split(b" ")[1], headers, reader, writer):
                break
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def answer(path: bytes, headers: list[tuple[bytes, bytes]], reader, writer) -> bool:
    """Says whether the connection is to be closed."""
    found = dict(headers)
    given_lines = [b"Set-Cookie: " + value for value in given(found.get(b"x-give", b"").decode())]
    told = given(found.get(b"x-answer", b"").decode()) if b"x-answer" in found else PLAIN
    body = seen_json([value for name, value in headers if name == b"cookie"])
    if found.get(b"upgrade") == b"websocket":
        writer.write(b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n")
        writer.write(b"\r\n".join([*given_lines, b"", b""]))
        while heard := await reader.read(4096):
            writer.write(heard)
        return True
    if path == b"/stream":
        told = [*told, b"X-Accel-Buffering: no"]
        writer.write(b"\r\n".join([b"HTTP/1.1 200 OK", b"Connection: close", *told, *given_lines, b"", b""]))
        for n in range(CHUNKS):
            writer.write(b"%d\n" % n)
            await writer.drain()
            await asyncio.sleep(0.05)
        return True
    size = b"Content-Length: %d" % len(body)
    writer.write(b"\r\n".join([b"HTTP/1.1 200 OK", size, *told, *given_lines, b"", body]))
    return False


@contextmanager
def running() -> Iterator[int]:
    """Its port, for as long as it runs."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(serve_one, "127.0.0.1", 0, limit=1 << 20))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        server.close()
        loop.close()
