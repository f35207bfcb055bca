"""Files to a Registry: `load` from a path, `loads` from text, `from_json` from data; `places` for who reports on it.

All faults of a declaration are raised together, each with its place and a hint. Knows the formats by name;
how each is read is in syntax and spreadsheet, what is right is in structure and check.
"""

import dataclasses
from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import Any

from speculoos.core.errors import DeclarationError, Fault, UsageError
from speculoos.registry.build import build
from speculoos.registry.check import check
from speculoos.registry.frameworks import KEY as FRAMEWORKS_KEY
from speculoos.registry.frameworks import expand, standard_services
from speculoos.registry.model import Registry
from speculoos.registry.places import Document, Nowhere, Problem, readable
from speculoos.registry.spreadsheet import read_csv
from speculoos.registry.structure import structure
from speculoos.registry.syntax import decode, read_json, read_toml, sound

READERS: dict[str, Callable[[str, str], Document]] = {"toml": read_toml, "json": read_json, "csv": read_csv}


def load(path: str | PathLike[str]) -> Registry:
    """The Registry declared in a file, whose ending tells the format.

    Raises DeclarationError with every fault of the file, UsageError when there is no such file or format.
    """
    return _registry(_document(Path(path)), str(path))


def places(path: str | PathLike[str]) -> dict[str, tuple[int, int]]:
    """(line, column) of every key and entry of a file, by the readable path that faults and findings use.

    Below the site a path may also be dotted: `site > controller.email`. Raises as `load` does for what cannot be read.
    """
    document = _document(Path(path))
    known: dict[str, tuple[int, int]] = {}
    for data_path, place in document.places.all():
        known[readable(data_path, document.data, whole=True)] = place
        if data_path[0] == "site" and data_path[1:]:
            known[f"site > {'.'.join(map(str, data_path[1:]))}"] = place
    return {**_framework_places(document), **known}


def _framework_places(document: Document) -> dict[str, tuple[int, int]]:
    """The services that a framework adds stand where the framework is named."""
    whole = expand(document.data)
    if whole is document.data or not isinstance(whole.get("services"), list):
        return {}
    known: dict[str, tuple[int, int]] = {}
    added = list(standard_services(document.data))
    first = len(whole["services"]) - len(added)
    for index, (framework, service) in enumerate(added, first):
        for item in (None, *range(len(service["items"]))):
            path = ("services", index, *(() if item is None else ("items", item)))
            known[readable(path, whole, whole=True)] = document.places.find((FRAMEWORKS_KEY, framework))
    return known


def loads(text: str, format: str, file: str = "<text>") -> Registry:
    """The Registry declared in a text of the format "toml", "json" or "csv"."""
    return _registry(_reader(format)(text, file), file)


def from_csv(text: str, file: str = "<text>") -> Registry:
    """The Registry that the rows of a CSV text declare; what a spreadsheet cannot carry is empty in it."""
    return loads(text, "csv", file)


def from_json(data: Any, file: str = "<data>") -> Registry:
    """The Registry in data of the JSON shape, as `Registry.as_json` gives it; faults have no line."""
    return _registry(Document(data, Nowhere(), sound(data, file)), file)


def _document(path: Path) -> Document:
    format = path.suffix.removeprefix(".").lower()
    reader = _reader(format)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}). Give the path of a declaration.") from error
    return reader(decode(raw, str(path)), str(path))


def _reader(format: str) -> Callable[[str, str], Document]:
    if format not in READERS:
        raise UsageError(f'"{format}" is not a format of declarations. Use one of: {", ".join(READERS)}.')
    return READERS[format]


POLICY_KEYS = ("language", "notice")
"""What a published policy's JSON has beside its declaration: the words for readers, which declare nothing."""


def _registry(document: Document, file: str) -> Registry:
    if isinstance(document.data, dict) and all(key in document.data for key in POLICY_KEYS):
        data = {key: value for key, value in document.data.items() if key not in POLICY_KEYS}
        document = dataclasses.replace(document, data=data)
    problems = [*document.problems, *structure(document.data)]
    wrong = {problem.path for problem in problems}
    whole = expand(document.data)
    problems += [problem for problem in check(whole) if problem.path not in wrong]
    if problems:
        raise DeclarationError([_fault(problem, document, file) for problem in problems])
    registry = build(whole)
    _check_hash(registry, document, file)
    return registry


def _check_hash(registry: Registry, document: Document, file: str) -> None:
    """A published version that names a hash must be what was published; a draft's hash is computed anew."""
    claimed = document.data.get("hash")
    if claimed and registry.version and claimed != registry.hash:
        message = f"does not belong to this content, whose hash is {registry.hash}."
        hint = "The version was changed after it was published. Take the hash out to load it as it is."
        raise DeclarationError([_fault(Problem(("hash",), message, hint), document, file)])


def _fault(problem: Problem, document: Document, file: str) -> Fault:
    line, column = document.places.find(problem.path)
    return Fault(file, line, column, readable(problem.path, document.data), problem.message, problem.hint)
