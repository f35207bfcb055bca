"""Files to a Registry: `load` from a path, `loads` from text, `from_json` from data.

All faults of a declaration are raised together, each with its place and a hint. Knows the formats by name;
how each is read is in syntax and spreadsheet, what is right is in structure and check.
"""

from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import Any

from speculoos.core.errors import DeclarationError, Fault, UsageError
from speculoos.registry.build import build
from speculoos.registry.check import check
from speculoos.registry.model import Registry
from speculoos.registry.places import Document, Nowhere, Problem, readable
from speculoos.registry.structure import structure
from speculoos.registry.syntax import decode, read_json, read_toml, sound

READERS: dict[str, Callable[[str, str], Document]] = {"toml": read_toml, "json": read_json}


def load(path: str | PathLike[str]) -> Registry:
    """The Registry declared in a file, whose ending tells the format.

    Raises DeclarationError with every fault of the file, UsageError when there is no such file or format.
    """
    path = Path(path)
    format = path.suffix.removeprefix(".").lower()
    _reader(format)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}). Give the path of a declaration.") from error
    return loads(decode(raw, str(path)), format, file=str(path))


def loads(text: str, format: str, file: str = "<text>") -> Registry:
    """The Registry declared in a text of the format "toml", "json" or "csv"."""
    return _registry(_reader(format)(text, file), file)


def from_json(data: Any, file: str = "<data>") -> Registry:
    """The Registry in data of the JSON shape, as `Registry.as_json` gives it; faults have no line."""
    return _registry(Document(data, Nowhere(), sound(data, file)), file)


def _reader(format: str) -> Callable[[str, str], Document]:
    if format not in READERS:
        raise UsageError(f'"{format}" is not a format of declarations. Use one of: {", ".join(READERS)}.')
    return READERS[format]


def _registry(document: Document, file: str) -> Registry:
    problems = [*document.problems, *structure(document.data)]
    wrong = {problem.path for problem in problems}
    problems += [problem for problem in check(document.data) if problem.path not in wrong]
    if problems:
        raise DeclarationError([_fault(problem, document, file) for problem in problems])
    registry = build(document.data)
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
