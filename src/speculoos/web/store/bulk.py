"""Rows written with one statement that is put together here: what every choice pays for is not worked out each time.

Django's own `bulk_create` builds model instances, compiles and checks on every call; these tables are written by one
path each, in one shape. Values are still prepared by the fields, so both databases are given what they expect.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model


def insert(model: type[Model], names: tuple[str, ...], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows whose values are in the order of `names`. In the caller's transaction."""
    given = [*rows]
    if not given:
        return
    fields = fields_of(model, names)
    values = [
        field.get_db_prep_save(value, connection) for row in given for field, value in zip(fields, row, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement(model, names, len(given), connection.vendor), values)


@lru_cache(maxsize=64)
def fields_of(model: type[Model], names: tuple[str, ...]) -> "tuple[Field[Any, Any], ...]":
    return tuple(model._meta.get_field(name) for name in names)  # type: ignore[misc]  # columns, never relations back


@lru_cache(maxsize=1024)
def statement(model: type[Model], names: tuple[str, ...], count: int, vendor: str) -> str:  # noqa: ARG001  (quoting)
    """The text of the statement. Names come from models, never from a request."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields_of(model, names))
    marks = "(" + ", ".join(["%s"] * len(names)) + ")"
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {', '.join([marks] * count)}"  # noqa: S608
