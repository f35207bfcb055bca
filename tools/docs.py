"""The parts of docs/ that say what the code says, written from the code.

A document marks such a part with `<!-- generated: NAME -->` and `<!-- end -->`. `python tools/docs.py` writes the
parts anew, `--check` only says which are stale (exit status 1). What stands between the marks is never edited by
hand; everything around them is.
"""

import ast
import dataclasses
import inspect
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PART = re.compile(r"(<!-- generated: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
COMMANDS = ROOT / "src/speculoos/web/management/commands"

PARTS: dict[str, Callable[[], str]] = {}


def part(function: Callable[[], str]) -> Callable[[], str]:
    """Registers a function under its name, with hyphens, as the maker of a part."""
    PARTS[function.__name__.replace("_", "-")] = function
    return function


def main(arguments: list[str]) -> int:
    set_up_django()
    only_check = "--check" in arguments
    stale = [path for path in sorted(DOCS.rglob("*.md")) if fresh(text := path.read_text("utf-8")) != text]
    for path in stale:
        print(f"{path.relative_to(ROOT)}: {'stale; run `python tools/docs.py`' if only_check else 'written'}")
        if not only_check:
            path.write_text(fresh(path.read_text("utf-8")), "utf-8")
    return bool(stale and only_check)


def fresh(text: str) -> str:
    """The document with each of its parts made anew. KeyError for a part that nobody makes."""
    return PART.sub(lambda found: f"{found[1]}{PARTS[found[2]]().strip()}\n{found[3]}", text)


def set_up_django() -> None:
    import django

    if "DJANGO_SETTINGS_MODULE" not in os.environ:
        os.environ["DJANGO_SETTINGS_MODULE"] = "speculoos.web.settings"
        os.environ.setdefault("SPECULOOS_SECRET_KEY", "no secret at all: nothing is signed while documents are made")
        os.environ.setdefault("SPECULOOS_HOME", tempfile.mkdtemp(prefix="speculoos-docs-"))
    django.setup()


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; a bar inside a cell is escaped, a line break becomes a space."""
    lines = [list(head), *(list(row) for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "".join(f"| {' | '.join(map(_cell, row))} |\n" for row in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", r"\|")


def code(text: object) -> str:
    return f"`{text}`" if str(text) else ""


def codes(texts: Iterable[object]) -> str:
    return ", ".join(map(code, texts))


# --- the declaration --------------------------------------------------------------------------------------------

VALUES = {
    "Kind": {
        "cookie": "a cookie, set by a header or a script",
        "local_storage": "a key of `localStorage`",
        "session_storage": "a key of `sessionStorage`",
        "indexed_db": "an IndexedDB database",
        "cache_storage": "a cache of the Cache API",
        "service_worker": "a registered service worker",
        "file_system": "a file of the origin private file system",
        "etag": "a cache validator that is read back as an identifier",
        "pixel": "a pixel or a tagged address",
        "device_read": "a read of device facts by a script",
    },
    "Party": {
        "first": "the item's host has the same registrable domain as the site",
        "third": "it has another one",
    },
    "Location": {
        "front_office": "the pages that visitors see",
        "back_office": "the pages behind the sign-in of staff",
    },
    "Exemption": {
        "communication": "its sole purpose is the transmission of a communication",
        "strictly_necessary": "strictly necessary for a service that the user asked for",
        "statistics": "measuring the site's own audience, where national law exempts that and on its conditions",
        "appearance": "how the site looks or works for the user (United Kingdom)",
        "emergency": "emergency assistance (United Kingdom)",
    },
    "Identifiability": {
        "none": "the same value for everybody who made the same choice: a language, a colour",
        "random": "random, and used for nothing but its own check: a CSRF token",
        "pseudonymous": "tells one browser from the others",
        "identified": "leads to an account or a name",
    },
}  # fmt: skip
ENTRIES = {
    "Site": "site", "Contact": "contact", "Measurement": "measurement", "Provider": "provider", "Purpose": "purpose",
    "Service": "service", "StorageItem": "item",
}  # fmt: skip


@part
def fields() -> str:
    """Every field of the model, with the words of the published schema."""
    from speculoos.registry import model
    from speculoos.registry.schema import schema

    return "\n".join(_entry(getattr(model, name), schema()["$defs"][key], name) for name, key in ENTRIES.items())


def _entry(kind: Any, described: Any, name: str) -> str:
    rows = []
    for field in dataclasses.fields(kind):
        said = described["properties"][field.name]
        required = "required" if field.name in described["required"] else ""
        rows.append((code(field.name), _type(said), required, said["description"]))
    return f"### {name}\n\n{described['description']}\n\n{table(('field', 'value', '', 'meaning'), rows)}"


def _type(said: Any) -> str:
    if "enum" in said:
        return "one of the values below" if len(said["enum"]) > 5 else codes(v for v in said["enum"] if v is not None)
    if "$ref" in said:
        name = said["$ref"].rpartition("/")[2]
        return {"texts": "text or texts", "names": "names", "locations": "places"}.get(name, name)
    if said["type"] == "array":
        return "list"
    kinds = [said["type"]] if isinstance(said["type"], str) else said["type"]
    return {"string": "text", "boolean": "true or false", "integer": "number"}[kinds[0]]


@part
def values() -> str:
    """The values of every enumeration, explained; KeyError for one that has no explanation."""
    from speculoos.law.table import TABLE
    from speculoos.registry import model

    uses = {use.value: TABLE[use].title for use in model.Use}
    explained = VALUES | {"Use": uses}
    return "\n".join(
        f"### {name}\n\n{table(('value', 'meaning'), ((code(v), words[v]) for v in getattr(model, name)))}"
        for name, words in explained.items()
    )


@part
def csv_columns() -> str:
    from speculoos.registry.columns import COLUMNS

    return table(("column", "holds"), ((code(c.header), f"{c.owner}: `{c.key}`") for c in COLUMNS))


@part
def frameworks() -> str:
    """What each framework's line declares."""
    from speculoos.registry.frameworks import FRAMEWORKS, expand

    rows = []
    for name in FRAMEWORKS:
        for service in expand({"frameworks": [name]})["services"]:
            cookies = ", ".join(f"`{item['name']}` {item['lifetime']}" for item in service["items"])
            rows.append((code(name), code(service["id"]), code(service["use"]), cookies))
    return table(("framework", "service", "use", "cookies and their lifetimes"), rows)


# --- the law ----------------------------------------------------------------------------------------------------


@part
def profiles() -> str:
    from speculoos.law.profiles import PROFILES

    return table(
        ("code", "place", "needs no consent", "a choice is remembered for", "signal binding", "rules", "note"),
        (
            (
                code(p.code), p.name, p.exempts, f"{p.choice_lifetime.days} days", "yes" if p.gpc_binding else "no",
                ", ".join(dict.fromkeys((p.consent_rule, p.statistics_rule, p.refusal_rule, p.reask_rule, p.gpc_rule))),
                p.note if p.enabled else f"Not in force. {p.note}",
            )
            for p in PROFILES.values()
        ),
    )  # fmt: skip


@part
def decision_table() -> str:
    from speculoos.law.table import REGIMES, TABLE

    names = {"strict": "DE BE IE, strictest", "US": "CA, US"}
    head = ("use", "what it is", *(names.get(r.value, r.value) for r in REGIMES), "rule")
    return table(head, ((code(r.use), r.title, *r.cells, r.rule) for r in TABLE.values()))


@part
def constants() -> str:
    from speculoos.law import constants as numbers

    found = [v for v in vars(numbers).values() if isinstance(v, numbers.Limit)]
    return table(("days", "stands for", "rule"), ((str(n.days), n.means, n.rule) for n in dict.fromkeys(found)))


@part
def rules() -> str:
    from speculoos.law.rules import RULES

    head = ("rule", "says", "source", "verified")
    rows = ((f'<a id="{r.id.lower()}"></a>{r.id}', r.text, r.source, str(r.verified)) for r in RULES.values())
    return table(head, rows)


@part
def lints() -> str:
    """The catalogue, each check with the command of this release that runs it."""
    from speculoos.audit.banner import CHECKS
    from speculoos.law.catalogue import CATALOGUE, RECORDS
    from speculoos.law.lint import implemented

    runs = {id: ["`lint`"] for id in implemented()}
    for id in CHECKS:
        runs.setdefault(id, []).append("`banner check`")
    for lint in RECORDS:
        runs.setdefault(lint.id, []).append("`ledger verify`" if lint.id != "REC-04" else "our own tests")
    head = ("lint", "checks", "severity", "seen in", "where", "rules", "run by")
    rows = (
        (
            n.id, n.check, str(n.severity), ", ".join(n.seen), " ".join(n.jurisdictions), " ".join(n.rules),
            ", ".join(runs.get(n.id, ["not yet"])),
        )
        for n in CATALOGUE.values()
    )  # fmt: skip
    return table(head, rows)


# --- consent ----------------------------------------------------------------------------------------------------


@part
def state_diagram() -> str:
    from speculoos.consent.state import diagram

    return f"```mermaid\n{diagram()}```"


@part
def state_table() -> str:
    from speculoos.consent.state import table as transitions

    return transitions()


@part
def state_reasons() -> str:
    from speculoos.consent.state import TABLE

    rows = ((f, act, reached.to, reached.why) for f, row in TABLE.items() for act, reached in row.items())
    return table(("from", "act", "to", "why"), rows)


@part
def cookie_faults() -> str:
    from speculoos.consent.cookie import Why

    meanings = {
        "empty": "there is no value",
        "too_long": "longer than 64 bytes, so not written by us",
        "malformed": "not seven parts of the right shape",
        "unknown_format": "another format than 1",
        "bad_signature": "made by somebody else, or for another site, or with a secret that is not kept any more",
        "unknown_version": "about a registry version that the site does not have",
        "wrong_layout": "speaks of more purposes or services than its version has",
    }
    return table(("reason", "meaning"), ((code(why), meanings[why]) for why in Why))


@part
def own_cookies() -> str:
    from speculoos.web.samples import sample

    head = ("cookie", "set when", "lives", "attributes", "what for")
    when = {
        "sessionid": "somebody signs in",
        "django_language": "somebody chooses a language",
        "csrftoken": "a page of the sign-in or the back office has a form, or calls the API",
        "cookies_preferences": "somebody chooses, refusals included",
    }
    rows = (
        (code(i.name), when[i.name], _life(i), f"Path={i.path}; Secure; HttpOnly; SameSite={i.same_site}", s.text["en"])
        for s, i in sample("platform").items()
    )
    return table(head, rows)


def _life(item: Any) -> str:
    return "the browser's session" if item.lifetime == "session" else code(item.lifetime)


# --- settings, commands, API ------------------------------------------------------------------------------------


@part
def config() -> str:
    """The fields of Config with the sentence that stands below each in the source."""
    from speculoos.web import conf

    body = ast.parse(inspect.getsource(conf.Config)).body[0].body  # type: ignore[attr-defined]
    said = {
        before.target.id: after.value.value
        for before, after in pairwise(body)
        if isinstance(before, ast.AnnAssign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
    }
    rows = (
        (code(f.name), str(getattr(f.type, "__name__", f.type)), code(repr(f.default)), said[f.name])
        for f in dataclasses.fields(conf.Config)
    )
    return table(("name", "type", "default", "meaning"), rows)


@part
def commands() -> str:
    from speculoos.cli import main as cli

    return "\n".join(_command(name, command) for name, command in _commands(cli, "speculoos"))


def _commands(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    for child, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from _commands(command, f"{name} {child}")
        else:
            yield f"{name} {child}", command


def _command(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name)
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    options = [p for p in command.params if isinstance(p, click.Option)]
    rows = [(codes([*o.opts, *o.secondary_opts]), _takes(o), o.help or _meaning(o)) for o in options]
    listed = f"\n{table(('option', 'takes', 'meaning'), rows)}" if rows else ""
    return f"### {name}\n\n```text\n{usage}\n```\n\n{inspect.cleandoc(command.help or '')}\n{listed}"


def _takes(option: click.Option) -> str:
    if option.is_flag:
        return ""
    kind = codes(option.type.choices) if isinstance(option.type, click.Choice) else option.type.name
    default = f"; default {code(option.default)}" if option.show_default else ""
    return f"{kind}{default}"


def _meaning(option: click.Option) -> str:
    """For options whose name says it all in the terminal."""
    return {
        "kind": "What to write.", "lang": "The language.", "host": "The address to listen on.",
        "port": "The port to listen on; also from the environment variable `PORT`.",
        "workers": "How many processes serve.",
    }[option.name or ""]  # fmt: skip


@part
def management() -> str:
    rows = []
    for path in sorted(COMMANDS.glob("[a-z]*.py")):
        command = import_module(f"speculoos.web.management.commands.{path.stem}").Command()
        parser = command.create_parser("", path.stem)
        own = [a for a in parser._actions if a.help and not _is_djangos(a.dest)]
        rows.append((code(path.stem), command.help, "; ".join(f"{code(_named(a))}: {a.help}" for a in own)))
    return table(("command", "does", "takes"), rows)


def _named(action: Any) -> str:
    return ", ".join(action.option_strings) or action.dest.upper()


def _is_djangos(name: str) -> bool:
    return name in {"help", "version", "verbosity", "settings", "pythonpath", "traceback", "no_color", "force_color",
                    "skip_checks"}  # fmt: skip


@part
def routes() -> str:
    from speculoos.web.api.openapi import document

    found = document()
    groups: dict[str, list[str]] = {}
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            groups.setdefault(operation["tags"][0], []).append(_route(method, path, operation))
    return "\n".join(f"## {tag}\n\n" + "\n".join(shown) for tag, shown in groups.items())


def _route(method: str, path: str, operation: Any) -> str:
    scopes = [scope for way in operation.get("security", ()) for scope in way.get("BearerToken", ())]
    who = f"For staff, and for tokens with the scope `{scopes[0]}`." if scopes else "Open."
    if scopes and {} in operation["security"]:
        who = f"Open to the site's own pages, and to tokens with the scope `{scopes[0]}`."
    takes = [p for p in operation.get("parameters", ()) if "schema" in p and p["in"] in ("query", "path")]
    rows = [(code(p["name"]), p["in"], p.get("description", "")) for p in takes]
    listed = f"\n{table(('parameter', 'in', 'meaning'), rows)}" if rows else ""
    statuses = ", ".join(sorted(operation["responses"]))
    return (
        f"### {operation['summary']}\n\n`{method.upper()} {path}`\n\n{operation.get('description', '')}\n\n"
        f"{who} Answers: {statuses}.\n{listed}"
    )


@part
def problems() -> str:
    from speculoos.web.api.errors import PROBLEMS

    head = ("problem", "status", "title", "meaning")
    return table(head, ((code(id), str(k.status), k.title, k.meaning) for id, k in PROBLEMS.items()))


__all__ = ["PARTS", "fresh", "main", "set_up_django"]

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
