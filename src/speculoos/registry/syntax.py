"""Bytes to data, for TOML and JSON: whatever cannot be read is a DeclarationError that says where.

Also refuses what a parser lets through and nobody can use: halves of characters, endless nesting.
"""

import codecs
import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any, NoReturn

from speculoos.core.errors import DeclarationError, Fault
from speculoos.registry.places import DataPath, Document, Places, Problem, place_in
from speculoos.registry.places_json import JsonScan
from speculoos.registry.places_toml import TomlScan

MAX_DEPTH = 16
"""Deeper than any declaration, and shallow enough for every reader that follows."""

OTHER_ENCODINGS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


def decode(raw: bytes, file: str) -> str:
    """The text of a file in UTF-8, with or without a byte order mark."""
    for mark, name in OTHER_ENCODINGS.items():
        if raw.startswith(mark):
            refuse(file, 1, 1, f"The file is encoded as {name}.", "Save it as UTF-8.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", "replace")
        line, column = place_in(before, len(before))
        refuse(file, line, column, f"Byte 0x{raw[error.start]:02x} is not UTF-8.", "Save the file as UTF-8.")


def read_toml(text: str, file: str) -> Document:
    """The data of a TOML text."""
    text = begun(text, file)
    try:
        data = tomllib.loads(text)
    except RecursionError:
        refuse(file, 0, 0, "Lists or tables are nested too deeply to be read.", "Write the shape of the documentation.")
    except ValueError as error:  # TOMLDecodeError, or a number of thousands of digits
        _refuse_toml(file, text, str(error))
    _check_depth(data, file)
    return Document(data, Places(text, lambda text: TomlScan(text).offsets), tuple(_unsound(data)))


def read_json(text: str, file: str) -> Document:
    """The data of a JSON text; a key that stands twice is a problem of the document."""
    text = begun(text, file)
    try:
        data, is_doubtful = _parsed(text)
    except RecursionError:
        refuse(file, 0, 0, "Lists or objects are nested too deeply to be read.", "Write the shape of the schema.")
    except json.JSONDecodeError as error:
        refuse(file, error.lineno, error.colno, f"This is not JSON: {_lowered(error.msg)}.", _json_hint(error.msg))
    except ValueError as error:
        refuse(file, 0, 0, f"This is not JSON: {_lowered(str(error))}.", "Take the number out.")
    _check_depth(data, file)
    repeated = JsonScan(text).repeated if is_doubtful else []
    twice = (Problem(path, "stands twice in the same object.", "Keep one of the two.") for path, _ in repeated)
    return Document(data, Places(text, lambda text: JsonScan(text).offsets), (*twice, *_unsound(data)))


def sound(data: Any, file: str) -> tuple[Problem, ...]:
    """What is unusable in data that came from a caller; nesting without end is refused at once."""
    _check_depth(data, file)
    return tuple(_unsound(data))


def refuse(file: str, line: int, column: int, message: str, hint: str) -> NoReturn:
    """Raise the one fault that keeps the rest of a text from being read."""
    raise DeclarationError([Fault(file, line, column, "the declaration", message, hint)]) from None


def begun(text: str, file: str) -> str:
    """The text without a byte order mark; an empty one is refused."""
    text = text.removeprefix("\ufeff")
    if not text.strip():
        refuse(
            file, 1, 1, "The file is empty.", 'Begin with the site: [site], then name = "..." and url = "https://...".'
        )
    return text


def _refuse_toml(file: str, text: str, message: str) -> NoReturn:
    found = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    line, column = (int(found[1]), int(found[2])) if found else (0, 0)
    if message.endswith("(at end of document)"):
        line, column = place_in(text, len(text))
    said = re.sub(r" \(at .*\)$", "", message)
    refuse(file, line, column, f"This is not TOML: {_lowered(said)}.", _toml_hint(said))


def _toml_hint(message: str) -> str:
    """How to mend the slips that people make most."""
    hints = {
        "Cannot overwrite": "The key stands twice: keep one of the two.",
        "Cannot declare": "The table stands twice: join the two, or write [[...]] for entries of a list.",
        "Invalid value": 'Texts stand in quotes: key = "text". True and false are written in small letters.',
        "Expected '='": 'Write key = "value"; a key with other signs than letters, digits, - and _ stands in quotes.',
        "Illegal character": "Close the quotes on the same line, or use three quotes for a text of several lines.",
        "Unescaped '\\'": "Write two backslashes, or put the text in single quotes.",
        "Unterminated": "Close the quotes.",
        "Unclosed": "Close the bracket.",
    }
    return next((hint for start, hint in hints.items() if message.startswith(start)), "")


def _json_hint(message: str) -> str:
    hints = {
        "Expecting property name": "Keys stand in double quotes, and no comma follows the last one.",
        "Illegal trailing comma": "Take the comma out.",
        "Expecting ',' delimiter": "A comma or a closing bracket is missing before this place.",
        "Extra data": "The declaration is one object; take out what follows it.",
        "Unterminated string": "Close the quotes.",
    }
    return next((hint for start, hint in hints.items() if message.startswith(start)), "")


def _parsed(text: str) -> tuple[Any, bool]:
    """The data, and whether some key stands twice."""
    doubtful = False

    def table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal doubtful
        data = dict(pairs)
        doubtful = doubtful or len(data) < len(pairs)
        return data

    return json.loads(text, object_pairs_hook=table, parse_constant=_no_constant), doubtful


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"the constant {name} is no number")


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:]


def _check_depth(data: Any, file: str) -> None:
    """Refuse data nested deeper than MAX_DEPTH; needs no recursion and ends on data that contain themselves."""
    level = [data]
    for _ in range(MAX_DEPTH):
        level = [child for entry in level for child in _children(entry)]
        if not level:
            return
    refuse(file, 0, 0, f"Lists or tables are nested more than {MAX_DEPTH} deep.", "Write the shape of the schema.")


def _children(entry: Any) -> list[Any]:
    if isinstance(entry, dict):
        return list(entry.values())
    return list(entry) if isinstance(entry, list | tuple) else []


def _unsound(data: Any, path: DataPath = ()) -> Iterator[Problem]:
    """Texts with half a character, and keys that are no texts."""
    if isinstance(data, str) and _halved(data):
        yield Problem(path, "contains half of a character (a lone surrogate).", "Write the character itself.")
    if isinstance(data, list):
        for index, entry in enumerate(data):
            yield from _unsound(entry, (*path, index))
    if isinstance(data, dict):
        for key, entry in data.items():
            if not isinstance(key, str) or _halved(key):
                yield Problem(path, f"has the key {key!a}, which is not a text.", "Keys are texts.")
            else:
                yield from _unsound(entry, (*path, key))


def _halved(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text) if not text.isascii() else False
