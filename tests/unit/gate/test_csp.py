"""The policy that is derived: whose hosts pass, and that nothing of the site's own is held back."""

import pytest

from speculoos.consent.choice import acts_for, choose, effective
from speculoos.consent.layout import Layout
from speculoos.gate.csp import LONGEST, OWN, Scenes, endpoints
from speculoos.gate.rules import Rules
from speculoos.gate.setup import Setup
from speculoos.registry.model import Exemption, Kind, Purpose, Registry, Service, Site, StorageItem
from tests.unit.gate.declared import NOW
from tests.unit.gate.policies import allows

NECESSARY = Exemption.STRICTLY_NECESSARY


def service(id, purpose, *items, hosts=(), exemption=None):
    return Service(id, "Shop", id, purpose, exemption=exemption, hosts=hosts, items=items)


PAY = service("pay", "shop", hosts=("js.pay.example",), exemption=NECESSARY)
COUNT = service("count", "statistics", hosts=("*.count.example", "count.example"))
FILM = service("film", "media", StorageItem("player", host="film.example"), hosts=("www.film.example",))
MAP = service("map", "media", StorageItem("zoom", host=".map.example"))


def scenes(*services, url="https://www.shop.example/", **options):
    purposes = tuple(Purpose(id) for id in dict.fromkeys(s.purpose for s in services))
    return Scenes(Registry(Site("Shop", url), purposes=purposes, services=services, version=1), **options)


def visitor(scenes, *granted, **choice):
    layout = Layout.of(scenes.registry)
    return effective(choose(layout, acts_for(layout, granted), NOW, **choice).choice, layout, NOW)


def passing(scenes, *granted, **choice):
    policy = scenes.policy(visitor(scenes, *granted, **choice))
    return lambda *hosts: [host for host in hosts if allows(policy, f"https://{host}/x.js")]


ALL = scenes(PAY, COUNT, FILM, MAP)
HOSTS = ("js.pay.example", "a.count.example", "count.example", "www.film.example", "map.example", "t.map.example")


def test_what_needs_nobody_s_word_passes_and_the_rest_does_not():
    assert passing(ALL)(*HOSTS) == ["js.pay.example"]


@pytest.mark.parametrize(
    ("granted", "more"), [("statistics", HOSTS[1:3]), ("media", HOSTS[3:])], ids=["statistics", "media"]
)
def test_a_granted_purpose_lets_its_services_through(granted, more):
    assert passing(ALL, granted)(*HOSTS) == ["js.pay.example", *more]


def test_a_service_that_is_refused_alone_does_not_pass():
    assert passing(ALL, "media", refused_services=["film"])(*HOSTS) == ["js.pay.example", *HOSTS[4:]]


def test_what_nobody_declares_never_passes():
    """Neither a neighbour, nor a sub-domain that is not named, nor a name that ends alike."""
    strangers = ("x.test", "js.pay.example.x.test", "a.js.pay.example", "pay.example", "xcount.example")
    assert passing(ALL, "statistics", "media")(*strangers) == []


def test_a_service_that_says_where_it_loads_from_is_taken_at_its_word():
    """The host of its item stands for itself, and not for every sub-domain."""
    assert passing(ALL, "media")("film.example", "www.film.example", "ads.film.example") == [
        "film.example",
        "www.film.example",
    ]


def test_a_national_exemption_waits_for_the_visitor():
    """Who is exempt in France only is asked elsewhere, so the gate goes by what counts for this visitor."""
    own = scenes(service("visits", "statistics", hosts=("s.test",), exemption=Exemption.STATISTICS))
    layout = Layout.of(own.registry)
    unasked = effective(None, layout, NOW, asked=(), objection=("statistics",))

    assert passing(own)("s.test") == []
    assert allows(own.policy(unasked), "https://s.test/x.js")


@pytest.mark.parametrize(
    "url",
    [
        "https://www.shop.example/a.js",
        "https://static.shop.example:8443/a.js",
        "https://shop.example/",
        "http://img.shop.example/old.png",
        "wss://www.shop.example/live",
        "wss://live.shop.example/",
        "data:image/png;base64,x",
        "blob:https://www.shop.example/1",
        "about:srcdoc",
    ],
)
def test_what_is_the_site_s_own_passes_when_nothing_is_granted(url):
    assert allows(ALL.policy(visitor(ALL)), url)


def test_inline_code_and_what_is_no_loading_are_left_alone():
    policy = ALL.policy(visitor(ALL))

    assert [part.split()[0] for part in policy.split("; ")] == ["default-src"]
    assert {"'self'", "'unsafe-inline'", "'unsafe-eval'"} <= {*policy.split()}
    assert all(word not in policy for word in ("nonce", "sha256", "report-sample"))


def test_an_own_host_of_a_service_that_waits_is_held_back():
    """A policy can only allow, so while it waits the site's hosts are named one by one."""
    own = scenes(PAY, service("hits", "statistics", hosts=("hits.shop.example",)))
    hosts = ("www.shop.example", "shop.example", "static.shop.example", "hits.shop.example")

    assert passing(own)(*hosts) == ["www.shop.example", "shop.example"]
    assert passing(own, "statistics")(*hosts) == [*hosts]


def test_an_own_host_that_passes_for_another_service_holds_nothing_back():
    shared = "cdn.shop.example"
    own = scenes(
        service("hits", "statistics", hosts=(shared,)), service("x", "x", hosts=(shared,), exemption=NECESSARY)
    )
    assert passing(own)("static.shop.example", shared) == ["static.shop.example", shared]


def test_an_own_cookie_domain_and_the_site_itself_hold_nothing_back():
    """A statistics cookie for the whole domain says nothing of where a script comes from."""
    items = (StorageItem("_ga", host="shop.example"), StorageItem("x", host="a.shop.example"))
    own = scenes(service("ga", "statistics", *items, hosts=("www.shop.example",)))
    assert passing(own)("www.shop.example", "static.shop.example") == ["www.shop.example", "static.shop.example"]


@pytest.mark.parametrize("url", ["http://localhost:8000", "http://127.0.0.1/", "http://[::1]:8000/", "nonsense"])
def test_a_site_without_a_domain_has_itself(url):
    policy = scenes(COUNT, url=url).policy(visitor(scenes(COUNT, url=url)))
    assert policy.startswith(OWN)
    assert all(sign not in policy for sign in ("*.", "["))


@pytest.mark.parametrize(
    "host", ["x.test; script-src *", "x.test, y.test", "x test", "*", "*.com", "*.co.uk", "'none'", "x.test/a", "é;.x"]
)
def test_what_is_no_host_never_gets_into_the_header(host):
    item = StorageItem("p", Kind.PIXEL, host=host)
    own = scenes(service("bad", "media", hosts=(host,)), service("item", "media", item))
    assert own.policy(visitor(own, "media")) == scenes(PAY).policy(visitor(scenes(PAY))).replace(
        " js.pay.example:* ws://js.pay.example:*", ""
    )


def test_a_host_is_written_as_browsers_compare_it():
    own = scenes(service("x", "media", hosts=("Bücher.EXAMPLE", "*.Täst.test")))
    assert passing(own, "media")("xn--bcher-kva.example", "a.xn--tst-qla.test") == [
        "xn--bcher-kva.example",
        "a.xn--tst-qla.test",
    ]


def test_reports_go_where_they_are_wanted():
    policy = ALL.policy(visitor(ALL), "https://p.test/api/v1/sites/shop/reports?v=3")

    assert policy.endswith("; report-uri https://p.test/api/v1/sites/shop/reports?v=3; report-to speculoos")
    assert endpoints("/reports") == 'speculoos="/reports"'


@pytest.mark.parametrize("site", ["http://shop.example", "https://shop.example"])
def test_where_endpoints_do_not_count_reports_go_the_old_way(site):
    own = scenes(PAY, url=site)
    assert own.policy(visitor(own), "http://p.test/r").endswith("; report-uri http://p.test/r")


@pytest.mark.parametrize(
    "url", ["", "x", "javascript:1", 'https://x"', "https://x/;y", "https://x/,y", "/a b", "/\r\n"]
)
def test_an_address_that_no_header_holds_is_left_out(url):
    assert ALL.policy(visitor(ALL), url) == ALL.policy(visitor(ALL))
    assert endpoints(url) == ""


def test_a_policy_that_would_be_too_long_is_not_sent():
    """What is short enough still is, so before the choice the visitor is as well off as ever."""
    many = service("ads", "ads", hosts=tuple(f"host-{n}.advertiser.example" for n in range(60)))
    own = scenes(PAY, many)

    assert own.policy(visitor(own, "ads"), "/reports") == ""
    assert 0 < len(own.policy(visitor(own))) <= LONGEST
    assert [bool(scene.policy) for scene in own.scenes()] == [True, False]


def test_scenes_are_nothing_each_purpose_and_all():
    assert [scene.granted for scene in ALL.scenes()] == [
        (),
        ("statistics",),
        ("media",),
        ("statistics", "media"),
    ]
    assert ALL.scenes()[2].policy == ALL.policy(visitor(ALL, "media"))


def test_the_banner_s_own_platform_passes():
    own = scenes(COUNT, ours=("consent.test", "not a host"))
    assert passing(own)("consent.test", "count.example") == ["consent.test"]


@pytest.mark.parametrize(("reports", "passed"), [("https://consent.test/r", ["consent.test"]), ("/r", []), ("", [])])
def test_the_host_that_reports_go_to_is_the_platform_s(reports, passed):
    setup = Setup.of(ALL.registry, Rules(reports=reports))
    policy = setup.scenes.policy(visitor(ALL))
    assert [host for host in ("consent.test", "count.example") if allows(policy, f"https://{host}/")] == passed


def test_a_blocked_host_leads_to_who_declared_it():
    assert ALL.declaring("a.count.example") == ("count",)
    assert ALL.declaring("T.map.example.") == ("map",)
    assert ALL.declaring("x.test") == ALL.declaring("no host at all;") == ()


def test_equal_choices_are_worked_out_once(monkeypatch):
    own = scenes(PAY, COUNT, FILM)
    first = own.policy(visitor(own, "media"))
    monkeypatch.setattr(own, "sources", lambda _: pytest.fail("worked out again"))

    assert own.policy(visitor(own, "media")) == first
