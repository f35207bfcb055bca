"""The gate's files within an nginx that is there already: before an application that speaks FastCGI, as PHP does."""

import asyncio
import http.client
import json
import os
import struct
from base64 import b64decode

import pytest

from speculoos.gate.nginx.export import export
from speculoos.gate.nginx.target import Target
from speculoos.gate.rules import Mode, Rules
from tests.doors.cases import LAX
from tests.doors.declared import HOST, KEYS, bundle, values
from tests.doors.harness import free_port
from tests.doors.nginx_server import nginx
from tests.doors.recorder import give, given, seen_json
from tests.doors.upstream import running

BEGIN, END, PARAMS, STDIN, STDOUT = 1, 3, 4, 5, 6
CONF = """
load_module /usr/lib/nginx/modules/ngx_http_js_module.so;
{user}
pid nginx.pid;
error_log logs/error.log;
events {{}}
http {{
    client_body_temp_path tmp/body; proxy_temp_path tmp/proxy; fastcgi_temp_path tmp/fastcgi;
    uwsgi_temp_path tmp/uwsgi; scgi_temp_path tmp/scgi;
    access_log logs/access.log;
    include {gate}/http.conf;
    server {{
        listen 127.0.0.1:{port};
        add_header X-Own server;
        location / {{
            fastcgi_pass 127.0.0.1:{upstream};
            fastcgi_param REQUEST_METHOD $request_method;
            fastcgi_param REQUEST_URI $request_uri;
            fastcgi_buffer_size 32k;
            fastcgi_buffers 8 32k;
            include {gate}/fastcgi.conf;
        }}
    }}
}}
"""


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One request in FastCGI 1.0, answered as upstream does."""
    kind, length, params = BEGIN, 1, b""
    while kind != STDIN or length:
        _, kind, _, length, padding, _ = struct.unpack("!BBHHBB", await reader.readexactly(8))
        data = await reader.readexactly(length)
        await reader.readexactly(padding)
        params += data if kind == PARAMS else b""
    found = dict(pairs(params))
    lines = [b"Content-Type: text/html", *(b"Set-Cookie: " + v for v in given(found.get(b"HTTP_X_GIVE", b"").decode()))]
    body = seen_json([found[b"HTTP_COOKIE"]] if b"HTTP_COOKIE" in found else [])
    writer.write(record(STDOUT, b"\r\n".join([*lines, b"", body])) + record(STDOUT, b"") + record(END, bytes(8)))
    writer.close()


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("!BBHHBB", 1, kind, 1, len(data), 0, 0) + data


def pairs(data: bytes):
    """Names and values, each with its length before it."""
    while data:
        sizes = []
        for _ in range(2):
            wide = data[0] >> 7
            sizes.append(struct.unpack("!I", data[:4])[0] & 0x7FFFFFFF if wide else data[0])
            data = data[4 if wide else 1 :]
        yield data[: sizes[0]], data[sizes[0] : sum(sizes)]
        data = data[sum(sizes) :]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    directory = tmp_path_factory.mktemp("site")
    port = free_port()
    for name in ("logs", "tmp"):
        (directory / name).mkdir()
    with running(serve) as upstream:
        target = Target.of(f"http://127.0.0.1:{upstream}")
        export(bundle(Rules(Mode.ENFORCE, csp=Mode.ENFORCE)), target, directory / "gate", KEYS)
        user = "user root;" if os.geteuid() == 0 else ""
        conf = CONF.format(gate=directory / "gate", port=port, upstream=upstream, user=user)
        (directory / "nginx.conf").write_text(conf)
        with nginx(directory / "nginx.conf", directory, port):
            yield port, directory


def ask(port: int, visitor: str, cookies: str, *gives: str):
    sent = "; ".join(filter(None, (f"cookies_preferences={values()[visitor]}" if values()[visitor] else "", cookies)))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Host": HOST, "X-Give": give([value.encode() for value in gives])}
    connection.request("GET", "/", headers=headers | ({"Cookie": sent} if sent else {}))
    response = connection.getresponse()
    seen = [b64decode(value).decode() for value in json.loads(response.read())["seen"]]
    connection.close()
    return seen, response.headers


def test_the_application_reads_what_may_pass_and_the_browser_is_given_it(site):
    seen, headers = ask(site[0], "statistics", "_ga=1; visits=2", "_fbp=3", f"sessionid=4{LAX}")

    assert seen[0].endswith("; visits=2")
    assert "_ga" not in seen[0]
    given = headers.get_all("Set-Cookie")
    assert given[0].startswith("_ga=; Max-Age=0")
    assert given[-1] == f"sessionid=4{LAX}"
    assert not any(value.startswith("_fbp") for value in given)
    assert "default-src" in headers["Content-Security-Policy"]


def test_no_cookie_header_reaches_the_application_where_nothing_is_left(site):
    assert ask(site[0], "nobody", "_ga=1")[0] == []
    assert ask(site[0], "nobody", "")[0] == []
    assert ask(site[0], "nobody", "sessionid=1")[0] == ["sessionid=1"]


def test_the_logs_of_the_site_go_on_beside_the_gates(site):
    port, directory = site
    ask(port, "nobody", "_ga=1")

    assert "GET / HTTP/1.1" in (directory / "logs/access.log").read_text()
    assert (directory / "logs/error.log").read_text() == ""
