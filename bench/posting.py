"""A choice posted: durable when it is answered, on SQLite and on PostgreSQL.

Every answered post must be a row afterwards, or the benchmark fails: speed without the record is worth nothing.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.bank import Bank, PostgresBank, SqliteBank
from bench.load import Load, Request, drive, warm
from bench.measure import Sample, interleaved
from bench.process import Server, cpu_seconds
from bench.result import Result, result
from bench.servers import bare, platform
from bench.workshop import Workshop

AGAINST = "a bare Django view that inserts one row of the same size with the same database options"
ADDRESS = "/s/biscuiterie/cookies/preferences/"
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
BODY = "act=grant&method=banner"


@dataclass(frozen=True, slots=True)
class Posted:
    """A round of posts and the CPU time that the server, and the database where it is apart, used for it."""

    load: Load
    cpu_ms: float


def run(shop: Workshop) -> Iterator[Result]:
    with ExitStack() as stack:
        home = shop.home / "post-sqlite"
        yield from measured(shop, "post_sqlite", SqliteBank(home), SqliteBank(home.with_name("post-sqlite-bare")))
        from tools.test import cluster

        shop.say("starting a PostgreSQL cluster")
        url = stack.enter_context(cluster())
        if url is None:
            shop.skip("post_postgresql: no initdb found; run `apt-get install postgresql`")
            return
        home = shop.home / "post-postgresql"
        banks = (PostgresBank(home, url, "subject"), PostgresBank(home.with_name("post-postgresql-bare"), url, "bare"))
        yield from measured(shop, "post_postgresql", *banks)


def measured(shop: Workshop, name: str, bank: Bank, bank_bare: Bank) -> Iterator[Result]:
    """The three figures of one database."""
    shop.say(f"posting choices: {name}")
    with platform(bank.home, bank.environment) as server:
        drive(Request(server.url + ADDRESS, "POST", FORM, BODY), 1, 1)
        _leave(bank_bare.home, bank.document())
        with bare(bank_bare.home, bank_bare.environment) as other:
            a, b = _rounds(shop, (server, bank), (other, bank_bare))
    scale = shop.scale
    how = f"{a[0].load.tool}, {scale.connections} connections, {scale.load_seconds} s a round; every answer has its row"
    rates = Sample.of(p.load.rate for p in a), Sample.of(p.load.rate for p in b)
    yield result(name, rates, "posts/s", "higher", AGAINST, f"{how}; {bank.sync_note()}")
    slow = Sample.of(p.load.p99_ms for p in a), Sample.of(p.load.p99_ms for p in b)
    yield result(f"{name}_p99", slow, "ms", "lower", AGAINST, how)
    cpu = Sample.of(p.cpu_ms for p in a), Sample.of(p.cpu_ms for p in b)
    yield result(f"{name}_cpu", cpu, "ms CPU a post", "lower", AGAINST, bank.cpu_note)


def _rounds(
    shop: Workshop, subject: tuple[Server, Bank], baseline: tuple[Server, Bank]
) -> tuple[list[Posted], list[Posted]]:
    requests = (
        Request(subject[0].url + ADDRESS, "POST", FORM, BODY),
        Request(baseline[0].url + "/keep", "POST", FORM, BODY),
    )
    for request in requests:
        warm(request, shop.scale)
    return interleaved(
        lambda: _posted(shop, *subject, requests[0], "speculoos_consentrecord"),
        lambda: _posted(shop, *baseline, requests[1], "bare_kept"),
        shop.scale.load_rounds,
    )


def _posted(shop: Workshop, server: Server, bank: Bank, request: Request, table: str) -> Posted:
    processes = [*server.processes(), *bank.processes()]
    rows, used = bank.rows(table), cpu_seconds(processes)
    load = drive(request, shop.scale.connections, shop.scale.load_seconds)
    used = cpu_seconds([*server.processes(), *bank.processes()]) - used
    kept = bank.rows(table) - rows
    assert kept >= load.answered, f"{load.answered} posts were answered and {kept} rows kept"
    return Posted(load, used * 1e3 / load.answered)


def _leave(home: Path, document: str) -> None:
    """Put the record where the bare view finds it."""
    pages = home / "pages"
    pages.mkdir(parents=True, exist_ok=True)
    (pages / "document.json").write_text(document, "utf-8")
