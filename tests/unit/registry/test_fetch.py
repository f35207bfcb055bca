"""The fetcher against a real server on the loopback interface."""

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from speculoos.core.errors import InputError, UsageError
from speculoos.registry import fetch as module
from speculoos.registry.fetch import fetch

PAGES: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, "<p>Politique – cookies</p>".encode()),
    "/latin": (200, {"Content-Type": "text/html; charset=ISO-8859-1"}, "durée “13 mois”".encode("cp1252")),
    "/meta": (200, {"Content-Type": "text/html"}, '<meta charset="iso-8859-15">10 €'.encode("iso-8859-15")),
    "/guess": (200, {"Content-Type": "text/plain"}, "Größe".encode("cp1252")),
    "/large": (200, {"Content-Type": "text/plain"}, b"x" * 5000),
    "/picture": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
    "/gone": (410, {"Content-Type": "text/html"}, b"gone"),
    "/moved": (301, {"Location": "/page#top"}, b""),
    "/loop": (302, {"Location": "/loop"}, b""),
    "/to-file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/to-metadata": (302, {"Location": "http://169.254.169.254/latest"}, b""),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/slow":
            time.sleep(1.5)
        if self.path == "/host":
            status, headers, body = 200, {"Content-Type": "text/plain"}, self.headers["Host"].encode()
        else:
            status, headers, body = PAGES.get(self.path, (200, {"Content-Type": "text/plain"}, b"slow"))
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the test output quiet."""


class QuietServer(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of the tests."""


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    server = QuietServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_page_is_read_as_text(base: str) -> None:
    """The text, the media type and the address come back."""
    page = fetch(f"{base}/page", allow_private=True)

    assert page.text == "<p>Politique – cookies</p>"
    assert page.content_type == "text/html"
    assert page.url == f"{base}/page"


@pytest.mark.parametrize(
    ("path", "text"),
    [("/latin", "durée “13 mois”"), ("/meta", '<meta charset="iso-8859-15">10 €'), ("/guess", "Größe")],
)
def test_the_encoding_comes_from_header_page_or_guess(base: str, path: str, text: str) -> None:
    """Accents survive whatever the page says, or fails to say, about its encoding."""
    assert fetch(base + path, allow_private=True).text == text


def test_a_redirect_is_followed_and_named(base: str) -> None:
    """The address after the redirect is the one reported."""
    page = fetch(f"{base}/moved", allow_private=True)

    assert page.url == f"{base}/page#top"
    assert "Politique" in page.text


def test_the_host_header_is_the_name_and_not_the_address_it_was_pinned_to(base: str) -> None:
    """Name-based virtual hosts get to see their name."""
    port = base.rpartition(":")[2]

    assert fetch(f"http://localhost:{port}/host", allow_private=True).text == f"localhost:{port}"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/gone", "410"),
        ("/picture", "image/png"),
        ("/loop", "more than 5 times"),
        ("/to-file", "redirects to an address that is not allowed"),
    ],
)
def test_the_other_side_s_faults_are_input_errors(base: str, path: str, said: str) -> None:
    """An error status, a picture and bad redirects are told apart in words."""
    with pytest.raises(InputError, match=said):
        fetch(base + path, allow_private=True)


def test_a_redirect_into_a_private_network_is_refused(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A public page cannot send the fetcher to the metadata service of a cloud."""
    monkeypatch.setattr(module, "_is_public", lambda address: address == "127.0.0.1")

    with pytest.raises(InputError, match="private address 169"):
        fetch(f"{base}/to-metadata")


def test_too_much_is_refused(base: str) -> None:
    """Reading stops at the limit."""
    with pytest.raises(InputError, match="larger than 1000 bytes"):
        fetch(f"{base}/large", allow_private=True, max_bytes=1000)


def test_too_slow_is_refused(base: str) -> None:
    """Waiting stops at the limit."""
    with pytest.raises(InputError, match=r"in time|too long"):
        fetch(f"{base}/slow", allow_private=True, timeout=0.3)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/policy",
        "file:///etc/passwd",
        "example.org/cookies",
        "http://",
        "http://[::1",
        "http://host:99999/",
        "https://user:secret@example.org/",
    ],
)
def test_what_is_no_plain_web_address_is_the_caller_s_fault(url: str) -> None:
    """Only http and https, in full and without a password, which is never repeated."""
    with pytest.raises(UsageError) as caught:
        fetch(url)

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "10.0.0.1", "192.168.1.1", "169.254.169.254", "[::1]", "[::]"]
)
def test_private_addresses_are_refused(host: str) -> None:
    """Nothing on a private network is reached unless asked for."""
    with pytest.raises(UsageError, match="private address"):
        fetch(f"http://{host}/")


@pytest.mark.parametrize(
    "address",
    ["::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "fe80::1%eth0", "fc00::1", "224.0.0.1", "100.64.0.1"],
)
def test_wrapped_and_special_addresses_are_private(address: str) -> None:
    """An address is judged by where it leads, not by how it is written."""
    assert not module._is_public(address)


def test_a_public_address_is_public() -> None:
    """The judgement can also be favourable."""
    assert module._is_public("93.184.215.14")
    assert module._is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")


def test_an_unknown_host_is_an_input_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that nobody knows is said to be unknown."""

    def unknown(*args: Any, **kwargs: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(InputError, match="not known"):
        fetch("https://nowhere.example/")


def test_the_next_address_is_tried_when_one_refuses(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host with a dead first address is still read."""
    port = int(base.rpartition(":")[2])
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ("127.0.0.2", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)

    assert "Politique" in fetch(f"http://host.example:{port}/page", allow_private=True).text
