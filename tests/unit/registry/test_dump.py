"""Files written for people: clean ones, and their own with a change in it."""

import dataclasses
import json
import time
from typing import Any

import pytest

from speculoos.core.errors import DeclarationError
from speculoos.registry.dump import to_json, to_toml
from speculoos.registry.load import loads
from speculoos.registry.model import Location, Provider, Registry, Service, Site, StorageItem, Texts

ORIGINAL = """\
# Cookies of the shop. Ask Ana before changing.

# --- the site ---
[site]
name = "Shop" # as on the door
url = "https://shop.example"

  # who answers
  [site.controller]
  name = "Shop Ltd."

# --- the purposes ---

[[purposes]]
id = "running"
label = "Running the shop" # shown in the banner

# --- the services ---

# needed to sign in
[[services]]
id = "auth"
provider = "Shop"
function = "Sign-in"   # function
purpose = "running"
location = "front_office"
text.en = "Keeps you signed in" # en
  # the session itself
  [[services.items]]
  name = "sid"
  lifetime = "P14D" # Django's default
  # for the long run
  [[services.items]]
  name = "remember"

# language chooser
[[services]]
id = "lang"
provider = "Shop"
function = "Language"
purpose = "running"
items = [
  # since 2024
  { name = "lang", lifetime = "session" }, # chosen
  { name = "region" },
]
# asked for by support

# --- the end ---
"""


@pytest.fixture
def registry() -> Registry:
    return loads(ORIGINAL, "toml")


def edited(registry: Registry, services: tuple[Service, ...], **more: Any) -> str:
    """The text after a change, which says what was wanted."""
    changed = dataclasses.replace(registry, services=services, **more)
    text = to_toml(changed, ORIGINAL)
    assert loads(text, "toml") == changed
    return text


def difference(text: str) -> tuple[list[str], list[str]]:
    """The lines that went and those that came."""
    before, after = ORIGINAL.split("\n"), text.split("\n")
    gone = [line for line in before if line.strip() and line not in after]
    return gone, [line for line in after if line.strip() and line not in before]


def test_no_change_is_no_change(registry: Registry) -> None:
    """A file that already says it is given back to the letter."""
    assert to_toml(registry, ORIGINAL) == ORIGINAL


def test_a_changed_value_keeps_its_line_and_comment(registry: Registry) -> None:
    """Only the value changes, not the spaces or the comment after it."""
    auth, lang = registry.services
    item = dataclasses.replace(auth.items[0], lifetime="P1D")

    text = edited(registry, (dataclasses.replace(auth, function="Log in", items=(item, auth.items[1])), lang))

    assert difference(text) == (
        ['function = "Sign-in"   # function', '  lifetime = "P14D" # Django\'s default'],
        ['function = "Log in"   # function', '  lifetime = "P1D" # Django\'s default'],
    )


def test_new_keys_follow_the_old_ones_with_their_indentation(registry: Registry) -> None:
    """A new key stands at the end of its table, a new language beside the others."""
    auth, lang = registry.services
    item = dataclasses.replace(auth.items[0], secure=True)
    text = Texts({"en": "Keeps you signed in", "fr": "Vous garde connecté"})

    text = edited(registry, (dataclasses.replace(auth, text=text, items=(item, auth.items[1])), lang), version=2)

    assert difference(text) == ([], ["version = 2", 'text.fr = "Vous garde connecté"', "  secure = true"])
    assert text.index("secure = true") < text.index("# for the long run")


def test_a_removed_service_takes_its_comments_along_and_no_others(registry: Registry) -> None:
    """What touches the entry goes; what stands apart belongs to the file and stays."""
    text = edited(registry, registry.services[1:])

    assert "needed to sign in" not in text
    assert "the session itself" not in text
    for kept in ("--- the services ---", "# language chooser", "--- the end ---", "asked for by support"):
        assert kept in text


def test_a_removed_item_goes_alone(registry: Registry) -> None:
    """Its neighbours keep their comments, in a list of tables and in an inline list."""
    auth, lang = registry.services
    services = (dataclasses.replace(auth, items=auth.items[:1]), dataclasses.replace(lang, items=lang.items[:1]))

    gone, come = difference(edited(registry, services))

    assert gone == ["  # for the long run", '  name = "remember"', '  { name = "region" },']
    assert come == []


def test_a_new_service_stands_where_it_is_wanted(registry: Registry) -> None:
    """Between two others, in the middle of the file."""
    new = Service("csrf", "Shop", "Forms", "running", items=(StorageItem("csrf"),))
    auth, lang = registry.services

    text = edited(registry, (auth, new, lang))

    assert text.index('id = "auth"') < text.index('id = "csrf"') < text.index("# language chooser")
    assert difference(text)[0] == []


def test_a_new_item_is_added_in_the_way_of_its_list(registry: Registry) -> None:
    """As a table with the others' indentation, or inline."""
    auth, lang = registry.services
    new = StorageItem("new")
    services = (
        dataclasses.replace(auth, items=(*auth.items, new)),
        dataclasses.replace(lang, items=(*lang.items, new)),
    )

    gone, come = difference(edited(registry, services))

    assert gone == []
    assert come == ['  name = "new"', '  { name = "new" },']


def test_entries_that_change_places_take_their_comments_along(registry: Registry) -> None:
    """The comments on each service move with it, the others stay."""
    text = edited(registry, registry.services[::-1])

    assert text.index("# language chooser") < text.index("# needed to sign in") < text.index("# the session itself")
    assert text.count("--- the services ---") == 1
    assert sorted(filter(None, ORIGINAL.split("\n"))) == sorted(filter(None, text.split("\n")))


def test_windows_line_ends_stay(registry: Registry) -> None:
    """A file keeps its way of ending lines."""
    text = to_toml(dataclasses.replace(registry, version=1), ORIGINAL.replace("\n", "\r\n"))

    assert "\r\n" in text
    assert "\n" not in text.replace("\r\n", "")


def test_another_default_language_changes_the_plain_texts() -> None:
    """A plain string is in the default language, so it cannot stay plain when that changes."""
    old = loads(ORIGINAL, "toml")
    new = dataclasses.replace(old, site=dataclasses.replace(old.site, default_language="fr"))

    text = to_toml(new, ORIGINAL)

    assert loads(text, "toml") == new
    assert "# shown in the banner" in text


ODD = """\
# odd but TOML
site = { name = "S", url = "https://s.example", controller = { name = "C" } } # all in one
purposes = [{ id = "p" }] # why
services = [
  # the one
  { id = "a", provider = "P", function = "F", purpose = "p", items = [{ name = "x" }] },
]
"""


def test_a_file_written_inline_is_edited_inline() -> None:
    """Inline tables stay inline, with their comments."""
    old = loads(ODD, "toml")
    service = dataclasses.replace(old.services[0], function="G", items=(StorageItem("x", lifetime="P1D"),))
    new = dataclasses.replace(old, services=(service,), providers=(Provider("P"),))

    text = to_toml(new, ODD)

    assert loads(text, "toml") == new
    assert [line for line in text.split("\n") if "#" in line] == [line for line in ODD.split("\n") if "#" in line]
    assert 'function = "G"' in text


def test_inline_entries_that_change_places_lose_no_comment(registry: Registry) -> None:
    """The list is written anew with its comments in front; every other line stays where it was."""
    auth, lang = registry.services

    text = edited(registry, (auth, dataclasses.replace(lang, items=lang.items[::-1])))

    assert difference(text)[1] == ["  # chosen", '  { name = "lang", lifetime = "session" },']
    assert 'items = [\n  # since 2024\n  # chosen\n  { name = "region" },\n' in text


def test_dotted_tables_out_of_order_are_edited() -> None:
    """A table whose parts stand apart keeps its comments."""
    text = '[site.controller] # who\nname = "C"\n[[purposes]]\nid = "p" # why\n[site] # us\nname = "S"\nurl = "https://s.example"\n'
    old = loads(text, "toml")
    new = dataclasses.replace(old, site=dataclasses.replace(old.site, default_language="fr"))

    changed = to_toml(new, text)

    assert loads(changed, "toml") == new
    for comment in ("# who", "# why", "# us"):
        assert comment in changed


def test_an_original_with_other_faults_is_mended() -> None:
    """The original must be TOML; whether it was a good declaration does not matter."""
    bad = '# ours\n[site]\nname = 5\nurl = "https://s.example" # where\ncolour = "red"\n[services]\nx = 1\n'
    new = Registry(Site("S", "https://s.example"), services=(Service("a", "P", "F", ""),))

    text = to_toml(new, bad)

    assert loads(text, "toml") == new
    assert "# ours" in text
    assert "# where" in text


def test_an_original_that_is_not_toml_is_refused(registry: Registry) -> None:
    """Nothing is half-written over a file that cannot be read."""
    with pytest.raises(DeclarationError, match="not TOML"):
        to_toml(registry, "[site\n")


def test_a_clean_file_reads_well() -> None:
    """Without an original: one header an entry, plain strings in the default language, one line a translation."""
    registry = Registry(
        Site("Shop", "https://shop.example", languages=("en", "fr")),
        services=(
            Service(
                "auth",
                "Shop",
                'Sign-in "quick"',
                "",
                (Location.FRONT_OFFICE, Location.BACK_OFFICE),
                text=Texts({"en": "Keeps you signed in", "fr": "Vous garde connecté"}),
                ground=Texts({"en": "Asked for"}),
                items=(StorageItem("sid", lifetime="session", secure=False),),
            ),
        ),
        version=1,
    )

    assert to_toml(registry) == (
        "version = 1\n\n"
        '[site]\nname = "Shop"\nurl = "https://shop.example"\ndefault_language = "en"\nlanguages = ["en", "fr"]\n\n'
        '[[services]]\nid = "auth"\nprovider = "Shop"\nfunction = "Sign-in \\"quick\\""\npurpose = ""\n'
        'location = ["front_office", "back_office"]\nground = "Asked for"\n'
        'text.en = "Keeps you signed in"\ntext.fr = "Vous garde connecté"\n\n'
        '[[services.items]]\nname = "sid"\nlifetime = "session"\nsecure = false\n'
    )


def test_json_is_the_published_shape(registry: Registry) -> None:
    """Indented, with hash, unknown facts as null, and the same text every time."""
    data = json.loads(to_json(registry))

    assert data == registry.as_json()
    assert data["services"][0]["items"][1]["lifetime"] is None
    assert to_json(registry) == to_json(loads(to_json(registry), "json"))


def test_a_large_declaration_is_handled_in_seconds() -> None:
    """Two thousand items are written, edited and read in time that grows with their number and no faster."""
    items = tuple(StorageItem(f"item_{n}", lifetime="P1D", text=Texts({"en": f"t{n}"})) for n in range(4))
    services = tuple(Service(f"s{n}", "P", f"F{n}", "", items=items) for n in range(500))
    registry = Registry(Site("S", "https://s.example"), services=services)
    changed = dataclasses.replace(registry, services=services[:250] + services[251:])
    start = time.monotonic()

    text = to_toml(registry)
    assert loads(to_toml(changed, text), "toml") == changed

    assert time.monotonic() - start < 20
