"""Faults of meaning: references, duplicates, names, lifetimes, hosts, addresses and attributes.

Looks at data rather than at a Registry, so that one pass reports these beside the faults of structure, and
skips quietly what structure has already refused. Knows the rules of browsers and of ISO and IETF codes;
whether a declaration satisfies the law is for the lint to say.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from speculoos.registry.check_items import check_item
from speculoos.registry.check_values import (
    bad_country,
    bad_duration,
    bad_host,
    bad_jurisdiction,
    bad_language,
    bad_source,
    bad_url,
)
from speculoos.registry.closest import closest
from speculoos.registry.places import DataPath, Problem, quoted

DEFAULTS = {"kind": "cookie"}


def check(data: Any) -> Iterator[Problem]:
    """Every fault of meaning in data of the JSON shape, in no particular order."""
    if not isinstance(data, dict):
        return
    site = data.get("site")
    if isinstance(site, dict):
        yield from _site(site)
    for path, provider in entries(data, "providers"):
        yield from _values(path, provider, {"country": bad_country, "policy_url": bad_url})
    for path, service in entries(data, "services"):
        yield from _listed((*path, "hosts"), service, bad_source)
        for item_path, item in entries(service, "items", path):
            yield from check_item(item_path, item)
        yield from _repeated(entries(service, "items", path), ("name", "kind", "host", "path"))
    for key, name in (("providers", "name"), ("purposes", "id"), ("services", "id")):
        yield from _repeated(entries(data, key), (name,))
    yield from _references(data)


def entries(parent: dict[str, Any], key: str, path: DataPath = ()) -> Iterator[tuple[DataPath, dict[str, Any]]]:
    """The tables of a list with their paths, passing over whatever is no table."""
    listed = parent.get(key)
    for index, entry in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(entry, dict):
            yield (*path, key, index), entry


def _site(site: dict[str, Any]) -> Iterator[Problem]:
    yield from _values(("site",), site, {"url": bad_url, "default_language": bad_language})
    yield from _listed(("site", "languages"), site, bad_language)
    yield from _listed(("site", "jurisdictions"), site, bad_jurisdiction)
    for key in ("controller", "dpo", "authority"):
        contact = site.get(key)
        if isinstance(contact, dict):
            yield from _values(("site", key), contact, {"url": bad_url, "country": bad_country})
    measurement = site.get("measurement")
    if isinstance(measurement, dict):
        checks = {
            "host": bad_host,
            "objection_url": bad_url,
            "tracker_lifetime": bad_duration,
            "data_retention": bad_duration,
        }
        yield from _values(("site", "measurement"), measurement, checks)


def _values(path: DataPath, entry: dict[str, Any], checks: dict[str, Any]) -> Iterator[Problem]:
    for key, bad in checks.items():
        value = entry.get(key)
        wrong = bad(value) if isinstance(value, str) and value else None
        if wrong:
            yield Problem((*path, key), *wrong)


def _listed(path: DataPath, parent: dict[str, Any], bad: Any) -> Iterator[Problem]:
    value = parent.get(str(path[-1]))
    if isinstance(value, str):
        yield from _values(path[:-1], {str(path[-1]): value}, {str(path[-1]): bad})
    for index, entry in enumerate(value if isinstance(value, list) else []):
        wrong = bad(entry) if isinstance(entry, str) else None
        if wrong:
            yield Problem((*path, index), *wrong)


def _repeated(listed: Iterable[tuple[DataPath, dict[str, Any]]], keys: tuple[str, ...]) -> Iterator[Problem]:
    """Entries that agree in all of the keys with an earlier one."""
    first: dict[tuple[str, ...], DataPath] = {}
    for path, entry in listed:
        mark = tuple(str(entry.get(key) or DEFAULTS.get(key, "")) for key in keys)
        if mark[0] and mark in first:
            yield _twice((*path, keys[0]), mark[0], first[mark], keys)
        first.setdefault(mark, path)


def _twice(path: DataPath, name: str, earlier: DataPath, keys: tuple[str, ...]) -> Problem:
    same = f"{', '.join(keys[:-1])} and {keys[-1]}" if len(keys) > 1 else keys[0]
    message = f"{quoted(name)} stands twice: {earlier[-2]}[{earlier[-1]}] has the same {same}."
    mend = "Join the two, or tell them apart by kind, host or path." if len(keys) > 1 else f"Give each its own {same}."
    return Problem(path, message, mend)


def _references(data: dict[str, Any]) -> Iterator[Problem]:
    """Names of purposes and providers that a list of them, where one is given, does not have."""
    purposes = {str(entry.get("id")) for _, entry in entries(data, "purposes")}
    providers = {str(entry.get("name")) for _, entry in entries(data, "providers")}
    for path, service in entries(data, "services"):
        yield from _unknown((*path, "purpose"), service.get("purpose"), purposes, "purpose")
        yield from _unknown((*path, "provider"), service.get("provider"), providers, "provider")
        for owner_path, owner in ((path, service), *entries(service, "items", path)):
            yield from _unknown_recipients((*owner_path, "recipients"), owner.get("recipients"), providers)


def _unknown_recipients(path: DataPath, recipients: Any, providers: set[str]) -> Iterator[Problem]:
    if isinstance(recipients, str):
        yield from _unknown(path, recipients, providers, "provider")
    for index, name in enumerate(recipients if isinstance(recipients, list) else []):
        yield from _unknown((*path, index), name, providers, "provider")


def _unknown(path: DataPath, name: Any, known: set[str], what: str) -> Iterator[Problem]:
    if isinstance(name, str) and name and known and name not in known:
        close = closest(name, sorted(known))
        hint = f"Did you mean {quoted(close)}?" if close else f"Declare it under [[{what}s]], or use one that is there."
        yield Problem(path, f"{quoted(name)} is not among the declared {what}s.", hint)
