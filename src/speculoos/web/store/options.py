"""What a site's people settle beside its declaration: where it is embedded, how its visitors' places are known.

These settings say how the declaration is delivered, not what it declares, so they are not part of a version. They are
one JSON document in the database and one frozen value in the program. What is wrong is said in `faults`, by name.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext as _

from speculoos.core.sites import canonical_host, covers, host_of, is_public_suffix
from speculoos.law.place import CODES
from speculoos.web.conf import config
from speculoos.web.store.gate.options import items_fault, mode_fault
from speculoos.web.store.sites import Site
from speculoos.web.store.tag_options import gpp_fault, modes_fault, tcf_fault

HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,59}")
TAKEN = {"cookie", "sec-gpc", "host", "origin", "authorization", "accept-language"}
"""Headers that visitors write themselves and that already mean something else."""
MOST_ORIGINS = 50


class Held(dict[str, Any]):
    """A JSON object that nobody changes any more, so that settings can be the key of a cache."""

    def __hash__(self) -> int:  # type: ignore[override]  # a dict has none
        return hash(json.dumps(self, sort_keys=True))


@dataclass(frozen=True, slots=True)
class Options:
    """One site's settings with their defaults."""

    retention_months: int | None = None
    """How many months this site's records are kept; None: as the platform's `retention_months` says."""
    account_choice: bool = False
    """Whether signed-in visitors may let one choice count on all their devices (law.md FR-07)."""
    place: str | None = None
    """The jurisdiction of all visitors of whom nothing else is known; None: unknown, so the strictest."""
    place_header: str = ""
    """The request header in which the site's edge names the visitor's country; empty: none is trusted."""
    visitor_may_choose_place: bool = False
    """Whether the preferences page asks where the visitor is, and that counts for the choice made there."""
    origins: tuple[str, ...] = ()
    """Further origins of the site's own pages, beside its declared address."""
    shared_domain: str = ""
    """The domain under which sub-domains share one choice; empty: each host its own."""
    modes: Mapping[str, Any] = field(default_factory=lambda: Held())
    """Consent modes of Google, UET and Clarity: which purposes stand for which signal; empty: off."""
    tcf: Mapping[str, Any] = field(default_factory=lambda: Held())
    """TC strings under a registered CMP id; empty: off."""
    gpp: tuple[str, ...] = ()
    """The sections of the United States that `__gpp` speaks of; empty: off."""
    gate: str | None = None
    """What the gate does: off, report_only or enforce; None: report_only, on the home site what the project says."""
    gate_items: tuple[tuple[str, str], ...] = ()
    """Names or patterns with a mode of their own; the first that fits counts."""
    gate_lifetimes: bool = True
    """Whether the gate shortens what would live longer than declared."""
    gate_attributes: bool = True
    """Whether the gate adds Secure, HttpOnly and SameSite where they are declared."""
    gate_csp: str | None = None
    """The mode of the Content-Security-Policy that follows from the declaration; None: the default, as for `gate`."""
    gate_told: bool = False
    """Whether a response header says what the gate did, for developers."""

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Options":
        """The settings as stored; a name that is not known any more is passed over."""
        known = {each.name for each in fields(cls)}
        return cls(**{name: _frozen(value) for name, value in values.items() if name in known})

    def as_json(self) -> dict[str, Any]:
        """Every setting, as `from_json` reads it."""
        named = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: _plain(value) for name, value in named.items()}

    def changed(self) -> dict[str, Any]:
        """The settings that are not the defaults: what is stored."""
        default = DEFAULTS.as_json()
        return {name: value for name, value in self.as_json().items() if value != default[name]}


DEFAULTS = Options()


class SiteOptions(models.Model):
    site = models.OneToOneField(Site, models.CASCADE, primary_key=True, related_name="options")
    values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.site_id)


def options_of(site_id: int) -> Options:
    """The settings of a site, the defaults where nobody has set any."""
    row = SiteOptions.objects.filter(site_id=site_id).first()
    return Options.from_json(row.values) if row else DEFAULTS


def months_of(options: Options) -> int:
    """How many months a site's records are kept: its own setting, else the platform's."""
    return options.retention_months or config().retention_months


def keep_options(site_id: int, options: Options) -> None:
    """Store the settings; those that are the defaults are left out, so that a default may change later."""
    SiteOptions.objects.update_or_create(site_id=site_id, defaults={"values": options.changed()})


def faults(values: Mapping[str, Any], site_url: str) -> dict[str, str]:
    """What is wrong with settings in their JSON shape, by name; empty where they may be kept."""
    known = {each.name for each in fields(Options)}
    found = {name: _("There is no such setting.") for name in values if name not in known}
    for name, judge in JUDGES.items():
        if name in values and (told := judge(values[name], site_url)):
            found[name] = told
    return found


def _months(value: Any, _url: str) -> str:
    fine = value is None or (isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 1200)
    return "" if fine else _("A whole number of months, at least 1, or nothing for the platform's own.")


def _flag(value: Any, _url: str) -> str:
    return "" if isinstance(value, bool) else _("Yes or no.")


def _place(value: Any, _url: str) -> str:
    return "" if value is None or value in CODES else _("Not a place that has a profile: %s.") % ", ".join(CODES)


def _header(value: Any, _url: str) -> str:
    fine = isinstance(value, str) and (not value or (HEADER.fullmatch(value) and value.lower() not in TAKEN))
    return "" if fine else _("The name of a header that your edge sets itself, such as CF-IPCountry.")


def _origins(value: Any, _url: str) -> str:
    if not isinstance(value, list | tuple) or len(value) > MOST_ORIGINS:
        return _("A list of at most %d origins.") % MOST_ORIGINS
    wrong = [each for each in value if not is_origin(each)]
    if not wrong:
        return ""
    return _("“%s” is not an origin: https, a host, perhaps a port, and nothing after it.") % str(wrong[0])[:100]


def is_origin(text: Any) -> bool:
    """Whether this is exactly an https origin, as browsers send one."""
    if not isinstance(text, str) or not text.startswith("https://") or len(text) > 260:
        return False
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    written = f"https://{host}" + (f":{port}" if port else "")
    return host is not None and canonical_host(host) == host and port != 443 and text == written


def _shared(value: Any, url: str) -> str:
    if value == "":
        return ""
    host = host_of(url) or ""
    fine = isinstance(value, str) and canonical_host(value) == value and not is_public_suffix(value)
    if fine and covers(value, host):
        return ""
    return _("A domain that the site's own host %(host)s is in or under, and not a public suffix.") % {"host": host}


JUDGES = {
    "retention_months": _months,
    "account_choice": _flag,
    "place": _place,
    "place_header": _header,
    "visitor_may_choose_place": _flag,
    "origins": _origins,
    "shared_domain": _shared,
    "modes": modes_fault,
    "tcf": tcf_fault,
    "gpp": gpp_fault,
    "gate": mode_fault,
    "gate_items": items_fault,
    "gate_lifetimes": _flag,
    "gate_attributes": _flag,
    "gate_csp": mode_fault,
    "gate_told": _flag,
}


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return Held(value)
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    if isinstance(value, Held):
        return dict(value)
    return list(map(_plain, value)) if isinstance(value, tuple) else value
