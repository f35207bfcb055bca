"""The documents as tests read them: files, links, headings, blocks and plain prose."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HOUSE = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
PAGES = [ROOT / name for name in HOUSE] + sorted((ROOT / "docs").rglob("*.md"))
FENCE = re.compile(r"^(?P<fence>`{3,})(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=fence)[ ]*$", re.DOTALL | re.MULTILINE)
GENERATED = re.compile(r"<!-- generated: [a-z-]+ -->.*?<!-- end -->", re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the rest of its first line, and its text."""

    language: str
    name: str
    text: str


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a document, in order."""
    found = []
    for match in FENCE.finditer(text):
        language, _, name = match["info"].strip().partition(" ")
        found.append(Block(language, name, match["text"]))
    return found


def prose(text: str) -> str:
    """What we say in our own words: no blocks, code, generated parts, addresses or quotations."""
    for pattern in (GENERATED, FENCE, re.compile(r"`[^`\n]*`"), re.compile(r"\]\([^)]*\)"), re.compile(r"“[^”]*”")):
        text = pattern.sub(" ", text)
    return text


def links(text: str) -> list[str]:
    """The addresses of links and pictures outside blocks."""
    return re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", text))


def anchors(text: str) -> set[str]:
    """The fragments of a document: its headings as code hosts make them, and ids written by hand."""
    headings = re.findall(r"^#{1,6} +(.+)$", FENCE.sub("", text), re.MULTILINE)
    return {slug(heading) for heading in headings} | set(re.findall(r'<a id="([^"]+)">', text))


def slug(heading: str) -> str:
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")
