"""As much of a WebSocket client (RFC 6455) as the doors' tests need: a handshake with any header, and short texts."""

import os
import socket
import struct
from base64 import b64encode

TEXT, FINAL, MASKED = 0x1, 0x80, 0x80


def converse(
    port: int, path: str, host: str, cookies: bytes, texts: list[str]
) -> tuple[list[tuple[str, str]], list[str]]:
    """The headers of the handshake's answer, then what is heard: a greeting, and one answer for each text."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        key = b64encode(os.urandom(16))
        connection.sendall(
            b"GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            % (path.encode(), host.encode())
            + b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\nCookie: %s\r\n\r\n" % (key, cookies)
        )
        stream = connection.makefile("rb")
        status = stream.readline()
        assert b" 101 " in status, status + stream.read(500)
        headers = []
        while line := stream.readline().strip():
            name, _, value = line.decode("latin-1").partition(": ")
            headers.append((name.lower(), value))
        heard = [_read(stream)]
        for text in texts:
            connection.sendall(_frame(text.encode()))
            heard.append(_read(stream))
        return headers, heard


def _frame(data: bytes) -> bytes:
    mask = os.urandom(4)
    size = bytes([MASKED | len(data)]) if len(data) < 126 else bytes([MASKED | 126]) + struct.pack("!H", len(data))
    return bytes([FINAL | TEXT]) + size + mask + bytes(byte ^ mask[n % 4] for n, byte in enumerate(data))


def _read(stream) -> str:
    first, size = stream.read(2)
    assert first == FINAL | TEXT, first
    if size == 126:
        (size,) = struct.unpack("!H", stream.read(2))
    return stream.read(size).decode()
