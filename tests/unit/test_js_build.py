"""The build of js/embed: small, whole, and true to the modules."""

import base64
import gzip
import hashlib
import json
import re

import pytest

from speculoos.gate.csp import OWN
from tools import js
from tools.js_names import shorten

FIRST = 7_200
"""Bytes of script and style after gzip -9 at the first view. The aim is 5,000."""
ALL = 8_400
"""The same with the preferences. The aim is 8,000."""
PLACEHOLDERS = 4_200
"""What comes only where something is not loaded."""
RELEASED = js.ROOT / "js" / "embed" / "released.json"


def test_the_built_files_are_within_their_budgets():
    sizes = [len(gzip.compress(text.encode(), 9, mtime=0)) for text in js.both().values()]

    assert sizes[0] <= FIRST
    assert sum(sizes[:2]) <= ALL
    assert sizes[2] <= PLACEHOLDERS


def test_the_first_file_holds_the_hashes_of_those_that_come_later():
    first, *later = js.both().values()

    assert [text for text in later if f'"{sha384(text)}"' not in first] == []


def test_what_a_number_names_never_changes_after_its_release():
    """A number's entry is "unreleased", or at its first release the hash of each file."""
    released = json.loads(RELEASED.read_text("utf-8"))[str(js.NUMBER)]

    assert released in ("unreleased", {name: sha384(text) for name, text in js.both().items()})


def sha384(text):
    return f"sha384-{base64.b64encode(hashlib.sha384(text.encode()).digest()).decode()}"


@pytest.mark.parametrize(
    ("source", "shortened"),
    [
        ("const long=1;f(long);", "const a=1;f(a);"),
        ("const long=1;f(x.long,long);", "const long=1;f(x.long,long);"),
        ("const long=1;f({long});", "const long=1;f({long});"),
        ("const {long}=x;f(long);", "const {long}=x;f(long);"),
        ("const long=1;f({long:long});", "const long=1;f({long:long});"),
        ("const long=1;f(...long);", "const a=1;f(...a);"),
        ("function go(other){return other+free}", "function b(a){return a+free}"),
    ],
)
def test_a_name_that_is_ever_a_property_stays(source, shortened):
    assert shorten([(source, False)]) == shortened


def test_names_are_shortened_within_templates_and_not_within_strings():
    pieces = [("const long=", False), ('"long"', True), (";f(", False), ("`long ${long}`", True), (");", False)]

    assert shorten(pieces) == 'const a="long";f(`long ${a}`);'


def test_nothing_that_a_strict_page_forbids_is_in_it():
    text = "".join(js.both().values())

    assert not [word for word in ("innerHTML", "eval(", "new Function", "document.write", "localStorage.set", "cssText")
                if word in text]  # fmt: skip
    assert "import " not in text
    assert text.count("export ") == 3  # of the later files, which are modules


def test_the_script_tells_a_gate_s_policy_by_how_it_begins():
    """A page's own policy blocks what it means to block, and a placeholder would be out of place there."""
    mark = re.search(r'GATE = "([^"]+)"', (js.ROOT / "js" / "embed" / "index.js").read_text("utf-8"))

    assert mark[1] in OWN


@pytest.mark.parametrize(
    ("source", "squeezed"),
    [
        ("a = 1; // gone\n  b = 2;\n", "a=1;b=2;\n"),
        ('x = "// kept  /* too */";\n', 'x="// kept  /* too */";\n'),
        ("y = `a  ${b}  // c`;\n", "y=`a  ${b}  // c`;\n"),
        ("z = c.replace(/[/ ]\\/ +/g, d);\n", "z=c.replace(/[/ ]\\/ +/g,d);\n"),
        ("q = a / b / c;\n", "q=a / b / c;\n"),
        ("a\nb\n", "a\nb\n"),
        ("/** @type {X} */\nlet n = i + +j;\n", "let n=i + +j;\n"),
    ],
)
def test_white_space_and_comments_go_and_nothing_else(source, squeezed):
    assert js.squeeze(source) == squeezed


def test_a_name_in_two_modules_is_refused(tmp_path):
    (tmp_path / "one.js").write_text("const a = 1;\nexport { a };\n")
    (tmp_path / "two.js").write_text('import { a } from "./one.js";\nfunction f() {}\nconst { b: a2, a = 3 } = f;\n')

    with pytest.raises(SystemExit, match="a: one name in two modules"):
        js.build(tmp_path / "two.js")


def test_what_nothing_uses_is_left_out_and_what_is_spread_is_not():
    source = "function a() {\n  b();\n}\nfunction b() {\n}\nconst c = { x: 1 };\nconst d = 2;\nuse({ ...c });\n"

    assert js.shake(source) == "const c = { x: 1 };\nuse({ ...c });\n"
