"""The njs program of one setup: our three scripts, with the facts of the setup written into them.

A fact stands in the scripts as `ASKED()` and is replaced by its value, so it costs nothing where it is not needed:
nginx begins the whole program anew for each request that runs it.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from speculoos.consent.choice import Choice
from speculoos.consent.cookie import COOKIE_NAME, body
from speculoos.consent.layout import Layout
from speculoos.consent.state import State
from speculoos.core.sites import host_of, registrable_domain
from speculoos.gate.csp import LONGEST, NAME, OWN, reporting
from speculoos.gate.nginx.names import Names
from speculoos.gate.nginx.script import literal
from speculoos.gate.rules import Mode
from speculoos.gate.setup import Setup
from speculoos.law.decide import purposes_to_ask

NO_TIME = datetime.fromtimestamp(0, UTC)
FACT = re.compile(r"\b([A-Z][A-Z_]+)\(\)")
COMMENT = re.compile(r"^ *(?:/\*\*.*?\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)


class Program:
    """What njs runs for a setup. `hosts` are names by which the site is reached, whose cookies it can end."""

    def __init__(
        self, setup: Setup, keys: Sequence[bytes], hosts: Sequence[str] = (), fallback: Mode = Mode.REPORT_ONLY
    ) -> None:
        self.setup, self.fallback = setup, fallback
        self.names = Names(setup)
        self._keys, self._hosts = keys, hosts

    def text(self) -> str:
        request, *answer = (COMMENT.sub("", _source(name)) for name in ("request.js", "given.js", "response.js"))
        parts = [
            "// Written by `speculoos gate nginx`; it holds the site's key, so nobody but nginx should read it.",
            request,
            self.names.functions(),
            self._layouts(),
            OUTGOING % "\n".join(answer),
            "export default { incoming, whole, noticed, scene, outgoing };\n",
        ]
        facts = self._facts()
        return FACT.sub(lambda found: literal(facts[found[1]]), "\n".join(parts))

    def _facts(self) -> dict[str, Any]:
        setup, rules, reader = self.setup, self.setup.rules, self.setup.reader
        asked = {purpose.id for purpose in purposes_to_ask(setup.registry)}
        site = host_of(setup.registry.site.url) or ""
        return {
            "ASKED": "".join("1" if purpose in asked else "0" for purpose in reader.layout.purposes),
            "EVERYTHING": said(reader.layout, State.GRANTED),
            "MAX_AGE_DAYS": reader.max_age_days,
            "MATERIAL_SINCE": reader.material_since,
            "KEYS": [key.hex() for key in self._keys],
            "SITE": reader.site,
            "SITE_HOST": site,
            "SITE_DOMAIN": registrable_domain(site) or "",
            "DOMAINS": sorted({top for host in (site, *self._hosts) if (top := registrable_domain(host))}),
            "LIFETIMES": rules.lifetimes,
            "ATTRIBUTES": rules.attributes,
            "TOLD": rules.told,
            "FALLBACK": str(self.fallback),
            "HIDDEN": self._hidden(),
            **self._policy(),
        }

    def _policy(self) -> dict[str, Any]:
        """What gate/csp.py works out from: hosts in their order, each with the services that let it pass."""
        setup, scenes = self.setup, self.setup.scenes
        nothing = scenes.scenes()[0].policy
        services: dict[str, list[str]] = {host: [""] for host in scenes.ours}
        for load in scenes.loads:
            for host in load.hosts:
                services.setdefault(host, []).append("" if load.always else self._pair(load.service))
        hosts = {host: "" if "" in found else ",".join(found) for host, found in sorted(services.items())}
        return {
            "CSP": str(setup.rules.csp),
            "ASKS": setup.asks,
            "DECLARED_POLICY": setup.declared_csp.decode("ascii"),
            "NOTHING_POLICY": nothing + reporting(setup.rules.reports, setup.registry.site.url) if nothing else "",
            "OWN_POLICY": OWN,
            "LONGEST_POLICY": LONGEST,
            "REPORTING": reporting(setup.rules.reports, setup.registry.site.url),
            "OWN_HOSTS": "\n".join(self._own(hosts)),
            "OTHER_HOSTS": "\n".join("\t".join(filter(None, host)) for host in hosts.items()),
        }

    def _own(self, hosts: Mapping[str, str]) -> list[str]:
        """The site's own hosts, each with what must be granted lest a host be named that is held back."""
        site, domain = host_of(self.setup.registry.site.url) or "", self.setup.scenes.domain
        own: dict[str, list[str]] = {site: []} if NAME.fullmatch(site) else {}
        if domain is not None:
            own.setdefault(domain, [hosts.get(domain, "")])
            own[f"*.{domain}"] = [need for host, need in hosts.items() if host != site and host.endswith(f".{domain}")]
        return ["\t".join([host, *filter(None, needed)]) for host, needed in sorted(own.items())]

    def _hidden(self) -> str:
        """Cookies with a path of their own: their names and paths."""
        hidden = self.setup.table.hidden if self.setup.rules.mode is Mode.ENFORCE else ()
        return "\n".join(f"{item.name}\t{item.path}" for _, item in hidden)

    def _pair(self, service: str) -> str:
        layout = self.setup.reader.layout
        return f"{layout.purposes.index(layout.purpose_of[service])}.{layout.service_ids.index(service)}"

    def _layouts(self) -> str:
        """What a choice about each version says in the places of the present one."""
        present = self.setup.reader.layout
        known = {layout.version: layout for layout in (*self.setup.reader.layouts, present)}
        return "\n".join(
            [
                "function LAYOUT(version) {",
                *(f"    if (version === {n}) return {literal(_layout(each, present))};" for n, each in known.items()),
                "    return null;",
                "}",
                "",
            ]
        )


OUTGOING = """
/** `$speculoos_answer`: judges a response and returns its policy. */
function outgoing(r) {
%s
    try {
        return close(r);
    } catch (fault) {
        failed(r, fault);
        if (FALLBACK() === "enforce") delete r.headersOut["Set-Cookie"];
        return "";
    }
}
"""


def _layout(layout: Layout, present: Layout) -> dict[str, Any]:
    known: dict[str, Any] = {"purposes": len(layout.purposes), "services": len(layout.services)}
    if layout.purposes != present.purposes:
        known["purpose"] = " ".join(str(_place(present.purposes, each)) for each in layout.purposes)
    if layout.service_ids != present.service_ids:
        known["service"] = " ".join(str(_place(present.service_ids, each)) for each in layout.service_ids)
    return known


def said(layout: Layout, state: State) -> str:
    """How a value of cookies_preferences says that every purpose is in a state."""
    states = tuple((purpose, state) for purpose in layout.purposes)
    return body(Choice(layout.version, NO_TIME, states, "-" * 16), layout).split(".")[3]


def plain_choice(setup: Setup) -> str | None:
    """A pattern for `Cookie` values whose only choice is about this version and grants or refuses everything.

    None where no choice could, or none about this version counts. No input makes it go back.
    """
    layout = setup.reader.layout
    if not layout.purposes or layout.version < setup.reader.material_since:
        return None
    version = body(Choice(layout.version, NO_TIME, (), "-" * 16), layout).split(".")[1]
    ways = "|".join(said(layout, state) for state in (State.GRANTED, State.REFUSED))
    before = rf"(?>(?![ \t]*+{COOKIE_NAME})[^;]*+; )*+"
    choice = rf"(?<speculoos_body>1[.]{version}[.](?<speculoos_time>[0-9a-z]{{1,7}})[.](?<speculoos_said>{ways})[.][.]"
    rest = r"[A-Za-z0-9_-]{16})[.](?<speculoos_signature>[A-Za-z0-9_-]{16})(?>;|$)"
    alone = rf"(?!(?>[^{COOKIE_NAME[0]}]|{COOKIE_NAME[0]}(?!{COOKIE_NAME[1:]}))*+{COOKIE_NAME})"  # which one counts?
    return f"^{before}{COOKIE_NAME}={choice}{rest}{alone}"


def _place(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else -1


def _source(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")
