"""An application of bare sockets: says which `Cookie` headers came, octet for octet, and answers what it is told to.

`X-Give` is as in recorder; `X-Answer` is a list of whole header lines in the same form. /stream comes in pieces, and a
WebSocket is answered as recorder does.
"""

import asyncio
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.doors.recorder import CHUNKS, given, seen_json

PLAIN = [b"Content-Type: application/json"]
UPGRADE = [b"HTTP/1.1 101 Switching Protocols", b"Connection: upgrade", b"Upgrade: websocket"]
Headers = list[tuple[bytes, bytes]]


async def serve_one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            start, *lines = head[:-4].split(b"\r\n")
            headers = [(name.lower(), value.strip(b" \t")) for name, _, value in (x.partition(b":") for x in lines)]
            if await answer(start.split(b" ")[1], headers, reader, writer):
                break
    except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
        pass
    finally:
        writer.close()


async def answer(path: bytes, headers: Headers, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    """Says whether the connection is to be closed."""
    found = dict(headers)
    lines = [b"Set-Cookie: " + value for value in given(found.get(b"x-give", b"").decode())]
    lines += given(found[b"x-answer"].decode()) if b"x-answer" in found else PLAIN
    seen = [value for name, value in headers if name == b"cookie"]
    if found.get(b"upgrade") == b"websocket":
        writer.write(b"\r\n".join([*UPGRADE, *lines, b"", b""]) + frame(seen_json(seen)))
        while True:
            writer.write(frame(await heard(reader)))
    if path == b"/stream":
        lines += [b"X-Accel-Buffering: no", b"Connection: close"]
        writer.write(b"\r\n".join([b"HTTP/1.1 200 OK", *lines, b"", b""]))
        for n in range(CHUNKS):
            writer.write(b"%d\n" % n)
            await writer.drain()
            await asyncio.sleep(0.05)
        return True
    body = seen_json(seen)
    writer.write(b"\r\n".join([b"HTTP/1.1 200 OK", b"Content-Length: %d" % len(body), *lines, b"", body]))
    return False


def frame(text: bytes) -> bytes:
    return (bytes([0x81, len(text)]) if len(text) < 126 else struct.pack("!BBH", 0x81, 126, len(text))) + text


async def heard(reader: asyncio.StreamReader) -> bytes:
    _, size = await reader.readexactly(2)
    if (size := size & 127) == 126:
        (size,) = struct.unpack("!H", await reader.readexactly(2))
    mask = await reader.readexactly(4)
    return bytes(byte ^ mask[n % 4] for n, byte in enumerate(await reader.readexactly(size)))


@contextmanager
def running(serve=serve_one) -> Iterator[int]:
    """Its port, for as long as it runs."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()  # first, for this thread may have a loop of its own: a browser's
    starting = asyncio.start_server(serve, "127.0.0.1", 0, limit=1 << 20)
    server = asyncio.run_coroutine_threadsafe(starting, loop).result(10)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(ended(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def ended(server: asyncio.Server) -> None:
    """Until nothing of it runs any more."""
    server.close()
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
