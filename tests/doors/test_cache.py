"""A cache before a gated site: nginx with proxy_cache, which keeps whatever Cache-Control and Vary allow it to.

It keeps answers with `Set-Cookie` too, as caches may (RFC 9111, 7.3), so nothing but the gate's own word protects
anybody.
"""

import http.client
import json
from itertools import count

import pytest

from tests.browser.conftest import start, stop
from tests.doors.declared import HOST, bundle, values
from tests.doors.declared import STRICT as RULES
from tests.doors.harness import free_port, granian, serving
from tests.doors.nginx_server import nginx

CONF = """
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/temp;
  proxy_cache_path {folder}/cache keys_zone=kept:1m;
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://127.0.0.1:{upstream};
      proxy_set_header Host $host;
      proxy_cache kept;
      proxy_ignore_headers Set-Cookie;
      add_header X-Cache $upstream_cache_status always;
    }}
  }}
}}
"""
CHOICES = {name: f"cookies_preferences={value}" for name, value in values().items()}
NUMBERS = count()


def cached(folder, upstream: int):
    port = free_port()
    (folder / "nginx.conf").write_text(CONF.format(folder=folder, port=port, upstream=upstream))
    return nginx(folder / "nginx.conf", folder, port)


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """The tiny project behind a cache."""
    folder, upstream = tmp_path_factory.mktemp("shop"), free_port()
    (folder / "cookies.json").write_text(json.dumps(bundle(RULES).as_json()), "utf-8")
    command = granian("django.core.wsgi:get_wsgi_application", "wsgi", upstream, "--factory")
    settings = {"DJANGO_SETTINGS_MODULE": "tests.doors.django_project.settings"}
    with (
        serving(command, upstream, REGISTRY=str(folder / "cookies.json"), **settings),
        cached(folder, upstream) as port,
    ):
        yield port


@pytest.fixture(scope="module")
def platform(tmp_path_factory):
    """The platform behind a cache."""
    folder = tmp_path_factory.mktemp("platform")
    served = start(folder)
    with cached(folder, int(served.url.rpartition(":")[2])) as port:
        yield port
    stop(served)


def get(port: int, path: str, *cookies: str, host: str = HOST) -> tuple[http.client.HTTPMessage, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": host} | ({"Cookie": "; ".join(cookies)} if cookies else {}))
        response = connection.getresponse()
        return response.headers, response.read().decode()
    finally:
        connection.close()


@pytest.fixture
def page():
    """An address that no cache has heard of."""
    return f"/page/{next(NUMBERS)}"


def test_a_page_for_one_who_granted_is_never_served_to_one_who_refused(shop, page):
    headers, granted = get(shop, page, CHOICES["statistics"], "visits=7")
    assert granted.endswith("visit 8")
    assert "private" in headers["Cache-Control"]

    headers, refused = get(shop, page, CHOICES["none"], "visits=7")
    assert headers["X-Cache"] == "MISS"
    assert refused.endswith("visit 1")


def test_what_one_visitor_is_given_or_told_to_forget_reaches_no_other(shop, page):
    for cookies in ((CHOICES["none"], "visits=7"), (CHOICES["none"], "_ga=1"), (CHOICES["statistics"],)):
        headers, _ = get(shop, page, *cookies)
        assert headers["X-Cache"] == "MISS"
        assert headers["Set-Cookie"]

    headers, _ = get(shop, page, CHOICES["none"])
    assert headers["X-Cache"] == "MISS"
    assert headers["Set-Cookie"] is None


def test_static_files_stay_in_the_cache_whoever_asks(shop):
    path = f"/static/{next(NUMBERS)}.css"

    first, _ = get(shop, path, CHOICES["statistics"], "visits=7")
    assert first["Cache-Control"] == "public, max-age=600, immutable"
    for cookies in ((CHOICES["none"],), (), (CHOICES["none"], "_ga=1")):
        headers, body = get(shop, path, *cookies)
        assert (headers["X-Cache"], body) == ("HIT", "p {}")


def test_pages_of_the_platform_are_each_visitors_own_and_its_files_everybodys(platform):
    def ask(path, *cookies):
        return get(platform, path, *cookies, host="127.0.0.1")

    _, form = ask("/s/biscuiterie/cookies/preferences/")
    script = form.partition('src="')[2].partition('"')[0]
    assert script.startswith("/static/")
    for cookies in ((), ("_ga=1",), ("django_language=fr",)):
        for path in ("/", "/cookies/", "/s/biscuiterie/"):
            assert ask(path, *cookies)[0]["X-Cache"] == "MISS"

    assert ask(script, "django_language=fr")[0]["X-Cache"] == "MISS"
    assert ask(script, "_ga=1")[0]["X-Cache"] == "HIT"
