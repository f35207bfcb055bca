"""What is wrong with a storage item by itself: its name, lifetime, host and attributes.

The rules are the browsers' (RFC 6265bis-22): what is refused here could never be stored as declared.
"""

import re
from collections.abc import Iterator
from typing import Any

from speculoos.registry.check_values import bad_host, bad_lifetime
from speculoos.registry.places import DataPath, Problem, quoted

NOT_IN_A_COOKIE = re.compile(r"[\x00-\x1f\x7f;=]")
"""Section 5.6: control characters end the cookie, a semicolon ends the pair, an equals sign ends the name."""

MAX_COOKIE = 4096
"""Section 5.7: octets of name and value together."""


def check_item(path: DataPath, item: dict[str, Any]) -> Iterator[Problem]:
    """Every fault of one item."""
    name = item.get("name")
    is_cookie = item.get("kind", "cookie") == "cookie"
    if isinstance(name, str) and name:
        yield from _pattern(path, name)
        if is_cookie:
            yield from _cookie_name(path, name)
    for key, bad in (("lifetime", bad_lifetime), ("host", bad_host)):
        value = item.get(key)
        wrong = bad(value) if isinstance(value, str) and value else None
        if wrong:
            yield Problem((*path, key), *wrong)
    if is_cookie:
        yield from _attributes(path, item)
        yield from _prefix(path, item)


def _pattern(path: DataPath, name: str) -> Iterator[Problem]:
    """A pattern has to say something (POL-15)."""
    if not name.strip("* "):
        message = f"{quoted(name)} would cover every item, so it declares nothing."
        yield Problem((*path, "name"), message, 'Write the fixed part of the name, for example "_pk_id.*".')


def _cookie_name(path: DataPath, name: str) -> Iterator[Problem]:
    found = NOT_IN_A_COOKIE.search(name)
    if found:
        message = f"the name of a cookie cannot contain {_character(found.group())}."
        yield Problem((*path, "name"), message, "Write the name alone, without its value or attributes.")
    elif re.search(r",\s", name):
        yield Problem((*path, "name"), "looks like several names in one.", "Write one item for each name.")
    elif name != name.strip():
        yield Problem(
            (*path, "name"), "begins or ends with a space, which browsers cut off.", f"Write {quoted(name.strip())}."
        )
    elif len(name.encode("utf-8", "replace")) > MAX_COOKIE:
        yield Problem((*path, "name"), f"is longer than the {MAX_COOKIE} bytes that a browser accepts.", "Shorten it.")


def _character(char: str) -> str:
    return f'"{char}"' if char.isprintable() else f"the control character U+{ord(char):04X}"


def _attributes(path: DataPath, item: dict[str, Any]) -> Iterator[Problem]:
    """Combinations that browsers reject (section 5.7; CHIPS for Partitioned)."""
    hint = "Add secure = true: browsers refuse the cookie without it."
    if item.get("same_site") == "None" and item.get("secure") is not True:
        yield Problem((*path, "same_site"), '"None" needs Secure.', hint)
    if item.get("partitioned") is True and item.get("secure") is not True:
        yield Problem((*path, "partitioned"), "a partitioned cookie needs Secure.", hint)
    cookie_path = item.get("path")
    if isinstance(cookie_path, str) and cookie_path and not cookie_path.startswith("/"):
        message = f"{quoted(cookie_path)} does not begin with a slash, so browsers ignore it."
        yield Problem((*path, "path"), message, f"Write {quoted('/' + cookie_path)}.")


def _prefix(path: DataPath, item: dict[str, Any]) -> Iterator[Problem]:
    """What a name that begins with __Secure- or __Host- promises (section 4.1.3; browsers ignore the case)."""
    name = str(item.get("name", "")).lower()
    if name.startswith(("__secure-", "__host-")) and item.get("secure") is False:
        yield Problem((*path, "secure"), "this name needs Secure.", "Write secure = true.")
    if not name.startswith("__host-"):
        return
    if item.get("host"):
        hint = "Take the host out, or declare the cookie under the name without the prefix."
        yield Problem((*path, "host"), "a __Host- cookie cannot name a host: it has no Domain attribute.", hint)
    if item.get("path") not in {None, "/"}:
        yield Problem((*path, "path"), 'a __Host- cookie has the path "/".', 'Write path = "/".')
