"""The commands of the gate: `speculoos gate ...`. Each is a thin layer; imports are inside, as in cli."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from speculoos.terminal import FINDINGS, listed, output, say, write


@click.group()
def gate() -> None:
    """The gate: what was not granted does not pass."""


@gate.command()
@click.argument("name")
@click.option("--registry", required=True, type=click.Path(dir_okay=False), help="The declaration.")
@click.option("--granted", help="The purposes granted, comma-separated, the others refused; without it, no choice yet.")
@click.option("--refused-service", "refused", multiple=True, help="A service refused alone; may be given again.")
@click.option("--gpc", is_flag=True, help="The browser sends Sec-GPC: 1.")
@click.option("--set-cookie", help="How the site sets it, as in a Set-Cookie header; without it, as it is declared.")
@click.option("--host", help="The domain that it is set for; without it, the site's own.")
@click.option(
    "--mode", type=click.Choice(["off", "report_only", "enforce"]), default="enforce", show_default=True,
    help="How strictly the gate acts.",
)  # fmt: skip
@click.option("--format", "kind", type=click.Choice(["text", "json"]), default="text", show_default=True)
@output
def explain(
    name: str,
    registry: str,
    granted: str | None,
    refused: tuple[str, ...],
    set_cookie: str | None,
    host: str | None,
    mode: str,
    kind: str,
    target: str | None,
    *,
    gpc: bool,
) -> None:
    """Why a cookie passes the gate or does not: when the browser sends it, and when the site sets it.

    Exit status 0 when it passes both ways, 1 when it would be removed on one of them.
    """
    from speculoos.gate.explain import explain
    from speculoos.gate.explain_text import declaration
    from speculoos.gate.rules import Mode, Rules
    from speculoos.gate.supposed import supposed
    from speculoos.gate.table import Table
    from speculoos.registry.load import load, places

    declared, now = load(registry), datetime.now(UTC)
    effective = supposed(declared, None if granted is None else listed(granted), now, refused_services=refused, gpc=gpc)
    table = Table(declared, Rules(Mode(mode)))
    explained = explain(table, effective, name, now, set_cookie=set_cookie, host=host, places=places(registry))
    if kind == "json":
        text = json.dumps(explained.as_json(), ensure_ascii=False, indent=2) + "\n"
    else:
        proposal = "" if explained.covers or explained.passes else f"\n{declaration(explained, declared)}"
        text = explained.as_text() + proposal
    write(target, text)
    raise SystemExit(0 if explained.passes else FINDINGS)


@gate.command()
@click.option("--registry", required=True, type=click.Path(dir_okay=False), help="The declaration, or a gate's file.")
@click.option("--key-file", required=True, type=click.Path(dir_okay=False), help="The file with the site's gate key.")
@click.option("--site", help="The site's short name, as the gate has it; without it, its host.")
@click.option("--granted", help="The purposes granted, comma-separated; all others are refused.")
@click.option("--refused-service", "refused", multiple=True, help="A service refused alone; may be given again.")
def choose(registry: str, key_file: str, site: str | None, granted: str | None, refused: tuple[str, ...]) -> None:
    """Make a value of cookies_preferences to try a gate with, as if a visitor had chosen just now.

    No record is kept of it. Whoever has the key can make such values, so keep it as you keep a password.
    """
    from speculoos.consent.cookie import encode
    from speculoos.consent.layout import Layout
    from speculoos.gate.bundle import short_name
    from speculoos.gate.file import read_bundle
    from speculoos.gate.keys import read_key
    from speculoos.gate.supposed import supposed_choice

    known, key = read_bundle(registry), read_key(key_file)
    declared = known.registry
    choice = supposed_choice(declared, listed(granted), datetime.now(UTC), refused_services=refused)
    click.echo(encode(choice, Layout.of(declared), key, site or known.site or short_name(declared)))


@gate.command()
@click.argument("file", type=click.Path(dir_okay=False))
def key(file: str) -> None:
    """Make a gate key and write it to a new file that its owner alone can read.

    For a site whose choices no platform signs. With the platform, `manage gate_key` prints the site's own.
    """
    from speculoos.gate.keys import new_key

    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as written:
        written.write(new_key().hex() + "\n")


MODES = click.Choice(["off", "report_only", "enforce"])


@gate.command()
@click.option("--registry", required=True, type=click.Path(dir_okay=False), help="The declaration, or a gate's file.")
@click.option("--upstream", required=True, help="The application's address, such as http://127.0.0.1:8000.")
@click.option("-o", "--output", "directory", required=True, type=click.Path(file_okay=False), help="Where it is kept.")
@click.option(
    "--site", help="The site's short name, as the platform has it; without it, the gate's file's, or the host."
)
@click.option("--mode", type=MODES, help="How strictly the gate acts: enforce, or what a gate's file says.")
@click.option(
    "--item", "items", multiple=True, metavar="NAME=MODE", help="One name's or pattern's mode; may be given again."
)
@click.option("--csp", type=MODES, help="The derived Content-Security-Policy: report_only, or what a gate's file says.")
@click.option("--reports", help="The address where browsers report what the policy met.")
@click.option("--told", is_flag=True, help="Say in a response header what was done, for developers.")
@click.option(
    "--fallback",
    type=click.Choice(["report_only", "enforce"]),
    default="report_only",
    show_default=True,
    help="Where the gate itself fails: let everything through, or nothing but the choice.",
)
@click.option("--key-file", type=click.Path(dir_okay=False), help="The file with the site's gate key.")
@click.option("--listen", multiple=True, help="ADDRESS:PORT; may be given again.  [default: 127.0.0.1:8080]")
@click.option("--server-name", "names", multiple=True, help="A name of the site; may be given again. Without it, any.")
def nginx(
    registry: str,
    upstream: str,
    directory: str,
    key_file: str | None,
    listen: tuple[str, ...],
    names: tuple[str, ...],
    **rules: Any,
) -> None:
    """Write a configuration of nginx that is the gate of a site in any language.

    The key may stand in SPECULOOS_GATE_KEY instead. Without one, the directory keeps a key of its own.
    """
    from speculoos.gate.nginx.command import export_gate

    say(export_gate(registry, upstream, Path(directory), key_file, listen, names, rules))


@gate.command()
@click.argument("log", type=click.Path(dir_okay=False))
@click.option("--format", "kind", type=click.Choice(["text", "json"]), default="text", show_default=True)
@output
def summary(log: str, kind: str, target: str | None) -> None:
    """Say what a gate in nginx judged away, from its log (- for standard input)."""
    from speculoos.gate.nginx.log import summed

    with click.open_file(log, encoding="utf-8", errors="replace") as lines:
        found = summed(lines)
    as_json = json.dumps(found.as_json(), ensure_ascii=False, indent=2) + "\n"
    write(target, as_json if kind == "json" else found.as_text())


@gate.command()
@click.option("--registry", required=True, type=click.Path(dir_okay=False), help="The declaration, or a gate's file.")
@click.option("--mode", type=MODES, help="How strictly it acts: enforce, or what a gate's file says.")
@click.option("--reports", help="The address where it tells what it met.")
@output
def guard(registry: str, mode: str | None, reports: str | None, target: str | None) -> None:
    """Write the guard of what scripts store: the first script of a page, with the declaration in it.

    Its hashes for `integrity` and for `script-src` are said beside it.
    """
    from speculoos.gate.file import read_bundle
    from speculoos.gate.guard import digest, whole
    from speculoos.gate.rules import Mode

    bundle = read_bundle(registry)
    rules = bundle.rules if bundle.site else replace(bundle.rules, mode=Mode.ENFORCE)
    rules = replace(rules, mode=Mode(mode) if mode else rules.mode, reports=reports or rules.reports)
    text = whole(replace(bundle, rules=rules))
    write(target, text)
    say(f"integrity: {digest(text)}\nscript-src: '{digest(text, 'sha256')}'")
