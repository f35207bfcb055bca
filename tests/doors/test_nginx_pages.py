"""Around the table of cases: pages and their policies, caches before and within, the log, faults, and reloading."""

import http.client
import json
import os
import re
import subprocess
import threading
import time
from base64 import b64decode
from contextlib import contextmanager
from dataclasses import replace

import pytest
from click.testing import CliRunner

from speculoos.cli import main
from speculoos.consent.layout import Layout
from speculoos.gate.nginx.export import export
from speculoos.gate.nginx.target import Target
from speculoos.gate.rules import Mode, Rules
from speculoos.registry.model import StorageItem
from tests.doors.cases import LAX
from tests.doors.declared import HOST, KEY, KEYS, STRICT, bundle, chosen, service, signed, values
from tests.doors.harness import free_port
from tests.doors.nginx_server import NGINX, gated, nginx
from tests.doors.recorder import give
from tests.doors.upstream import running

PAGE = b"Content-Type: text/html; charset=utf-8"
PUBLIC = b"Cache-Control: public, max-age=600"
ENFORCED = Rules(Mode.ENFORCE, csp=Mode.ENFORCE, told=True)
POLICY = "Content-Security-Policy"


@pytest.fixture(scope="module")
def upstream():
    with running() as port:
        yield port


@pytest.fixture(scope="module")
def pages(upstream, tmp_path_factory):
    """A gate that enforces its policy and tells what it does."""
    with gated(bundle(ENFORCED), upstream, tmp_path_factory.mktemp("pages")) as gate:
        yield gate


def get(port, path="/", visitor="nobody", cookies="", gives=(), lines=(PAGE,), **headers):
    """The seen cookies and the headers of one answer."""
    value = values()[visitor]
    sent = "; ".join(filter(None, (f"cookies_preferences={value}" if value else "", cookies)))
    headers |= {"Host": HOST, "X-Answer": give(list(lines)), "X-Give": give([value.encode() for value in gives])}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers=headers | ({"Cookie": sent} if sent else {}))
    response = connection.getresponse()
    body = response.read()
    connection.close()
    assert response.status == 200, body
    seen = b"; ".join(b64decode(value) for value in json.loads(body)["seen"]).decode()
    return seen, response.headers


def test_each_scene_has_its_policy_as_one_header_more(pages):
    """What the application says itself stays beside it, and the scene is that of gate/csp.py."""
    own = b"Content-Security-Policy: default-src 'self'"
    scenes = {}
    for visitor in ("nobody", "none", "all", "media", "ads"):
        scenes[visitor] = get(pages.port, visitor=visitor, lines=(PAGE, own))[1].get_all(POLICY)

    assert all(said[0] == "default-src 'self'" and len(said) == 2 for said in scenes.values())
    assert scenes["nobody"] == scenes["none"] == scenes["ads"]
    assert "film.example" in scenes["media"][1]
    assert "film.example" not in scenes["none"][1]


def test_a_page_whose_policy_depends_on_the_choice_is_kept_for_no_other(pages):
    for visitor in ("nobody", "none", "all", "ads without pixel"):
        for caches in ((), (PUBLIC,), (b"Vary: Accept-Encoding",)):
            _, headers = get(pages.port, visitor=visitor, lines=(PAGE, *caches))
            said = ", ".join(headers.get_all("Cache-Control")).split(", ")
            assert "private" in said
            assert "public" not in said
            assert {"Cookie", "Sec-GPC"} <= {part for line in headers.get_all("Vary") for part in line.split(", ")}


def test_what_is_no_page_has_no_policy_and_stays_as_it_was(pages):
    _, headers = get(pages.port, visitor="all", cookies="sessionid=1", lines=(b"Content-Type: text/css", PUBLIC))

    assert headers[POLICY] is None
    assert headers["Cache-Control"] == "public, max-age=600"
    assert headers["Vary"] is None


def test_developers_are_told_what_was_done(pages):
    _, headers = get(pages.port, cookies='_ga=1; a"b=2', gives=("_fbp=1",), lines=(b"Content-Type: text/plain",))

    assert headers.get_all("Speculoos-Gate") == [
        ", ".join(
            [
                '"_ga";on=request;action=expire;reason=undeclared;mode=enforce',
                '"a\\"b";on=request;action=expire;reason=undeclared;mode=enforce',
                '"_fbp";on=response;action=strip;reason=undeclared;mode=enforce',
            ]
        )
    ]
    assert get(pages.port, cookies="sessionid=1")[1]["Speculoos-Gate"] is None


def test_what_a_withdrawn_purpose_left_under_a_path_of_its_own_ends_unseen(pages):
    ended = get(pages.port, visitor="statistics withdrawn")[1].get_all("Set-Cookie")

    assert "visits=; Max-Age=0; Path=/shop" in ended
    assert get(pages.port, visitor="all")[1]["Set-Cookie"] is None


# Caches


CACHED = """
error_log logs/error.log;
pid nginx.pid;
{user}
events {{}}
http {{
    access_log off;
    client_body_temp_path tmp/body; proxy_temp_path tmp/proxy; fastcgi_temp_path tmp/fastcgi;
    uwsgi_temp_path tmp/uwsgi; scgi_temp_path tmp/scgi;
    proxy_cache_path {cache} keys_zone=pages:1m;
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://127.0.0.1:{upstream};
            proxy_set_header Host $host;
            proxy_cache pages;
            add_header X-Cache $upstream_cache_status;
        }}
    }}
}}
"""


@contextmanager
def cache_before(gate, directory):
    """A shared cache in front of the gate, as it comes: it knows nothing of choices."""
    port = free_port()
    for name in ("logs", "tmp"):
        (directory / name).mkdir(parents=True)
    conf = CACHED.format(user=USER, cache=directory / "cache", port=port, upstream=gate.port)
    (directory / "nginx.conf").write_text(conf)
    with nginx(directory / "nginx.conf", directory, port):
        yield port


USER = "user root;" if os.geteuid() == 0 else ""
"""As root, the workers would be somebody who may not look into the tests' directories."""
SCENES = ("all", "none", "nobody", "media", "ads", "all", "nobody", "none")
"""Whoever granted comes first, and a cache that were wrong would serve their answer to those that follow."""


def test_a_cache_before_the_gate_never_serves_the_answer_of_a_grant_to_others(pages, tmp_path):
    """Pages that the application declares public, with cookies that only a grant lets through, either way."""
    with cache_before(pages, tmp_path / "before") as port:
        for visitor in SCENES:
            seen, headers = get(port, "/page", visitor, "visits=1", ("visits=2; Max-Age=60",), (PAGE, PUBLIC))
            granted = visitor == "all"
            assert ("visits=1" in seen) is granted, visitor
            assert ("visits=2; Max-Age=60" in headers.get_all("Set-Cookie", [])) is granted, visitor
            assert ("film.example" in headers[POLICY]) is (visitor in ("all", "media"))


def test_a_cache_before_the_gate_still_keeps_what_is_everybodys(pages, tmp_path):
    css = (b"Content-Type: text/css", PUBLIC)
    with cache_before(pages, tmp_path / "before") as port:
        told = [get(port, "/a.css", visitor, "sessionid=1", lines=css)[1]["X-Cache"] for visitor in SCENES[:3]]

    assert told == ["MISS", "HIT", "HIT"]


@pytest.fixture(scope="module")
def within(upstream, tmp_path_factory):
    """A gate whose location caches, even what sets cookies: the answers before they are judged."""
    directory = tmp_path_factory.mktemp("within")
    port = free_port()
    target = Target.of(f"http://127.0.0.1:{upstream}", (f"127.0.0.1:{port}",))
    export(bundle(replace(ENFORCED, told=False)), target, directory, KEYS)
    conf = (directory / "nginx.conf").read_text()
    conf = conf.replace("upstream spec", f"proxy_cache_path {directory}/cache keys_zone=pages:1m;\n    upstream spec")
    conf = conf.replace("pid nginx.pid;", f"pid nginx.pid;\n{USER}")
    cached = "proxy_cache pages; proxy_cache_valid 10m; proxy_ignore_headers Set-Cookie Cache-Control Vary;\n"
    (directory / "cached.conf").write_text(conf.replace("proxy_redirect off;", cached))
    with nginx(directory / "cached.conf", directory, port):
        yield port


@pytest.mark.parametrize("first", ["all", "nobody"])
def test_a_cache_within_the_gate_never_serves_the_answer_of_a_grant_to_others(within, first):
    for visitor in (first, *SCENES):
        gives = ("visits=2; Max-Age=60", f"sessionid=1{LAX}")
        seen, headers = get(within, f"/{first}", visitor, "visits=1", gives)
        assert "visits=1" not in seen or visitor == "all", visitor
        given = headers.get_all("Set-Cookie", [])
        assert ("visits=2; Max-Age=60" in given) is (visitor == "all"), visitor
        assert f"sessionid=1{LAX}" in given
        assert ("film.example" in headers[POLICY]) is (visitor in ("all", "media"))


# The log, faults, reloading


def test_the_log_tells_what_was_judged_away_and_nothing_of_anybody(upstream, tmp_path):
    with gated(bundle(STRICT), upstream, tmp_path / "gate") as gate:
        get(gate.port, "/shop/4711?secret=1", "statistics", "_ga=hidden; visits=hidden; user1234567=1")
        get(gate.port, "/shop", cookies="sessionid=1", gives=("visits=hidden",))
        get(gate.port, "/quiet", cookies="sessionid=1")
    log = gate.directory / "logs" / "gate.log"
    text = log.read_text()
    said = json.loads(CliRunner().invoke(main, ["gate", "summary", str(log), "--format", "json"]).stdout)

    assert not re.search(r"hidden|secret|127\.0\.0\.1|quiet|1234567", text)
    assert {(row["side"], row["name"], row["action"], row["reason"], row["count"]) for row in said["rows"]} == {
        ("request", "_ga", "expire", "undeclared", 1),
        ("request", "user*", "expire", "undeclared", 1),
        ("response", "visits", "strip", "not_granted", 1),
    }
    assert {row["path"] for row in said["paths"]} == {"/shop/*", "/shop"}


@pytest.mark.parametrize("place", ["function judged(r) {", "function close(r) {", "function signed(body, signature) {"])
def test_a_fault_lets_everything_through_and_is_logged_and_counted(upstream, tmp_path, place):
    directory = tmp_path / "gate"
    with gated(bundle(replace(ENFORCED, told=False)), upstream, directory, planted=place) as gate:
        sent = "sessionid=1; visits=2" + ("" if "close" in place else "; _ga=1")
        seen, headers = get(gate.port, visitor="all", cookies=sent, gives=("_ga=1; Path=/",))
    log = CliRunner().invoke(main, ["gate", "summary", str(directory / "logs/gate.log"), "--format", "json"]).stdout

    assert seen.endswith(sent)
    assert headers.get_all("Set-Cookie") == ["_ga=1; Path=/"]
    assert "speculoos: the gate failed" in gate.errors()
    assert {row["kind"] for row in json.loads(log)["faults"]} == {"TypeError"}


@pytest.mark.parametrize("place", ["function judged(r) {", "function close(r) {"])
def test_a_fault_lets_nothing_through_but_the_choice_where_that_is_the_fallback(upstream, tmp_path, place):
    with gated(bundle(STRICT), upstream, tmp_path / "gate", planted=place, fallback=Mode.ENFORCE) as gate:
        seen, headers = get(gate.port, visitor="all", cookies="_ga=1; sessionid=2", gives=(f"sessionid=1{LAX}",))

    assert headers["Set-Cookie"] is None
    assert "_ga" not in seen
    assert seen.startswith("cookies_preferences=1.")
    assert ("sessionid" in seen) is ("close" in place)


def test_another_version_is_taken_over_while_traffic_runs(upstream, tmp_path):
    """No request fails, and each is judged by one version or the other."""
    directory = tmp_path / "gate"
    with gated(bundle(STRICT), upstream, directory) as gate:
        seen: list[str] = []
        done = threading.Event()

        def ask():
            while not done.is_set():
                seen.append(get(gate.port, visitor="nobody", cookies="sessionid=1; _ga=2")[0])

        thread = threading.Thread(target=ask)
        thread.start()
        listen = tuple(re.findall(r"listen ([^;]+);", (directory / "nginx.conf").read_text()))
        export(bundle(replace(STRICT, mode=Mode.REPORT_ONLY)), Target.of(f"http://127.0.0.1:{upstream}", listen),
               directory, KEYS)  # fmt: skip
        reload(directory)
        deadline = time.monotonic() + 10
        while "_ga" not in seen[-1] and time.monotonic() < deadline:
            time.sleep(0.05)
        done.set()
        thread.join(10)

    assert set(seen) == {"sessionid=1", "sessionid=1; _ga=2"}


def reload(directory):
    """Start new workers, which take over one by one."""
    conf = directory / "nginx.conf"
    subprocess.run([NGINX, "-c", str(conf), "-p", str(directory), "-s", "reload"], check=True, capture_output=True)


# Two thousand declarations, an nginx that is there already, and PHP


def test_two_thousand_declarations_are_told_apart(upstream, tmp_path):
    """Patterns of all forms among them, which take the program the most room."""
    forms = ("", "*", "*_end", "*_mid*_end")
    many = [StorageItem(f"i{n * 7919 % 10007}_{forms[n % 4]}") for n in range(1600)]
    many += [StorageItem(f"p{n // 4}{'_' * (n % 4)}*_{n % 4}*_e") for n in range(400)]
    large = bundle(STRICT)
    services = (*large.registry.services, service("many", "ads", *many))
    large = replace(large, registry=replace(large.registry, services=services), layouts=())
    layout = Layout.of(large.registry)
    everything = signed(chosen(*layout.purposes, layout=layout), layout)
    names = [item.name.replace("*", "x") for item in many[::37]]
    sent = "; ".join(f"{name}=1" for name in names)
    with gated(large, upstream, tmp_path / "gate", (KEY,)) as gate:
        assert get(gate.port, cookies=f"{sent}; i0=1; j1_x=2")[0] == ""
        seen = get(gate.port, cookies=f"cookies_preferences={everything}; {sent}; i0=1; j1_x=2")[0]
        assert "speculoos" not in gate.errors()

    assert seen == f"cookies_preferences={everything}; {sent}"
