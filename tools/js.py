"""Builds js/embed and js/banner: modules in the order of their imports, without comments and idle white space.

Conservative on purpose: properties and statements stay, and a line ends where it ended unless a bracket, comma or
semicolon makes the end meaningless. Knows as much of JavaScript's tokens as our own modules use. No Node.
"""

import hashlib
import json
import re
import sys
from base64 import b64encode
from pathlib import Path

from tools.js_names import shorten

ROOT = Path(__file__).resolve().parent.parent
NUMBER = 1
ENTRY = ROOT / "js" / "embed" / "index.js"
BANNER = ROOT / "js" / "banner" / "banner.js"
LATER = {
    "preferences": ROOT / "js" / "embed" / "preferences.js",
    "placeholders": ROOT / "js" / "placeholders" / "index.js",
    "expire": ROOT / "js" / "embed" / "expire.js",
}
STATIC = ROOT / "src" / "speculoos" / "web" / "static" / "speculoos"
TARGET = STATIC / f"embed.{NUMBER}.js"

IMPORT = re.compile(r'^import (?:(\w+)|\{[^}]*\}) from "([^"]+)";\n', re.MULTILINE)
EXPORTS = re.compile(r"^export (?:\{[^}]*\};\n|(?=\w))", re.MULTILINE)
TOP_NAME = re.compile(r"^(?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)
WHOLE = re.compile(r"^(?:async )?function (\w+)\([\s\S]*?^}\n|^const (\w+) = [^;\n]*;\n", re.MULTILINE)
COMMENT = re.compile(r"^ *//[^\n]*|/\*[\s\S]*?\*/", re.MULTILINE)
UNPACKED = re.compile(r"^(?:const|let) \{([^}]*)\}", re.MULTILINE)
TOKEN = re.compile(
    r"(?P<comment>//[^\n]*|/\*[\s\S]*?\*/)"
    r'|(?P<text>"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|`(?:\\.|[^`\\])*`'
    r"|(?<=[(,=:!&|?{};\n ])/(?![/*= ])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*)"
)


def build(entry: Path = ENTRY, last: str = "") -> str:
    """The text of a built file: a script of its own scope, or with `last` (what it exports) a module."""
    order: list[Path] = []
    _collect(entry, order)
    modules = [_module(path) for path in order]
    names = [name for text in modules for name in _top_names(text)]
    if twice := {name for name in names if names.count(name) > 1}:
        raise SystemExit(f"js: {', '.join(sorted(twice))}: one name in two modules; the built file is one scope")
    text = shake("".join(modules) + last)
    return squeeze(text if last else f'(()=>{{"use strict";\n{text}}})();\n')


def both() -> dict[str, str]:
    """The files of the banner: the first knows the hashes of those that come later."""
    first, later = build(), {}
    for name, entry in LATER.items():
        text = later[f"{name}.{NUMBER}.js"] = small(build(entry, f"export default {name};\n"))
        digest = b64encode(hashlib.sha384(text.encode()).digest()).decode()
        first = first.replace(f'"sha384-{name}"', f'"sha384-{digest}"')
    return {TARGET.name: small(first)} | later


def small(text: str) -> str:
    pieces, last = [], 0
    for found in TOKEN.finditer(text):
        pieces += [(text[last : found.start()], False), (found["text"], True)]
        last = found.end()
    return shorten([*pieces, (text[last:], False)])


def _collect(path: Path, order: list[Path]) -> None:
    """Depth first, so that a module stands after what it imports."""
    if path in order:
        return
    if path.suffix == ".js":
        for found in IMPORT.finditer(path.read_text("utf-8")):
            _collect((path.parent / found[2]).resolve(), order)
    order.append(path)


def _module(path: Path) -> str:
    text = path.read_text("utf-8")
    if path.suffix == ".css":
        return f"const {path.stem} = {json.dumps(squeeze_css(text))};\n"
    return EXPORTS.sub("", IMPORT.sub("", text))


def _top_names(text: str) -> list[str]:
    unpacked = [re.sub(r"=[^,]*", "", found).split(",") for found in UNPACKED.findall(text)]
    return TOP_NAME.findall(text) + [name.rpartition(":")[2].strip() for names in unpacked for name in names]


def shake(text: str) -> str:
    """Without the functions and plain constants that nothing uses."""
    while True:
        unused = [
            found
            for found in WHOLE.finditer(text)
            if len(re.findall(rf"\b{found[1] or found[2]}\b", COMMENT.sub("", text))) == 1
        ]
        if not unused:
            return text
        for found in reversed(unused):
            text = text[: found.start()] + text[found.end() :]


def squeeze(text: str) -> str:
    """JavaScript without comments, indentation and the white space that says nothing."""
    kept, last = [], 0
    for found in TOKEN.finditer(text):
        kept.append(_code(text[last : found.start()]))
        kept.append("\0" if found["comment"] else found["text"])
        last = found.end()
    kept.append(_code(text[last:]))
    joined = "".join(kept).replace("\0", "")
    lines = [line for line in (line.strip() for line in joined.split("\n")) if line]
    return re.sub(r"(?<=[{;,(\[])\n|\n(?=[)\]}.])", "", "\n".join(lines)) + "\n"


def _code(text: str) -> str:
    text = re.sub(r"[ \t]*([=,:?{}()\[\];<>&|]+)[ \t]*", r"\1", re.sub(r"[ \t]+", " ", text))
    return re.sub(r"\n[ \t]+", "\n", text)


def squeeze_css(text: str) -> str:
    text = re.sub(r"/\*[\s\S]*?\*/", "", text)
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\s*([{};,])\s*", r"\1", text)
    return re.sub(r"(?<=[\w-]): ", ":", text).replace(";}", "}")


def main() -> int:
    for name, text in ({BANNER.name: small(build(BANNER))} | both()).items():
        (STATIC / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
