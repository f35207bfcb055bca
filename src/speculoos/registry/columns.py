"""The columns of a declaration as a spreadsheet, and how a cell says a value.

Knows cells; rows and what belongs together are spreadsheet's business.
"""

import re
from dataclasses import dataclass
from typing import Any

LANGUAGE_COLUMN = re.compile(r"(.+?)\s*\[\s*([A-Za-z0-9-]+)\s*\]")
FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]")
"""A cell that a spreadsheet would run as a formula, or that already carries our mark against that."""

FLAGS = {"yes": True, "true": True, "no": False, "false": False}
NOWHERE = "nowhere"
"""Said for an empty list of places, because an empty cell says nothing."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, whose value it holds, under which key, and of what type."""

    header: str
    owner: str  # "site", "purpose", "service" or "item"
    key: str
    type: str = "text"  # "text", "word", "words", "flag", "list" or "texts"


COLUMNS = (
    Column("provider", "service", "provider"),
    Column("function", "service", "function"),
    Column("location", "service", "location", "words"),
    Column("name", "item", "name"),
    Column("kind", "item", "kind", "word"),
    Column("host", "item", "host"),
    Column("party", "item", "party", "word"),
    Column("lifetime", "item", "lifetime"),
    Column("purpose", "service", "purpose"),
    Column("purpose_label", "purpose", "label", "texts"),
    Column("exemption", "service", "exemption", "word"),
    Column("ground", "service", "ground", "texts"),
    Column("text", "service", "text", "texts"),
    Column("item_text", "item", "text", "texts"),
    Column("recipients", "service", "recipients", "list"),
    Column("item_recipients", "item", "recipients", "list"),
    Column("hosts", "service", "hosts", "list"),
    Column("use", "service", "use", "word"),
    Column("identifiability", "item", "identifiability", "word"),
    Column("legal_basis", "service", "legal_basis"),
    Column("path", "item", "path"),
    Column("secure", "item", "secure", "flag"),
    Column("http_only", "item", "http_only", "flag"),
    Column("same_site", "item", "same_site"),
    Column("partitioned", "item", "partitioned", "flag"),
    Column("set_by", "item", "set_by", "word"),
    Column("renewed", "item", "renewed", "flag"),
    Column("labels", "service", "labels", "texts"),
    Column("service", "service", "id"),
    Column("site", "site", "name"),
    Column("site_url", "site", "url"),
    Column("language", "site", "default_language"),
)
"""In the order in which a person reads them; what identifies the row to a machine stands last."""

BY_HEADER = {column.header: column for column in COLUMNS}


def cell(value: Any, type: str) -> str:
    """The value as a cell that no spreadsheet runs."""
    if value is None:
        return ""
    if type == "flag":
        return "yes" if value else "no"
    if type in {"list", "words"}:
        return _harmless("; ".join(re.sub(r"([\\;])", r"\\\1", entry) for entry in value))
    return _harmless(value)


def value_in(cell: str, type: str) -> Any:
    """The value that a cell says; None where it says nothing."""
    text = cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell
    if not text.strip() and type != "text":
        return None
    if type == "flag":
        return FLAGS.get(text.strip().lower(), text)
    if type == "list":
        return [entry for entry in _split(text) if entry]
    if type == "words":
        return [] if text.strip() == NOWHERE else [_word(entry) for entry in text.split(";") if entry.strip()]
    return _word(text) if type == "word" else text or None


def _word(text: str) -> str:
    """A listed value, which people write with capitals, spaces and hyphens."""
    return re.sub(r"[\s-]+", "_", text.strip().lower())


def column_named(header: str) -> tuple[Column | None, str | None]:
    """The column of a header, with the language of a column such as `text [fr]`."""
    found = LANGUAGE_COLUMN.fullmatch(header.strip())
    name = re.sub(r"[\s-]+", "_", (found[1] if found else header).strip().lower())
    column = BY_HEADER.get(name)
    if found and column and column.type != "texts":
        return None, None
    return column, found[2] if found else None


def _harmless(text: str) -> str:
    """OWASP's counsel against formula injection: an apostrophe before what would run. Reading takes it off again."""
    return f"'{text}" if FORMULA.match(text) else text


def _split(text: str) -> list[str]:
    parts = re.findall(r"(?:[^\\;]|\\.|\\$)+", text, re.DOTALL)
    return [
        re.sub(r"\\(.)", r"\1", part.removeprefix(" ") if n else part, flags=re.DOTALL) for n, part in enumerate(parts)
    ]
