"""The build of js/embed: small, whole, and true to the modules."""

import gzip

import pytest

from tools import js

BUDGET = 8_000
"""Bytes of script and style after gzip -9, all in."""


def test_the_built_file_is_within_its_budget():
    assert len(gzip.compress(js.build().encode(), 9, mtime=0)) <= BUDGET


def test_nothing_that_a_strict_page_forbids_is_in_it():
    text = js.build()

    assert not [word for word in ("innerHTML", "eval(", "new Function", "document.write", "localStorage.set", "cssText")
                if word in text]  # fmt: skip
    assert "import " not in text
    assert "export " not in text


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
