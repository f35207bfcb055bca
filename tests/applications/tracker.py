"""The planted tracker: another company's host that stores what it can and counts who asks.

Every answer sets a cookie of its own; the script sets one of the page's and loads a pixel. It asks nobody.
"""

import ssl
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.applications.serving import Certificate

OWN = "tracker_uid"
FIRST_PARTY = "_pk_id.1.proof"
SCRIPT = """(function () {
  document.cookie = "%s=" + Math.random().toString(16).slice(2) + "; path=/; max-age=33955200; secure; samesite=lax";
  new Image().src = new URL("matomo.php?idsite=1&rec=1", document.currentScript.src);
})();"""
PIXEL = b"GIF89a\x01\x00\x01\x00\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x00;"


@dataclass
class Tracker:
    """Where it listens, and the paths that browsers have asked it for."""

    port: int = 0
    asked: list[str] = field(default_factory=list)


class Quiet(ThreadingHTTPServer):
    """Browsers that are closed hang up in the middle of things, which is nothing to print."""

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def tracking(certificate: Certificate) -> Iterator[Tracker]:
    tracker = Tracker()
    server = Quiet(("127.0.0.1", 0), _handler(tracker))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.certificate, certificate.key)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    tracker.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield tracker
    finally:
        server.shutdown()
        server.server_close()


def _handler(tracker: Tracker) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            tracker.asked.append(path)
            script = path.endswith(".js")
            content = (SCRIPT % FIRST_PARTY).encode() if script else PIXEL
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript" if script else "image/gif")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("Set-Cookie", f"{OWN}=1; Path=/; Max-Age=31536000; Secure; SameSite=None")
            self.end_headers()
            self.wfile.write(content)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is printed; `asked` tells."""

    return Handler
