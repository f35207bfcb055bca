"""A declaration as CSV: one row for each item, with columns that a person knows.

It carries the services with their items, the purposes' labels and the site's name, address and language; providers
only by name. Rows with the same service id belong together. What is carried is read back as it was.
"""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from speculoos.registry.closest import closest
from speculoos.registry.columns import BY_HEADER, COLUMNS, NOWHERE, Column, cell, column_named, value_in
from speculoos.registry.model import Json, Registry
from speculoos.registry.places import DataPath, Document, Places, Problem, line_starts, quoted
from speculoos.registry.structure import OTHER_WORDS
from speculoos.registry.syntax import begun, refuse, sound

Header: TypeAlias = list[tuple[Column, str | None] | None]
Row: TypeAlias = dict[str, Json]
"""For each of the four owners of columns the table that holds its values."""


def to_csv(registry: Registry) -> str:
    """The CSV text, comma-separated as in RFC 4180; a service without items has a row without a name."""
    rows, first = list(_rows(registry)), registry.site.default_language
    headers = [(column, tag) for column in COLUMNS for tag in _tags(rows, column, first)]
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(f"{column.header} [{tag}]" if tag else column.header for column, tag in headers)
    for owners in rows:
        writer.writerow(_cell(owners[column.owner], column, tag) for column, tag in headers)
    return target.getvalue()


def _rows(registry: Registry) -> Iterator[Row]:
    """The rows in the order of the declaration."""
    data = registry.as_json(hashed=False)
    purposes = {purpose["id"]: purpose for purpose in data["purposes"]}
    for service in data["services"]:
        for item in service["items"] or [{}]:
            purpose = purposes.get(service["purpose"], {})
            yield {"site": data["site"], "service": service, "item": item, "purpose": purpose}
    if not data["services"]:
        yield {"site": data["site"], "service": {}, "item": {}, "purpose": {}}


def _tags(rows: list[Row], column: Column, first: str) -> list[str | None]:
    """The languages for which the column is needed; [None] for a column of no language."""
    if column.type != "texts":
        return [None]
    used = {tag for row in rows for tag, text in row[column.owner].get(column.key, {}).items() if text}
    return sorted(used | {first}, key=lambda tag: (tag != first, tag))


def _cell(owner: Json, column: Column, tag: str | None) -> str:
    value = owner.get(column.key)
    if tag:
        return cell((value or {}).get(tag), column.type)
    if column.key == "location" and value == []:
        return NOWHERE
    return cell(value, column.type)


def read_csv(text: str, file: str) -> Document:
    """The data of a CSV text in the JSON shape; the separator may be a comma, a semicolon or a tab."""
    text = begun(text, file)
    text = text if "\n" in text else text.replace("\r", "\n")
    reading = _Reading(text)
    rows = _lines(text, file)
    _, first = next(rows)
    header = reading.header(first)
    for line, cells in rows:
        if any(one.strip() for one in cells):
            reading.row(line, header, cells)
    data = reading.data
    return Document(data, Places(text, lambda _: reading.offsets), (*reading.problems, *sound(data, file)))


def _lines(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line on which it begins."""
    lines = re.findall(r"[^\n]*\n|[^\n]+$", text)
    reader = csv.reader(lines, delimiter=_separator(lines[0]), strict=True)
    begin = 1
    try:
        for cells in reader:
            if cells:
                yield begin, cells
            begin = reader.line_num + 1
    except csv.Error as error:
        refuse(file, begin, 1, f"This is not CSV: {error}.", "Close the quotes, and write a quote inside a cell twice.")


def _separator(header: str) -> str:
    """Whichever stands most often in the header; spreadsheets write what their country is used to."""
    return max(",;\t", key=header.count)


class _Reading:
    """The declaration as it comes together row by row, with the places of its parts."""

    def __init__(self, text: str) -> None:
        self.data: Json = {"site": {}, "purposes": [], "services": []}
        self.offsets: dict[DataPath, int] = {}
        self.problems: list[Problem] = []
        self._starts = line_starts(text)
        self._services: dict[str, int] = {}
        self._purposes: dict[str, Json] = {}
        self._lines: dict[str, int] = {}

    def header(self, cells: list[str]) -> Header:
        """What each column holds; None for a column to pass over."""
        known: Header = []
        for name in cells:
            column, tag = column_named(name)
            found = (column, tag) if column else None
            if name.strip() and not column:
                self._wrong_column(name, "is not a column of a declaration.", _column_hint(name))
            elif found and found in known:
                self._wrong_column(name, "stands twice.", "Keep one of the two columns.")
            known.append(found)
        if (BY_HEADER["site_url"], None) in known:
            self.data["site"]["url"] = ""  # a column left empty says that the address is unknown
        return known

    def _wrong_column(self, name: str, message: str, hint: str) -> None:
        path = (f"column {quoted(name.strip())}",)
        self.offsets[path] = 0
        self.problems.append(Problem(path, message, hint))

    def row(self, line: int, header: Header, cells: list[str]) -> None:
        """Take in one row, which begins on `line`."""
        if any(one.strip() for one in cells[len(header) :]):
            path = (f"row on line {line}",)
            self.offsets[path] = self._starts[line - 1]
            self.problems.append(
                Problem(path, "has more cells than there are columns.", "Put cells with commas in quotes.")
            )
        owners: dict[str, Json] = {"site": {}, "service": {}, "item": {}, "purpose": {}}
        for known, one in zip(header, cells, strict=False):
            if known:
                _take(owners[known[0].owner], *known, one)
        self._merge(("site",), self.data["site"], owners["site"], line)
        self._purpose(owners["service"].get("purpose"), owners["purpose"])
        if owners["service"] or owners["item"]:
            self._service(owners["service"], owners["item"], line)

    def _purpose(self, id: str | None, purpose: Json) -> None:
        if not id:
            return
        if id not in self._purposes:
            self._purposes[id] = {"id": id, "label": {}}
            self.data["purposes"].append(self._purposes[id])
        self._purposes[id]["label"] |= _as_texts(purpose.get("label", {}), self._language())

    def _service(self, service: Json, item: Json, line: int) -> None:
        service.setdefault("id", _slug(f"{service.get('provider', '')} {service.get('function', '')}"))
        index = self._services.setdefault(service["id"], len(self._services))
        path: DataPath = ("services", index)
        if index == len(self.data["services"]):
            self.data["services"].append({"provider": "", "function": "", "purpose": "", "items": []})
            self.offsets[path] = self._starts[line - 1]
        known = self.data["services"][index]
        self._merge(path, known, service, line)
        if item.get("name"):
            self.offsets[(*path, "items", len(known["items"]))] = self._starts[line - 1]
            known["items"].append(item)

    def _merge(self, path: DataPath, known: Json, new: Json, line: int) -> None:
        """Add what the row says, which must not contradict an earlier row."""
        for key, value in new.items():
            said = known.get(key)
            if said not in (None, "") and said != value:
                message = f"is given as {_shown(value)} on line {line} and as {_shown(said)} before."
                hint = "Write the same in every row of it, or leave the later cells empty."
                self.offsets[(*path, key)] = self._starts[line - 1]
                self.problems.append(Problem((*path, key), message, hint))
            known[key] = value if said in (None, "") else said

    def _language(self) -> str:
        return str(self.data["site"].get("default_language", "en"))


def _take(owner: Json, column: Column, tag: str | None, one: str) -> None:
    """Put the value of a cell where it belongs; a text without a language is in the site's default language."""
    value = value_in(one, column.type)
    if value is None:
        return
    if column.type != "texts":
        owner[column.key] = value
    elif tag:
        known = owner.setdefault(column.key, {})
        owner[column.key] = {**(known if isinstance(known, dict) else {}), tag: value}
    else:
        owner.setdefault(column.key, value)


def _as_texts(value: Any, language: str) -> Json:
    return value if isinstance(value, dict) else {language: value}


def _column_hint(name: str) -> str:
    close = closest(name, list(BY_HEADER), OTHER_WORDS)
    return f'Did you mean "{close}"?' if close else f"Columns: {', '.join(BY_HEADER)}."


def _slug(text: str) -> str:
    """An id from words, for rows that give none."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_") or "service"


def _shown(value: Any) -> str:
    return quoted(value if isinstance(value, str) else str(value))
