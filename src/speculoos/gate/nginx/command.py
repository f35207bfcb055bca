"""What `speculoos gate nginx` was told, put together: the file's version under the options, and the site's key."""

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from speculoos.core.errors import UsageError
from speculoos.gate.bundle import Bundle, mode_of, short_name
from speculoos.gate.csp import REPORTS
from speculoos.gate.file import read_bundle
from speculoos.gate.keys import SiteKey, parse_key, read_key
from speculoos.gate.nginx.export import KEY, export
from speculoos.gate.nginx.target import Target
from speculoos.gate.rules import Mode, Rules

SITE = re.compile(r"[A-Za-z0-9._-]{1,200}")
VARIABLE = "SPECULOOS_GATE_KEY"


def export_gate(
    file: str,
    upstream: str,
    directory: Path,
    key_file: str | None,
    listen: tuple[str, ...],
    names: tuple[str, ...],
    options: Mapping[str, Any],
) -> str:
    """Write the directory, and return what is to be said about it."""
    target = Target.of(upstream, listen, names, Mode(options.get("fallback") or Mode.REPORT_ONLY))
    bundle = _bundle(file, options)
    made = export(bundle, target, directory, _keys(key_file))
    lines = [f"{directory}: the gate of {bundle.registry.site.name}, version {bundle.registry.version}, is written."]
    lines.append(f"Start it with: nginx -c {directory.absolute()}/nginx.conf -p {directory.absolute()}")
    if not _known_by_name(options, bundle):
        about = f"about version {bundle.registry.version}"
        lines.append(f"Choices count that are signed for {bundle.site} {about}; --site says another short name.")
    if made:
        lines.append(f"A key was made in {directory / KEY}. Nothing is granted until what signs the choices uses it.")
    return "\n".join(lines)


def _bundle(file: str, options: Mapping[str, Any]) -> Bundle:
    known = read_bundle(file)
    # what is exported for nginx is meant to act; a gate's file has rules of its own
    rules = known.rules if known.site else Rules(Mode.ENFORCE)
    given: dict[str, Any] = {n: Mode(options[n]) for n in ("mode", "csp") if options.get(n)}
    if options.get("items"):
        given["items"] = (*map(_item, options["items"]), *rules.items)
    if options.get("told"):
        given["told"] = True
    if reports := options.get("reports"):
        if not REPORTS.fullmatch(reports):
            raise UsageError(f"--reports {reports!r} is no address. Write for example https://www.example.com/reports.")
        given["reports"] = reports
    rules = replace(rules, **given)
    # nginx would take a dollar sign for the start of a variable
    rules = replace(rules, reports=rules.reports.replace("$", "%24"))
    site = options.get("site") or known.site or short_name(known.registry)
    if not SITE.fullmatch(site):
        raise UsageError(f"--site {site!r} is no short name: letters, digits, '-', '_' and '.'.")
    return replace(known, rules=rules, site=site)


def _known_by_name(options: Mapping[str, Any], bundle: Bundle) -> bool:
    """Whether somebody has said the site's short name."""
    return bool(options.get("site")) or bundle.site != short_name(bundle.registry)


def _item(text: str) -> tuple[str, Mode]:
    name, equals, mode = text.rpartition("=")
    if not equals:
        raise UsageError(f"--item {text!r}: write NAME=MODE, for example legacy=off.")
    return name, mode_of(mode, f"--item {text!r}")


def _keys(key_file: str | None) -> tuple[SiteKey, ...]:
    if key_file:
        return (read_key(key_file),)
    text = os.environ.get(VARIABLE, "")
    return (parse_key(text, VARIABLE),) if text else ()
