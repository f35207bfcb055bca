"""One word for each thing: the glossary is true of the code, and the documents keep to it."""

import ast
import re
from importlib import import_module

import pytest

from tests.docs.pages import PAGES, ROOT, name_of, prose, read

GLOSSARY = "docs/glossary.md"
ROW = re.compile(r"^\| (?P<word>[a-z][a-z ,-]*) \| (?P<meaning>[^|]+) \| `(?P<code>[\w.]+)` \|", re.MULTILINE)
ENTRIES = [(match["word"], match["code"]) for match in ROW.finditer(read(GLOSSARY))]

WORDS = (
    "storage item", "purpose", "service", "provider", "first-party, third-party", "exemption", "policy", "notice",
    "banner", "preferences", "choice", "unset", "granted", "refused", "withdrawn", "expired", "invalidated",
    "consent record", "receipt", "visitor", "signal", "declared", "observed", "finding", "declare", "disclose", "ask",
    "grant", "refuse", "withdraw", "decide", "compare",
)  # fmt: skip
"""What the house style fixes, as far as this release has it."""

NOT_OURS = {
    r"pop-?ups?": "banner",
    r"modals?": "banner",
    r"cookie walls?": "say what happens",
    r"categor(y|ies)": "purpose",
    r"trackers?": "storage item",
    r"vendors?": "provider",
    r"partners?": "provider",
    r"essential": "exemption strictly_necessary",
    r"unique users?": "visitor",
    r"scan results?": "observed",
    r"violations?": "finding",
    r"opt(ed)?-in": "granted",
    r"revoked?": "withdrawn, or for a token: taken back",
    r"DNT": "signal",
}
BRAGGING = (
    r"powerful|seamless(ly)?|blazing|effortless(ly)?|robust|world-class|cutting-edge|revolutionary|next-generation"
)
TABLES_OF_WORDS = ("docs/glossary.md", "CONTRIBUTING.md")
"""They name what not to say."""


def resolve(dotted: str) -> object:
    """The object of a dotted name below speculoos: the longest module, then attributes or dataclass fields."""
    parts = ("speculoos", *dotted.split("."))
    for length in range(len(parts), 0, -1):
        try:
            found: object = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for name in parts[length:]:
            found = getattr(found, name)
        return found
    raise AssertionError(dotted)


@pytest.mark.parametrize(("word", "code"), ENTRIES, ids=[word for word, _ in ENTRIES])
def test_a_word_of_the_glossary_is_in_the_code(word, code):
    """The class or value that the glossary names for a word exists."""
    assert resolve(code) is not None


def test_a_word_that_is_not_in_the_code_is_found_out():
    with pytest.raises(AttributeError):
        resolve("registry.model.Category")


def test_the_words_of_the_house_are_in_the_glossary():
    explained = {word for word, _ in ENTRIES}

    assert [word for word in WORDS if word not in explained] == []


def test_every_row_of_the_glossary_is_read_by_these_tests():
    """No row escapes because of how it is written, and the rows are in the order of the alphabet."""
    rows = [line for line in read(GLOSSARY).splitlines() if line.startswith("| ") and not line.startswith("| word |")]

    assert len([row for row in rows if not row.startswith("| ---")]) == len(ENTRIES)
    nouns = read(GLOSSARY).partition("## States")[0]
    assert (words := [m["word"] for m in ROW.finditer(nouns)]) == sorted(words)


@pytest.mark.parametrize("page", [p for p in PAGES if name_of(p) not in TABLES_OF_WORDS], ids=name_of)
def test_the_documents_use_no_other_words(page):
    """What has a word is called by it, and nothing is praised."""
    text = prose(page.read_text("utf-8"))
    patterns = [*NOT_OURS, BRAGGING]
    found = [match[0] for p in patterns for match in re.finditer(rf"\b(?:{p})\b", text, re.IGNORECASE)]

    assert found == []


def test_every_python_file_says_what_it_is():
    """Each module begins with what it knows."""
    folders = ("src", "tests", "tools", "bench")
    files = [p for folder in folders for p in (ROOT / folder).rglob("*.py") if p.stat().st_size]
    silent = [
        p for p in files if "migrations" not in p.parts and not ast.get_docstring(ast.parse(p.read_text("utf-8")))
    ]

    assert [name_of(p) for p in silent] == []
