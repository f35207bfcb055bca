"""The database under a served benchmark, looked into from outside: rows, one record, what it costs apart."""

import os
import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from bench.process import tree

SYNCS = 50
PAGE = 4096


class Bank(Protocol):
    """What the benchmark asks of either database."""

    home: Path
    cpu_note: str

    @property
    def environment(self) -> Mapping[str, str]: ...

    def rows(self, table: str) -> int: ...

    def document(self) -> str:
        """One consent record as it is stored."""

    def processes(self) -> list[int]:
        """The database's own processes, where it has any."""

    def sync_note(self) -> str:
        """What one write to this disk costs, which bounds every durable answer."""


class SqliteBank:
    cpu_note = "the server's whole process tree; SQLite works inside it"

    def __init__(self, home: Path) -> None:
        self.home = home

    @property
    def environment(self) -> Mapping[str, str]:
        return {}

    def rows(self, table: str) -> int:
        return int(self._one(f"SELECT count(*) FROM {table}"))  # noqa: S608  (a name of ours)

    def document(self) -> str:
        return str(self._one("SELECT document FROM speculoos_consentrecord LIMIT 1"))

    def processes(self) -> list[int]:
        return []

    def sync_note(self) -> str:
        return f"a 4 KiB write synced to this disk takes {synced_ms(self.home):.2f} ms"

    def _one(self, sql: str) -> Any:
        with closing(sqlite3.connect(self.home / "speculoos.sqlite3")) as connection:
            return connection.execute(sql).fetchone()[0]


class PostgresBank:
    """A database of its own in the cluster at `url`."""

    cpu_note = "the server's process tree and PostgreSQL's"

    def __init__(self, home: Path, url: str, name: str) -> None:
        import psycopg

        self.home, self.name = home, name
        self.socket = parse_qs(urlsplit(url).query)["host"][0]
        with psycopg.connect(self._conninfo("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())

    @property
    def environment(self) -> Mapping[str, str]:
        return {"DATABASE_URL": f"postgres://postgres@/{self.name}?host={self.socket}"}

    def rows(self, table: str) -> int:
        return int(self._one(f"SELECT count(*) FROM {table}"))  # noqa: S608  (a name of ours)

    def document(self) -> str:
        return str(self._one("SELECT document::text FROM speculoos_consentrecord LIMIT 1"))

    def processes(self) -> list[int]:
        return tree(int((Path(self.socket) / "data" / "postmaster.pid").read_text().split()[0]))

    def sync_note(self) -> str:
        return f"a 4 KiB write synced to this disk takes {synced_ms(self.home):.2f} ms; PostgreSQL's defaults"

    def _conninfo(self, name: str) -> str:
        return f"host={self.socket} user=postgres dbname={name}"

    def _one(self, sql: str) -> Any:
        import psycopg

        with psycopg.connect(self._conninfo(self.name)) as connection:
            row = connection.execute(sql.encode()).fetchone()
            assert row
            return row[0]


def synced_ms(directory: Path) -> float:
    """The mean time of an append that is synced, as a database's log makes it."""
    path = directory / "sync.probe"
    handle = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        began = time.perf_counter()
        for _ in range(SYNCS):
            os.write(handle, bytes(PAGE))
            os.fdatasync(handle)
        return (time.perf_counter() - began) * 1e3 / SYNCS
    finally:
        os.close(handle)
        path.unlink()
