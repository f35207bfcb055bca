"""What can be set, called, declared or found is documented, and nothing else is."""

import dataclasses
import re

import pytest

from tests.docs.pages import PAGES, ROOT, name_of, read
from tools import docs

SOURCE = ROOT / "src/speculoos"


@pytest.mark.parametrize("page", [p for p in PAGES if "<!-- generated" in p.read_text("utf-8")], ids=name_of)
def test_generated_parts_are_fresh(page):
    """What is written from the code says what the code says now."""
    text = page.read_text("utf-8")

    assert docs.fresh(text) == text, "run `python tools/docs.py`"


def test_every_generated_part_has_a_place():
    """Nothing is made that nobody reads, and no document asks for what nobody makes."""
    asked = {name for page in PAGES for name in re.findall(r"<!-- generated: ([a-z-]+) -->", page.read_text("utf-8"))}

    assert asked == set(docs.PARTS)


def test_a_stale_part_is_found_out():
    """The comparison can fail: a part that was edited by hand is made anew."""
    text = "before\n<!-- generated: constants -->\nold\n<!-- end -->\nafter\n"
    made = docs.fresh(text)

    assert made != text
    assert made.startswith("before\n")
    assert made.endswith("<!-- end -->\nafter\n")


def first_column(page: str, pattern: str) -> set[str]:
    return set(re.findall(rf"^\| `({pattern})`", read(page), re.MULTILINE))


def test_every_setting_is_documented():
    from speculoos.web.conf import Config

    named = {f.name for f in dataclasses.fields(Config)}

    assert named <= first_column("docs/reference/settings.md", "[a-z_]+")


def test_every_environment_variable_is_documented_and_read():
    """Whatever the code reads from the environment has a row, and each row is read."""
    code = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    code = re.sub(r"SPECULOOS_SECRET_KEY_FILE, else", "", code)
    read_by_code = set(re.findall(r'"(SPECULOOS_[A-Z_]+)"', code)) | {"DATABASE_URL", "PORT"}

    assert first_column("docs/reference/settings.md", r"(?:SPECULOOS_[A-Z_]+|DATABASE_URL|PORT)") == read_by_code


def test_every_system_check_is_documented():
    ids = set(re.findall(r'id="(speculoos\.[EWI]\d{3})"', read("src/speculoos/web/checks.py")))

    assert first_column("docs/reference/checks.md", r"speculoos\.[EWI]\d{3}") == ids


def test_every_command_and_option_is_documented():
    from speculoos.cli import main

    text = read("docs/reference/cli.md")
    for name, command in docs._commands(main, "speculoos"):
        section = re.search(rf"^### {name}\n(.*?)(?=^##)", text, re.MULTILINE | re.DOTALL)
        assert section, name
        options = [o for p in command.params if p.param_type_name == "option" for o in p.opts]
        assert [o for o in options if f"`{o}`" not in section[1]] == []


def test_every_management_command_is_documented():
    names = {path.stem for path in docs.COMMANDS.glob("[a-z]*.py")}

    assert first_column("docs/reference/cli.md", "[a-z_]+") == names


def test_every_route_is_documented():
    from speculoos.web.api.openapi import document

    routes = {f"`{m.upper()} {path}`" for path, methods in document()["paths"].items() for m in methods}
    text = read("docs/reference/api.md")

    assert sorted(route for route in routes if f"\n{route}\n" not in text) == []


def test_every_lint_and_rule_is_documented():
    from speculoos.law.catalogue import CATALOGUE
    from speculoos.law.rules import RULES

    lints, law = read("docs/reference/lints.md"), read("docs/reference/law.md")

    assert [id for id in CATALOGUE if f"\n| {id} |" not in lints] == []
    assert [id for id in RULES if f"</a>{id} |" not in law] == []


def test_every_field_of_the_registry_is_documented():
    from speculoos.registry import model

    text = read("docs/reference/declaration.md")
    for name in docs.ENTRIES:
        section = re.search(rf"^### {name}\n(.*?)(?=^##)", text, re.MULTILINE | re.DOTALL)
        assert section, name
        named = set(re.findall(r"^\| `([a-z_]+)`", section[1], re.MULTILINE))
        assert named == {f.name for f in dataclasses.fields(getattr(model, name))}


def test_every_value_of_the_registry_is_documented():
    from speculoos.registry import model

    text = read("docs/reference/declaration.md")
    enums = (model.Kind, model.Party, model.Location, model.Exemption, model.Use, model.Identifiability)

    assert [value for enum in enums for value in enum if f"\n| `{value}` |" not in text] == []


def test_every_state_and_act_is_documented():
    from speculoos.consent.state import Act, State

    text = read("docs/reference/states.md")

    assert [state for state in State for act in Act if f"\n| {state} | {act} |" not in text] == []


def test_the_four_cookies_are_documented():
    from speculoos.web.samples import sample

    names = {item.name for _, item in sample("platform").items()}

    assert first_column("docs/reference/cookies.md", "[a-z_]+") >= names
