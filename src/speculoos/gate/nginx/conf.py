"""The texts of nginx's configuration around the program. Each is whole by itself and says where it belongs."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from speculoos.consent.cookie import COOKIE_NAME
from speculoos.core.errors import UsageError
from speculoos.gate.nginx.fast import plainly
from speculoos.gate.nginx.names import Names
from speculoos.gate.nginx.program import plain_choice
from speculoos.gate.nginx.target import Target
from speculoos.gate.rules import Mode
from speculoos.gate.setup import Setup

PROGRAM, HTTP, LOCATION, FASTCGI, WHOLE = "gate.js", "http.conf", "location.conf", "fastcgi.conf", "nginx.conf"
LOG = "logs/gate.log"
LINE = """'{"time":"$time_iso8601","path":"$speculoos_path","did":"$speculoos_did"}'"""
MODULE = "/usr/lib/nginx/modules/ngx_http_js_module.so"
HEAD = "# Written by `speculoos gate nginx` from version {version} of {site}. Do not edit: export again.\n"
LONGEST_WORD = 4000
NO_TIME = datetime.fromtimestamp(0, UTC)
CACHES = (
    "$sent_http_cache_control$sent_http_cdn_cache_control$sent_http_surrogate_control$upstream_http_x_accel_expires"
)
"""Variables that are empty where an application says nothing to caches."""
KNOWN = "$speculoos_busy$speculoos_document$speculoos_chose$speculoos_signal$speculoos_cached"
"""Five digits."""


class Conf:
    """The configuration of one setup, kept in `directory`."""

    def __init__(self, setup: Setup, names: Names, target: Target, directory: Path) -> None:
        self.setup, self.names, self.target, self.directory = setup, names, target, directory
        rules = setup.rules
        self.judges = rules.mode is not Mode.OFF or any(mode is not Mode.OFF for _, mode in rules.items)
        self.policy = rules.csp is not Mode.OFF
        self.hidden = rules.mode is Mode.ENFORCE and bool(setup.table.hidden)
        self.head = HEAD.format(version=setup.registry.version, site=plain(setup.registry.site.name))

    def http(self) -> str:
        """For the http block: the program, its variables and its log."""
        lines = [
            self.head + "# Include it in the http block.",
            f"js_import speculoos from {quoted(str(self.directory / PROGRAM))};",
            "js_set $speculoos_judged speculoos.incoming;",
            "js_set $speculoos_whole speculoos.whole;",
            "js_set $speculoos_answer speculoos.outgoing;",
            "js_set $speculoos_scene speculoos.scene;",
            "js_set $speculoos_noticed speculoos.noticed;",
            'js_var $speculoos_changed "";',
            'js_var $speculoos_granted "";',
            'js_var $speculoos_wake "";',
            'js_var $speculoos_kept "";',
            'js_var $speculoos_told "";',
            'js_var $speculoos_did "";',
            'map $request_uri $speculoos_path { "~^([^?#]*+)" $1; }',
            f"log_format speculoos escape=json {LINE};",
            f"access_log {quoted(str(self.directory / LOG))} speculoos buffer=32k flush=1s if=$speculoos_did;",
            *self._incoming(),
            *self._outgoing(),
        ]
        return "\n".join(lines) + "\n"

    def location(self) -> str:
        """For a location that proxies: what the application sees and the browser is given."""
        return "\n".join(
            [
                self.head + "# Include it beside proxy_pass, and beside every other proxy_set_header and add_header.",
                "proxy_set_header Cookie $speculoos_cookie;",
                "# finds Set-Cookie behind an empty one; names no cookie",
                "proxy_cookie_flags $speculoos_noticed secure;",
                "proxy_no_cache $speculoos_uncached;",
                *self._headers(),
                "",
            ]
        )

    def fastcgi(self) -> str:
        """The same for a location of FastCGI, such as PHP."""
        return "\n".join(
            [
                self.head + "# Include it beside fastcgi_pass, and beside every other add_header.",
                "fastcgi_param HTTP_COOKIE $speculoos_cookie if_not_empty;",
                "fastcgi_no_cache $speculoos_uncached;",
                *self._headers(),
                "",
            ]
        )

    def whole(self) -> str:
        """An nginx of its own before the application."""
        target = self.target
        return STANDALONE.format(
            head=self.head,
            module=MODULE,
            directory=self.directory,
            http=quoted(str(self.directory / HTTP)),
            location=quoted(str(self.directory / LOCATION)),
            server=target.server,
            scheme=target.scheme,
            listen="\n        ".join(f"listen {each};" for each in target.listen),
            names=" ".join(map(quoted, target.names)) or "_",
            tls=f"\n            proxy_ssl_server_name on;\n            proxy_ssl_name {target.host};"
            if target.scheme == "https"
            else "",
        )

    def _incoming(self) -> Iterator[str]:
        yield "# what the application sees of Cookie: the program is asked only where some name may need it"
        exempt, declared = plainly(self.names.exempt()), plainly(self.names.declared())
        yield "map $http_cookie $speculoos_exempt {"
        yield '    "" 1;'
        if exempt:
            yield f"    {quoted_pattern(exempt)} 1;"
        yield f"    default {int(not self.judges)};"
        yield "}"
        yield "map $http_cookie $speculoos_needed {"
        if declared:
            yield f"    {quoted_pattern(declared)} $speculoos_whole;"
        yield "    default $speculoos_judged;"
        yield "}"
        yield 'map $speculoos_exempt $speculoos_filtered { 1 ""; default $speculoos_needed; }'
        yield "# the two choices that nearly everybody makes; the program asks for it and judges the signature"
        choice = plain_choice(self.setup)
        yield f"map $http_cookie $speculoos_plain {{ default 0; {quoted_pattern(choice) + ' 1;' if choice else ''} }}"
        yield "map $speculoos_filtered $speculoos_cookie {"
        yield '    "" $http_cookie;'
        yield '    ";" "";'
        yield "    default $speculoos_filtered;"
        yield "}"

    def _outgoing(self) -> Iterator[str]:
        yield "# what a response needs: p the policy for whoever has chosen nothing, s that of a choice, j judgement"
        yield "map $sent_http_content_type $speculoos_document {"
        yield '    "" 2;'
        yield r'    "~*^(?>text/html|application/xhtml[+]xml)[ \t]*+(?>;|$)" 1;'
        yield "    default 0;"
        yield "}"
        yield "# what a cache at this place is not to keep: what a grant may be read from, or lost a cookie"
        yield 'map "$speculoos_changed:$speculoos_granted:$speculoos_document" $speculoos_uncached {'
        yield '    default 0; "~^1" 1; "~:1:[12]" 1;'
        yield "}"
        yield 'map "$speculoos_wake$sent_http_set_cookie" $speculoos_busy {'
        yield '    "" 0;'
        yield f"    default {int(self.judges)};"
        yield "}"
        yield f"map $http_cookie $speculoos_chose {{ default 0; ~{COOKIE_NAME} 1; }}"
        yield 'map "$http_sec_gpc" $speculoos_signal { "" 0; default 1; }'
        caches = CACHES + ("$sent_http_vary" if self.setup.rules.csp is Mode.ENFORCE else "")
        yield f'map "{caches}" $speculoos_cached {{ "" 0; default 1; }}'
        yield f'map "{KNOWN}" $speculoos_way {{'
        yield from (f"    {line}" for line in self._ways())
        yield "}"
        yield "map $speculoos_way $speculoos_policy {"
        yield f"    p {quoted(self._nobody())};"
        yield "    s $speculoos_scene;"
        yield "    j $speculoos_answer;"
        yield '    default "";'
        yield "}"
        apart = self.setup.rules.csp is Mode.ENFORCE and self.setup.asks and bool(self._nobody())
        for name, value in (("private", "private"), ("vary", "Cookie, Sec-GPC")):
            shown = quoted(value if apart else "")
            yield f'map "$speculoos_way$speculoos_kept" $speculoos_{name} {{ default ""; p {shown}; s {shown}; }}'
        yield f'map $speculoos_policy $speculoos_endpoints {{ "" ""; default {quoted(self._endpoints())}; }}'

    def _ways(self) -> Iterator[str]:
        """The five digits of what is known of a response, and the way it takes; the first that fits."""
        asks = self.setup.asks
        yield "default -;"
        if self.judges:
            yield '"~^1" j;'
        if self.judges and asks:  # what a grant let through is kept out of caches
            yield '"~^0[12]1.1" j;'
        if self.policy and len(self._nobody()) > LONGEST_WORD:
            yield '"~^0[12]" j;'
        elif self.policy:
            yield f'"~^0[12]{"000" if asks else ""}" p;'
            yield '"~^0[12]..0" s;'
            yield '"~^0[12]" j;'
        elif self.hidden and asks:
            yield '"~^0[12]1" j;'

    def _nobody(self) -> str:
        """The policy of those who have not chosen, or of everybody where there is nothing to choose."""
        setup = self.setup
        if not self.policy:
            return ""
        if not setup.asks:
            return setup.declared_csp.decode("ascii")
        return setup.scenes.policy(setup.reader.effective((), NO_TIME), setup.rules.reports)

    def _endpoints(self) -> str:
        return self.setup.endpoints.decode("ascii")

    def _headers(self) -> Iterator[str]:
        # the policy comes first: working it out is what changes Set-Cookie
        yield f"add_header {self.setup.csp_name.decode()} $speculoos_policy always;"
        yield "add_header Reporting-Endpoints $speculoos_endpoints always;"
        yield "add_header Cache-Control $speculoos_private always;"
        yield "add_header Vary $speculoos_vary always;"
        if self.setup.rules.told:
            yield "add_header Speculoos-Gate $speculoos_told always;"


def plain(text: str) -> str:
    """A text as part of a comment."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def quoted_pattern(pattern: str) -> str:
    """A regular expression as the key of a map, where a dollar sign is its own."""
    return f'"~{pattern}"'


def quoted(text: str) -> str:
    """A word of the configuration. UsageError for what nginx would read as something else."""
    if "$" in text or any(ord(letter) < 32 for letter in text):
        raise UsageError(f"nginx cannot be told {text!r}: it holds a dollar sign or a control character.")
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


STANDALONE = """{head}# Start it with: nginx -c {directory}/nginx.conf -p {directory}
load_module {module};
pid nginx.pid;
error_log logs/error.log;
worker_processes auto;
pcre_jit on;

events {{
    worker_connections 4096;
}}

http {{
    client_body_temp_path tmp/body;
    proxy_temp_path tmp/proxy;
    fastcgi_temp_path tmp/fastcgi;
    uwsgi_temp_path tmp/uwsgi;
    scgi_temp_path tmp/scgi;

    # room for many cookies, long values and a policy
    large_client_header_buffers 4 16k;
    proxy_buffer_size 32k;
    proxy_buffers 8 32k;

    include {http};
    map $http_upgrade $speculoos_connection {{ default upgrade; "" ""; }}

    upstream speculoos_upstream {{
        server {server};
        keepalive 64;
    }}

    server {{
        {listen}
        server_name {names};
        server_tokens off;
        client_max_body_size 0;

        location / {{
            proxy_pass {scheme}://speculoos_upstream;
            proxy_http_version 1.1;
            proxy_redirect off;
            proxy_read_timeout 1h;
            proxy_send_timeout 1h;
            proxy_set_header Host $http_host;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $speculoos_connection;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;{tls}
            include {location};
        }}
    }}
}}
"""
