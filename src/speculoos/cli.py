"""The command line: what a file, a policy or a site is asked, answered in a terminal.

Exit status 0 is fine, 1 is findings, 2 is could not. Every command is a thin layer over one part; imports are
inside the commands, so that `speculoos lint` starts without Django and `speculoos --help` without anything.
"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from speculoos import __version__
from speculoos.core.errors import DeclarationError, SpeculoosError, UsageError
from speculoos.gate_cli import gate
from speculoos.terminal import COULD_NOT, FINDINGS, output, say, write

if TYPE_CHECKING:
    from speculoos.registry.model import Registry


class Main(click.Group):
    """The group that turns our errors into a message and exit status 2; a traceback is always a bug of ours."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except DeclarationError as fault:
            say(str(fault))
            say(f"{len(fault.faults)} fault(s); nothing was written.")
        except (SpeculoosError, UnicodeError) as fault:
            say(f"speculoos: {fault}")
        except OSError as fault:
            say(f"speculoos: {fault.filename or 'a file'}: {fault.strerror or fault}")
        raise SystemExit(COULD_NOT)


@click.group(cls=Main, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="speculoos")
def main() -> None:
    """The spec for your cookies: declare once, and disclose, ask, enforce and verify from that."""


@main.command("import")
@click.argument("source")
@click.option("--format", "kind", type=click.Choice(["toml", "json"]), default="toml", show_default=True)
@click.option("--report", type=click.Path(dir_okay=False), help="Write the report here (.json for JSON).")
@click.option("--allow-private", is_flag=True, help="Let a URL lead to a private or loopback address.")
@output
def import_(source: str, kind: str, report: str | None, target: str | None, *, allow_private: bool) -> None:
    """Turn an existing policy (file, URL or - for standard input) into a declaration and a report.

    Exit status 1 when some row was not understood; the declaration is written all the same.
    """
    from speculoos.registry.dump import to_json, to_toml
    from speculoos.registry.importing import import_policy, to_commented_toml

    text, name, format = _read_source(source, allow_private)
    if declared := _declared(text, name):
        write(target, to_toml(declared) if kind == "toml" else to_json(declared))
        say(f"{name}: a declaration already, taken over as it is.")
        return
    imported = import_policy(text, name, format, site_url=name if "://" in name else None)
    write(target, to_commented_toml(imported) if kind == "toml" else to_json(imported.registry))
    if report:
        as_json = json.dumps(imported.report.as_json(), ensure_ascii=False, indent=2)
        write(report, as_json + "\n" if report.endswith(".json") else imported.report.as_text())
    else:
        say(imported.report.as_text())
    raise SystemExit(FINDINGS if imported.report.unread else 0)


@main.command()
@click.argument("file", type=click.Path(dir_okay=False))
@click.option(
    "--jurisdiction", help="Comma-separated codes such as FR,DE; without it the site's own, or the strictest."
)
@click.option("--format", "kind", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True)
@click.option("--page", help="The published policy page (file or URL), for the lints that look at a page.")
@click.option("--previous", type=click.Path(dir_okay=False), help="The version before, for what a change must do.")
@click.option("--allow-private", is_flag=True, help="Let --page lead to a private or loopback address.")
@output
def lint(
    file: str,
    jurisdiction: str | None,
    kind: str,
    page: str | None,
    previous: str | None,
    target: str | None,
    *,
    allow_private: bool,
) -> None:
    """What the law wants and this declaration lacks. Exit status 1 when there are errors or warnings."""
    from speculoos.law.lint import Page, lint
    from speculoos.law.report import report
    from speculoos.registry.load import load, places

    registry = load(file)
    seen = Page(*_read_source(page, allow_private)[:2]) if page else None
    codes = [code.strip().upper() for code in jurisdiction.split(",") if code.strip()] if jurisdiction else None
    findings = lint(registry, codes, page=seen, previous=load(previous) if previous else None)
    write(target, report(findings, kind, file=file, places=places(file)))
    raise SystemExit(FINDINGS if any(finding.severity != "info" for finding in findings) else 0)


@main.command()
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--format", "kind", type=click.Choice(["html", "pdf", "md", "txt", "json"]), required=True)
@click.option("--lang", default=None, help="Language tag; without it the site's default language.")
@output
def render(file: str, kind: str, lang: str | None, target: str | None) -> None:
    """The policy page of a declaration."""
    from speculoos.policy.notice import build_notice
    from speculoos.policy.render import render
    from speculoos.registry.load import load

    registry = load(file)
    document = render(build_notice(registry, lang or registry.site.default_language), kind)
    if kind == "pdf" and target is None and sys.stdout.isatty():
        raise click.UsageError("A PDF is not for the terminal: say where to write it with -o FILE.")
    write(target, document)


@main.command()
@click.argument("old", type=click.Path(dir_okay=False))
@click.argument("new", type=click.Path(dir_okay=False))
@click.option("--format", "kind", type=click.Choice(["text", "json"]), default="text", show_default=True)
@output
def diff(old: str, new: str, kind: str, target: str | None) -> None:
    """What changed between two declarations, and what of it is material. Exit status 1 when anything did."""
    from speculoos.registry.diff import diff
    from speculoos.registry.load import load

    found = diff(load(old), load(new))
    text = found.as_text() if kind == "text" else json.dumps(found.as_json(), ensure_ascii=False, indent=2)
    write(target, text.rstrip("\n") + "\n")
    raise SystemExit(FINDINGS if found.changes else 0)


@main.group()
def consent() -> None:
    """The preference cookie."""


@consent.command()
@click.argument("value")
@click.option("--registry", type=click.Path(dir_okay=False), help="The declaration, to name the purposes.")
def explain(value: str, registry: str | None) -> None:
    """Read a value of cookies_preferences, a TC string or a GPP string aloud.

    The signature of cookies_preferences can be checked by the site alone.
    """
    from speculoos.consent.aloud import read_aloud
    from speculoos.consent.layout import Layout
    from speculoos.registry.load import load

    click.echo(read_aloud(value, layout=Layout.of(load(registry)) if registry else None))


@main.group()
def banner() -> None:
    """The banner of a page, whoever made it."""


@banner.command("check")
@click.argument("url")
@click.option("--registry", type=click.Path(dir_okay=False), help="The declaration, for what the banner must name.")
@click.option(
    "--jurisdiction", help="Comma-separated codes such as FR,CA; without it the declaration's, or the strictest."
)
@click.option("--format", "kind", type=click.Choice(["text", "json"]), default="text", show_default=True)
@output
def check_banner(url: str, registry: str | None, jurisdiction: str | None, kind: str, target: str | None) -> None:
    """Look at the banner of a page in a browser, and say which of the BAN lints it fails.

    Chooses on the page as a visitor would, so point it at a site of your own. Exit status 1 when there are errors or
    warnings. Needs `speculoos[audit]` and a Chromium.
    """
    from speculoos.audit.report import check
    from speculoos.registry.load import load

    codes = [code.strip().upper() for code in (jurisdiction or "").split(",") if code.strip()]
    written, well = check(url, load(registry) if registry else None, codes, kind)
    write(target, written)
    raise SystemExit(0 if well else FINDINGS)


@main.group()
def ledger() -> None:
    """The ledger of consent records."""


@ledger.command()
@click.option("--site", help="The site's short name; without it, every site.")
def verify(site: str | None) -> None:
    """Verify every record, leaf and checkpoint, and name what was changed, removed, inserted or reordered.

    Exit status 1 when something is wrong. The database is the one that the platform serves from.
    """
    from speculoos.web.serve import verify_ledger

    report, well = verify_ledger(site)
    click.echo(report, nl=False)
    raise SystemExit(0 if well else FINDINGS)


@main.group()
def receipt() -> None:
    """The visitor's receipt."""


@receipt.command("verify")
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--key", "keys", multiple=True, help="The id of a key to believe; without it, the receipt's own.")
def verify_receipt(file: str, keys: tuple[str, ...]) -> None:
    """Verify a downloaded receipt, offline, and say what was chosen. Exit status 1 when it proves nothing."""
    from speculoos.consent.sealed import Sealed, faults, in_words

    try:
        sealed = Sealed.from_json(json.loads(_read_source(file, allow_private=False)[0]))
    except (ValueError, RecursionError) as fault:
        raise UsageError(f"{file} is not a receipt: {fault}") from fault
    found = faults(sealed, keys)
    click.echo(in_words(sealed) if not found else "".join(f"{fault}\n" for fault in found), nl=False)
    click.echo("It is not a valid receipt." if found else "The receipt is valid.")
    raise SystemExit(FINDINGS if found else 0)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, envvar="PORT")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True)
def serve(host: str, port: int, workers: int) -> None:
    """Serve the platform, ready to use: database, sample sites and a one-time sign-in link included."""
    from speculoos.web.serve import serve

    serve(host, port, workers)


@main.command(context_settings={"ignore_unknown_options": True, "help_option_names": []}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Django's management commands for the platform, such as `manage signin_link`."""
    from speculoos.web.serve import manage

    manage(arguments)


def _read_source(source: str, allow_private: bool) -> tuple[str, str, str | None]:
    """Text, name and format (None: to be detected) of a file, an address or standard input."""
    if source.startswith(("http://", "https://")):
        from speculoos.registry.fetch import fetch

        fetched = fetch(source, allow_private=allow_private)
        return fetched.text, fetched.url, "html" if "html" in (fetched.content_type or "") else None
    if source == "-":
        return _decoded(sys.stdin.buffer.read()), "standard input", None
    suffixes = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html"}
    return _decoded(Path(source).read_bytes()), source, suffixes.get(Path(source).suffix.lower())


def _declared(text: str, name: str) -> "Registry | None":
    """The declaration that the source itself is, such as a published policy as JSON; None for a policy in words."""
    from speculoos.registry.load import loads

    try:
        return loads(text, "json", file=name) if text.lstrip().startswith("{") else None
    except DeclarationError:
        return None


def _decoded(data: bytes) -> str:
    """Text in UTF-8, or in the old Western code page where it is not valid UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


main.add_command(gate)

if __name__ == "__main__":
    main()
