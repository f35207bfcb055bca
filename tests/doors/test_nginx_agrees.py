"""Whatever comes by, the nginx door says what the gate says: random declarations, rules, visitors and answers."""

import http.client
import json
from base64 import b64decode
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from speculoos.consent.choice import acts_for, choose, gpc_on
from speculoos.consent.cookie import encode, site_key
from speculoos.consent.layout import Layout
from speculoos.gate.bundle import Bundle
from speculoos.gate.gate import Gate
from speculoos.gate.rules import Mode, Rules
from speculoos.registry.model import Exemption, Purpose, Registry, Service, Site, StorageItem
from tests.doors.declared import KEY, KEYS, NECESSARY, OLD_KEY, RECEIPT, SITE
from tests.doors.nginx_server import gated
from tests.doors.recorder import give
from tests.doors.upstream import running

EXCHANGES = 120
HOSTS = ("www.shop.example", "shop.example", "shop.co.uk", "a.b.shop.example")
NAMES = ("a", "b", "ab", "_ga", "_ga_*", "*_x", "x*y", "__Host-t", "__Secure-s", "sid", "SID", "näme", "b[ad]", "*",
         "_pk.*", "_pk.9*", "*mid*dle*", "c,d", "_p*", "😀*", "ä*ä", "z.z")  # fmt: skip
STRANGE = ("zz", "undeclared", "", "ü", "12345678", "deadbeef00", "a.b-c", "__proto__", "ä")
VALUES = (b"v", b"", b"a=b", b'"q, r"', b"\xfe", "café".encode())
ATTRIBUTES = (
    "Path=/", "path=/x", "Secure", "secure=1", "HttpOnly", "SameSite=Lax", "samesite=NONE", "SameSite=odd",
    "Partitioned", "Max-Age=60", "max-age=0", "Max-Age=-5", "Max-Age=99999999", "Max-Age=" + "9" * 30, "Max-Age=x",
    "Max-Age=", "Expires=Thu, 01 Jan 1970 00:00:00 GMT", "Expires=Wed, 21 Oct 2037 07:28:00 GMT",
    "expires=Wed, 21-Oct-37 07:28:00", "Expires=32 Jan 2030 00:00:00", "Expires=29 Feb 2027 00:00:00",
    "Expires=29 Feb 2028 00:00:00", "Expires=31 Apr 2030 00:00:00", "Expires=1 jan 1600 00:00:00",
    "Expires=5:6:7x 3 DECEMBER 68", "Expires=24:00:00 1 Jan 2030", "Domain={site}", "Domain=.shop.example",
    "Domain=example", "Domain=eu.{site}", "domain=film.example", "Domain=.", "Domain=SHOP.example.", "Domain=a..b",
    "Domain=1.2.3.4", "Domain=shop.example:80", "Domain=shop.example:x", "Priority=High", "=", "", "x" * 1030,
)  # fmt: skip
TYPES = ("Content-Type: text/html", "Content-Type: text/html; charset=utf-8", "Content-Type: TEXT/HTML", "X-No: type",
         "Content-Type: text/css", "Content-Type: application/xhtml+xml;x")  # fmt: skip
CACHES = ("Cache-Control: public, max-age=60", "Cache-Control: private", "Cache-Control: no-store",
          "Cache-Control: no-cache", "Cache-Control: s-maxage=5", "Surrogate-Control: max-age=5", "Vary: Cookie",
          "Cache-Control: must-revalidate, public", "Vary: Accept-Encoding", "Vary: *",
          "vary: cookie, sec-gpc")  # fmt: skip
ORDERED = ("set-cookie", "content-security-policy", "content-security-policy-report-only", "reporting-endpoints",
           "speculoos-gate")  # fmt: skip
LISTED = ("cache-control", "vary", "surrogate-control")
SAID = (None, None, True, False)
MODES = (Mode.OFF, Mode.REPORT_ONLY, Mode.ENFORCE)


class World:
    """A random site with its visitors; the same for the same seed, but for the time."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.host = self.random.choice(HOSTS)
        self.bundle = self._bundle()

    def some(self, *choices):
        return self.random.choice(choices)

    def _bundle(self) -> Bundle:
        random = self.random
        purposes = tuple(Purpose(each) for each in ("signin", "statistics", "media", "ads"))
        services = tuple(self._service(n, self.some(*purposes).id) for n in range(random.randint(1, 7)))
        registry = Registry(Site("Shop", f"https://{self.host}/"), purposes=purposes, services=services, version=3)
        self.layout = Layout.of(registry)
        before = random.sample([*self.layout.purposes, "gone"], len(self.layout.purposes) + 1)
        served = random.sample([*self.layout.services, ("gone", "gone")], len(self.layout.services) + 1)
        self.earlier = Layout(2, tuple(before), tuple(served))
        rules = Rules(
            self.some(Mode.ENFORCE, *MODES),
            items=tuple((self.some(*NAMES), self.some(*MODES)) for _ in range(self.some(0, 0, 1, 3))),
            lifetimes=random.random() < 0.8,
            attributes=random.random() < 0.8,
            csp=self.some(*MODES),
            reports=self.some("", "/r?a=1", "https://www.shop.example/reports"),
            told=self.some(*SAID[2:]),
        )
        return Bundle(registry, rules, SITE, (self.earlier,), self.some(0, 0, 3))

    def _service(self, number: int, purpose: str) -> Service:
        hosts = ("cdn.example", "*.film.example", f"static.{self.host}", "shop.example", "x.example")
        items = [self._item() for _ in range(self.random.randint(0, 4))]
        return Service(
            f"s{number}",
            "Shop",
            f"s{number}",
            purpose,
            exemption=self.some(None, None, None, NECESSARY, Exemption.STATISTICS),
            hosts=tuple(self.random.sample(hosts, self.random.randint(0, 2))),
            items=tuple({f"{item.name} {item.host}": item for item in items}.values()),
        )

    def _item(self) -> StorageItem:
        return StorageItem(
            self.some(*(NAMES[:13] if self.random.random() < 0.6 else NAMES)),
            host=self.some(*[None] * 6, "film.example", f"eu.{self.host}", self.host, "shop.example"),
            lifetime=self.some(None, "session", "P1D", "P30D", "PT1H"),
            path=self.some(None, None, None, "/", "/shop"),
            secure=self.some(*SAID),
            http_only=self.some(*SAID[1:3]),
            same_site=self.some(None, None, "Lax", "None"),
            partitioned=self.some(*SAID),
        )

    def choice(self) -> bytes:
        """A value of cookies_preferences, nearly always a true one."""
        if self.random.random() < 0.15:
            return self.some(b"", b"x", b"1.3.tp09c0.VVV..abcdefghijklmnop.abcdefghijklmnop")
        layout = self.some(self.layout, self.layout, self.layout, self.earlier)
        granted = [each for each in layout.purposes if self.random.random() < 0.7]
        granted = self.some(granted, layout.purposes, ())
        when = datetime.now(UTC) - self.some(*[timedelta(minutes=5)] * 4, timedelta(days=185))
        everything = choose(layout, acts_for(layout, layout.purposes), when - timedelta(days=1), receipt=RECEIPT).choice
        refused = [s for s, purpose in layout.services if purpose in granted and self.random.random() < 0.1]
        choice = choose(layout, acts_for(layout, granted), when, refused_services=refused, receipt=RECEIPT,
                        previous=self.some(None, None, everything)).choice  # fmt: skip
        return encode(
            choice, layout, self.some(KEY, KEY, OLD_KEY, site_key("somebody's own secret", SITE)), SITE
        ).encode()

    def name(self) -> bytes:
        known = self.some(*NAMES).replace("*", self.some("", "q", "1234567", "_x"))
        name = known if self.random.random() < 0.8 else self.some(*STRANGE)
        return name.encode() + (b"\xff" if self.random.random() < 0.05 else b"")

    def cookies(self) -> bytes:
        """Few enough that the endings of all have room: beyond, the second of the clock says which come first."""
        pairs = [self._pair() for _ in range(self.random.randint(0, 4))]
        for _ in range(self.some(0, 1, 1, 1, 2)):
            pairs.insert(self.random.randint(0, len(pairs)), b" cookies_preferences=" + self.choice())
        return b";".join(pairs).strip(b" \t")

    def _pair(self) -> bytes:
        if self.random.random() < 0.05:
            return self.some(b"", b" ", b"stray", b"=v", b"\t", b"a = b")
        return self.some(b" ", b" ", b"", b"  ", b"\t") + self.name() + self.some(b"=", b" =") + self.some(*VALUES)

    def set_cookie(self) -> bytes:
        value = self.name() + b"=" + (b"x" * 4200 if self.random.random() < 0.02 else self.some(*VALUES))
        for _ in range(self.random.randint(0, 4)):
            value += self.some(b"; ", b";", b" ; ") + self.some(*ATTRIBUTES).format(site=self.host).encode()
        return (value + (b"\x01" if self.random.random() < 0.03 else b"")).strip(b" \t")


@pytest.mark.parametrize("seed", [5, 7, 11, 18, 25])
def test_it_says_what_the_gate_says(seed: int, tmp_path, monkeypatch):
    """All but where a cookie was seen to be kept, which nginx does not remember."""
    monkeypatch.setattr("speculoos.gate.endings.Seen.note", lambda *_: None)
    world = World(seed)
    gate = Gate(world.bundle.setup(KEYS))
    with ExitStack() as stack:
        upstream = stack.enter_context(running())
        nginx = stack.enter_context(gated(world.bundle, upstream, tmp_path / "gate"))
        connection = http.client.HTTPConnection("127.0.0.1", nginx.port, timeout=20)
        for _ in range(EXCHANGES):
            compare(world, gate, connection)
        connection.close()
        assert "speculoos" not in nginx.errors()


def compare(world: World, gate: Gate, connection: http.client.HTTPConnection) -> None:
    cookies, gives = world.cookies(), [world.set_cookie() for _ in range(world.some(0, 0, 1, 3))]
    gpc = world.some(*[None] * 6, "1", "0", "0, 1")
    host = world.some(world.host, f"{world.host}:80", "127.0.0.1", "localhost")
    path = world.some("/", "/shop", "/shop/a", "/a/b?x=1", "/12345/x")
    lines = [world.some(*TYPES), *(world.some(*CACHES) for _ in range(world.some(0, 0, 1, 2)))]
    passage = gate.open([cookies] if cookies else [], host=host, path=path.partition("?")[0], gpc=gpc_on(gpc))
    split = [line.partition(": ") for line in lines]
    headers = [(name.encode(), value.encode()) for name, _, value in split]
    wanted = passage.close([*headers, *((b"Set-Cookie", value) for value in gives)])

    connection.putrequest("GET", path, skip_host=True, skip_accept_encoding=True)
    sent = {"Host": host, "Cookie": cookies, "Sec-GPC": gpc, "X-Give": give(gives)}
    for name, value in (sent | {"X-Answer": give([line.encode() for line in lines])}).items():
        if value:
            connection.putheader(name, value)
    connection.endheaders()
    response = connection.getresponse()
    body = response.read()

    about = (cookies, gives, sent, lines, body[:200])
    assert response.status == 200, about
    seen = b"; ".join(b64decode(value) for value in json.loads(body)["seen"])
    assert seen == b"; ".join(passage.cookies).strip(b" \t"), about
    for name in ORDERED:
        assert all_of(response, name) == all_in(wanted, name), (name, *about)
    for name in LISTED:
        assert members(all_of(response, name)) == members(all_in(wanted, name)), (name, *about)


def all_of(response: http.client.HTTPResponse, name: str) -> list[bytes]:
    return [value.encode("latin-1").strip(b" \t") for value in response.headers.get_all(name) or ()]


def all_in(headers, name: str) -> list[bytes]:
    return [value.strip(b" \t") for header, value in headers if header.lower() == name.encode()]


def members(values: list[bytes]) -> list[bytes]:
    return sorted(part.strip().lower() for value in values for part in value.split(b",") if part.strip())
