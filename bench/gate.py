"""The gate: what a request through it costs beside the bare application, its memory, and how fast versions change."""

import gc
import json
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count, product

from bench.made import declared, name
from bench.measure import Sample, compare, interleaved
from bench.result import Result, rounded
from bench.signed import KEY
from bench.worker import Worker
from bench.workshop import Workshop
from speculoos.consent.choice import acts_for, choose
from speculoos.consent.cookie import COOKIE_NAME, encode
from speculoos.consent.layout import Layout
from speculoos.gate.gate import Gate
from speculoos.gate.rules import Mode, Rules
from speculoos.gate.setup import Setup
from speculoos.gate.wsgi import App, Environ, GateMiddleware, StartResponse
from speculoos.registry.load import from_json
from speculoos.registry.model import Registry

SITE = "bench"
COOKIES = (0, 10, 50)
DECLARATIONS = (10, 100, 2000)
USUAL = (10, 100)
"""Cookies and declarations: what the budget is for, and all that is measured at a smaller scale."""
BARE = "the bare application in the same run; the value is what the gate adds"
PAGE = b"<!doctype html><title>Bench</title><p>Hello"
STRANGERS = 5
"""Times as many names as there are to match elsewhere are sent by a hostile client, each once."""

Headers = list[tuple[str, str]]


def run(shop: Workshop) -> Iterator[Result]:
    whole = shop.scale.rows >= DECLARATIONS[-1]
    for cookies, declarations in product(COOKIES, DECLARATIONS) if whole else [USUAL]:
        shop.say(f"{cookies} cookies through the gate of {declarations} declarations")
        yield wsgi(shop, cookies, declarations)
        yield django(shop, cookies, declarations)
    for cookies in COOKIES[1:] if whole else USUAL[:1]:
        shop.say(f"{cookies} cookies that nothing declares")
        yield hostile(shop, cookies)
    yield setting(shop)
    for declarations in DECLARATIONS if whole else USUAL[1:]:
        yield from swapping(shop, declarations)
        yield memory(declarations)
    yield memory_under_attack(shop.scale.names * STRANGERS)


def wsgi(shop: Workshop, cookies: int, declarations: int) -> Result:
    registry = declared(declarations)
    environ = asked(header(registry, cookies))
    gated = GateMiddleware(page, Gate(setup_of(registry)))
    assert call(gated, environ) == call(page, environ)
    pair = compare(
        lambda: call(gated, environ), lambda: call(page, environ), shop.scale.rounds, shop.scale.round_seconds
    )
    return added(f"gate_wsgi_{cookies}_cookies_{declarations}_declarations", pair)


def django(shop: Workshop, cookies: int, declarations: int) -> Result:
    """The same through Django's handler, with the middleware and without."""
    registry = declared(declarations)
    file = shop.home / f"gate-{declarations}.json"
    file.write_text(json.dumps(registry.as_json()), "utf-8")
    with Worker("bench.gate_django", str(file), header(registry, cookies), str(shop.scale.round_seconds)) as worker:
        a, b = interleaved(worker.round, worker.round, shop.scale.rounds)  # it takes turns itself
    return added(f"gate_django_{cookies}_cookies_{declarations}_declarations", (Sample.of(a), Sample.of(b)))


def hostile(shop: Workshop, cookies: int) -> Result:
    """Names that nobody has sent before, in each request others: nothing that is remembered helps."""
    gated, numbers = GateMiddleware(page, Gate(setup_of(declared(100)))), count()

    def stranger(app: App) -> bytes:
        return call(app, asked("; ".join(f"x{next(numbers):x}=1" for _ in range(cookies))))

    pair = compare(lambda: stranger(gated), lambda: stranger(page), shop.scale.rounds, shop.scale.round_seconds)
    return added(f"gate_wsgi_{cookies}_unknown_names", pair, "each is told to be forgotten, as far as there is room")


def setting(shop: Workshop) -> Result:
    """A page that sets a session cookie and one that is not declared."""
    registry = declared(100)
    environ = asked(header(registry, 10))

    def sets(_: Environ, start: StartResponse) -> list[bytes]:
        start("200 OK", [*HTML, ("Set-Cookie", f"{name(1)}=1; Path=/"), ("Set-Cookie", "stranger=1; Path=/")])
        return [PAGE]

    gated = GateMiddleware(sets, Gate(setup_of(registry)))
    pair = compare(
        lambda: call(gated, environ), lambda: call(sets, environ), shop.scale.rounds, shop.scale.round_seconds
    )
    return added("gate_wsgi_2_cookies_set", pair, "10 cookies and 100 declarations; one of the two does not pass")


def swapping(shop: Workshop, declarations: int) -> Iterator[Result]:
    """Compiling a version; and the longest that a request can wait for it: swap and first request together."""
    registry = declared(declarations)
    environ = asked(header(registry, 10))
    compiled = compare(lambda: setup_of(anew(registry)), lambda: None, shop.scale.rounds)[0]
    low, high = compiled.spread
    name, how, spread = f"gate_compile_{declarations}_declarations", "beside the traffic", (low * 1e3, high * 1e3)
    yield Result(name, compiled.median * 1e3, "ms", "lower", how=how, spread=spread)
    gate = Gate(setup_of(registry))
    gated = GateMiddleware(page, gate)
    fresh = iter([setup_of(anew(registry)) for _ in range(shop.scale.rounds + 2)])

    def swap_and_ask() -> bytes:
        gate.swap(next(fresh))
        return call(gated, environ)

    first, later = compare(swap_and_ask, lambda: call(gated, environ), shop.scale.rounds)
    low, high = (end * 1e6 for end in first.spread)
    yield Result(
        f"gate_swap_{declarations}_declarations",
        first.median * 1e6,
        "us",
        "lower",
        "a later request through the same gate",
        later.median * 1e6,
        "the swap and the first request after it",
        (low, high),
    )


def memory(declarations: int) -> Result:
    """Bytes that a loaded registry and its compiled gate take."""
    text = json.dumps(declared(declarations).as_json())
    alone = allocated(lambda: from_json(json.loads(text)))
    whole = allocated(lambda: setup_of(from_json(json.loads(text))))
    return Result(
        f"gate_memory_{declarations}_declarations",
        whole,
        "bytes",
        "lower",
        "the registry without a gate",
        alone,
        f"{len(text):,} bytes as JSON",
    )


def memory_under_attack(strangers: int) -> Result:
    """What names that nobody has declared can make a gate keep."""
    setup = setup_of(declared(100))

    def attacked() -> Gate:
        gate = Gate(setup)
        for n in range(0, strangers, 10):
            cookies = "; ".join(f"{'x' * 200}{m}=1" for m in range(n, n + 10))
            gate.open([cookies.encode()], host="www.example.com", path=f"/{n:x}/").close([])
        return gate

    kept = allocated(attacked)
    name, how = f"gate_memory_{strangers}_unknown_names", "names of some 200 characters, each sent once"
    return Result(name, kept, "bytes", "lower", how=how)


HTML: Headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(PAGE)))]


def page(_: Environ, start: StartResponse) -> list[bytes]:
    start("200 OK", list(HTML))
    return [PAGE]


def call(app: App, environ: Environ) -> bytes:
    return b"".join(app(dict(environ), _started))


def _started(status: str, headers: Headers) -> None:
    """A server's end, which has nothing to do here."""


def asked(cookies: str) -> Environ:
    environ: Environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/shop/bread/",
        "QUERY_STRING": "",
        "SERVER_NAME": "www.example.com",
        "SERVER_PORT": "443",
        "HTTP_HOST": "www.example.com",
        "wsgi.url_scheme": "https",
    }
    return environ | ({"HTTP_COOKIE": cookies} if cookies else {})


def header(registry: Registry, cookies: int) -> str:
    """So many cookies of a visitor who has granted everything, the choice among them."""
    if not cookies:
        return ""
    layout = Layout.of(registry)
    choice = encode(choose(layout, acts_for(layout, layout.purposes), datetime.now(UTC)).choice, layout, KEY, SITE)
    declarations = len(registry.services)
    names = [name(n % declarations).replace("*", str(n)) for n in range(cookies - 1)]
    return "; ".join([*(f"{each}=value{n}" for n, each in enumerate(names)), f"{COOKIE_NAME}={choice}"])


def setup_of(registry: Registry) -> Setup:
    return Setup.of(registry, Rules(Mode.ENFORCE), (KEY,), SITE)


def anew(registry: Registry) -> Registry:
    """The same content in an object that nothing has been worked out of."""
    return Registry(registry.site, registry.providers, registry.purposes, registry.services, registry.version)


def added(name: str, pair: tuple[Sample, Sample], how: str = "") -> Result:
    """What the subject costs beyond the baseline, round by round, in microseconds."""
    subject, baseline = pair
    extra = Sample.of((a - b for a, b in zip(subject.rounds, baseline.rounds, strict=True)), 1e6)
    whole = f"{rounded(subject.median * 1e6)} us with it"
    said = f"{whole}; {how}" if how else whole
    return Result(name, max(extra.median, 0.0), "us", "lower", BARE, baseline.median * 1e6, said, extra.spread)


def allocated(make: Callable[[], object]) -> int:
    """Bytes that what is made keeps."""
    make()  # what is worked out once for the process belongs to nobody
    gc.collect()
    tracemalloc.start()
    kept = make()
    gc.collect()
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    del kept
    return size
