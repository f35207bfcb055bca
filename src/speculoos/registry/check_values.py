"""What is wrong with a single value: a language tag, a country, a host, an address, a duration.

Each function takes a text that is not empty and returns None, or what is wrong with it and how to mend it.
"""

import ipaddress
import re
from functools import cache
from typing import TypeAlias
from urllib.parse import urlsplit

from babel import Locale

from speculoos.core.durations import Duration, DurationError, parse_iso
from speculoos.core.sites import is_ip, is_public_suffix
from speculoos.registry.places import quoted

Wrong: TypeAlias = tuple[str, str] | None

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
JURISDICTION = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
IN_WORDS = re.compile(r"(\d+)\s*-?\s*(year|month|week|day|hour|minute|second)s?\b", re.IGNORECASE)
UNITS = {
    "year": "P{}Y",
    "month": "P{}M",
    "week": "P{}W",
    "day": "P{}D",
    "hour": "PT{}H",
    "minute": "PT{}M",
    "second": "PT{}S",
}
OTHER_COUNTRIES = {"UK": "GB", "EL": "GR"}


def bad_language(tag: str) -> Wrong:
    """A language that is no BCP 47 tag."""
    if LANGUAGE.fullmatch(tag):
        return None
    return f"{quoted(tag)} is not a language tag.", 'Write a BCP 47 tag such as "en", "fr" or "pt-BR".'


def bad_jurisdiction(code: str) -> Wrong:
    """A place that is no country or subdivision code."""
    if JURISDICTION.fullmatch(code):
        return None
    return f"{quoted(code)} is not the code of a place.", 'Write a code in capitals such as "FR", "EU" or "US-CA".'


def bad_country(code: str) -> Wrong:
    """A country that is no ISO 3166-1 alpha-2 code."""
    if code in _countries():
        return None
    meant = OTHER_COUNTRIES.get(code.upper(), code.upper() if code.upper() in _countries() else _country_named(code))
    hint = f'Write "{meant}".' if meant else 'Write two capital letters such as "FR", "US" or "GB".'
    return f"{quoted(code)} is not an ISO 3166-1 country code.", hint


def bad_host(host: str) -> Wrong:
    """A host that is no host name in small letters, without scheme, port, path or leading dot."""
    if _is_host(host):
        return None
    meant = host_in(host)
    hint = f"Write {quoted(meant)}." if meant else 'Write a name such as "www.example.org".'
    return f"{quoted(host)} is not a host name.", hint


def bad_source(text: str) -> Wrong:
    """A host that a service loads from which is none, or anybody's; `*.` before a host stands for its sub-domains."""
    star = "*." if text.startswith("*.") else ""
    host = text.removeprefix(star)
    if not text.strip("*. "):
        return f"{quoted(text)} would be every host.", "Name the hosts that the service loads from."
    wrong = bad_host(host)
    if wrong:
        meant = host_in(text)
        hint = f"Write {quoted(('*.' if '*.' in text else '') + meant)}." if meant else wrong[1]
        return f"{quoted(text)} is not a host name.", hint
    if ":" in host:
        return f"{quoted(text)} cannot be named in a policy for browsers.", "Give the address a name, and write that."
    if star and is_ip(host):
        return f"{quoted(host)} is an address and has no sub-domains.", f"Write {quoted(host)}."
    if is_public_suffix(host) and text != "localhost":
        return f"Anybody can have a host under {quoted(host)}.", 'Name the host itself, such as "www.example.org".'
    return None


def bad_url(url: str) -> Wrong:
    """An address that is not absolute http or https."""
    try:
        parts = urlsplit(url)
        fine = parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"[\s<>\"]", url)
        fine = fine and (parts.port is None or parts.port > 0)
    except ValueError:
        fine = False
    if fine:
        return None
    host = url.split("/")[0]
    hint = (
        f"Write {quoted('https://' + url)}." if "." in host and _is_host(host) else "Write it in full, with https://."
    )
    return f"{quoted(url)} is not a web address.", hint


def bad_duration(text: str) -> Wrong:
    """A duration that is not ISO 8601."""
    if _duration(text):
        return None
    return f"{quoted(text)} is not an ISO 8601 duration.", _duration_hint(text)


def bad_lifetime(text: str) -> Wrong:
    """A lifetime that is neither "session" nor an ISO 8601 duration of more than nothing."""
    if text == "session":
        return None
    if text.strip().lower().startswith("session"):
        return f"{quoted(text)} is not a lifetime.", 'Write "session".'
    duration = _duration(text)
    if duration and not duration.total_seconds():
        return (
            f"{quoted(text)} is no time at all.",
            'Write "session" for an item that ends with the browser\'s session.',
        )
    return bad_duration(text)


def duration_in_words(text: str) -> str | None:
    """The ISO 8601 duration of a text that is nothing but a number and an English unit, such as "13 months"."""
    found = IN_WORDS.fullmatch(text.strip())
    return UNITS[found[2].lower()].format(int(found[1])) if found else None


def _duration_hint(text: str) -> str:
    found = IN_WORDS.search(text)
    if found:
        return f'Write "{duration_in_words(found.group())}".'
    if _duration(text.upper()):
        return f'Write it in capitals: "{text.upper()}".'
    return (
        'Write for example "P13M" for 13 months, "P7D" for a week, "PT30M" for half an hour; leave it out when unknown.'
    )


def _duration(text: str) -> Duration | None:
    try:
        return parse_iso(text)
    except DurationError:
        return None


def _is_host(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return len(host) <= 253 and all(LABEL.fullmatch(label) for label in host.split("."))
    return True


def host_in(text: str) -> str | None:
    """The host that a text probably means: without scheme, port, path, wildcard and dot, in ASCII small letters."""
    host = re.sub(r"^[a-z]+://", "", text.strip().lower()).split("/")[0].split(":")[0].removeprefix("*").strip(".")
    try:
        host = host.encode("idna").decode() if host else ""
    except UnicodeError:
        return None
    return host if host and _is_host(host) else None


@cache
def _countries() -> dict[str, str]:
    """Country code to English name; Babel also lists continents by number and a code for "unknown"."""
    names = Locale("en").territories
    return {code: name for code, name in names.items() if len(code) == 2 and code.isalpha() and code != "ZZ"}


def _country_named(name: str) -> str | None:
    return next((code for code, known in _countries().items() if known.lower() == name.strip().lower()), None)
