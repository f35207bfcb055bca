"""The site that carries the banners: one page a banner, the same but for it; compressed, its files fit for caches."""

import gzip
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType

from bench.banner_peers import Banner

TYPES = {".js": "text/javascript", ".css": "text/css"}
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">{head}</head>
<body><header><h1>Shop</h1></header><main>{text}</main><footer><p>The end.</p></footer>{foot}</body></html>"""
TEXT = "".join(f"<h2>Recipe {n}</h2><p>{'Flour, sugar, butter and a little cinnamon. ' * 6}</p>" for n in range(10))


class Host:
    """A server on a free loopback port. `/<name>` is the page with that banner, `/` the bare one."""

    def __init__(self, files: Path) -> None:
        self.banners: dict[str, Banner] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler(self.banners, files))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://shop.localhost:{self.server.server_port}"

    def __enter__(self) -> "Host":
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.server.shutdown()
        self.server.server_close()


def handler(banners: Mapping[str, Banner], files: Path) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            name = self.path.partition("?")[0].strip("/")
            if name in banners or not name:
                self.send(200, "text/html; charset=utf-8", page(banners.get(name)))
            elif (file := (files / name).resolve()).is_file() and files.resolve() in file.parents:
                self.send(200, TYPES.get(file.suffix, "application/octet-stream"), file.read_bytes())
            else:
                self.send(404, "text/plain", b"")

        def send(self, status: int, kind: str, body: bytes) -> None:
            packed = small(body)
            headers = {"Content-Type": kind, "Content-Encoding": "gzip", "Cache-Control": "max-age=3600"}
            self.send_response(status)
            for name, value in (headers | {"Content-Length": str(len(packed))}).items():
                self.send_header(name, value)
            with suppress(ConnectionError):  # the page may have gone on
                self.end_headers()
                self.wfile.write(packed)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    return Handler


def page(banner: Banner | None) -> bytes:
    return PAGE.format(head=banner.head if banner else "", foot=banner.foot if banner else "", text=TEXT).encode()


@lru_cache(maxsize=64)
def small(body: bytes) -> bytes:
    return gzip.compress(body, 9, mtime=0)
