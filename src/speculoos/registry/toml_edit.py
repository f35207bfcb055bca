"""A changed declaration written into the TOML text it came from: comments, order and spelling stay.

Entries are known again by their id, name or (for items) name, kind, host and path. A removed entry takes its own
comments along; a new one is written below the entry that it follows.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeAlias

from speculoos.registry.model import Json
from speculoos.registry.toml_body import edited_body, identity, same
from speculoos.registry.toml_layout import Section, layout
from speculoos.registry.toml_text import is_inner, key_text, section_lines


def edited(text: str, written: Json, wanted: Json, language: str) -> str:
    """`text`, whose data are `written`, changed to say `wanted`. Lines end in a single newline."""
    if same("", written, wanted, language):
        return text
    return "".join(_lines_kept_apart(_section(layout(text), written, wanted, language)))


def _lines_kept_apart(pieces: Iterator[str]) -> Iterator[str]:
    """The pieces, each beginning on a line of its own."""
    open_line = False
    for piece in filter(None, pieces):
        if open_line:
            yield "\n"
        yield piece
        open_line = not piece.endswith("\n")


def _section(section: Section, written: Any, wanted: Json, language: str) -> Iterator[str]:
    """The pieces of a section that stays."""
    below = {child.key for child in section.children if _fits(child, wanted)}
    plain = {k: v for k, v in wanted.items() if k not in below and not (is_inner(k, v) and not _in_body(k, section))}
    body = edited_body(section.body, plain, language)
    yield from (section.apart, section.own)
    yield section.header or (_header(section) if section.path and body.strip() else "")
    yield body + ("\n" if body.strip() and not section.path and not section.body.strip() else "")
    yield from _children(section, written if isinstance(written, dict) else {}, wanted, language)
    for key, value in wanted.items():
        if key not in below and key not in plain:
            entries = value if isinstance(value, list) else [value]
            yield from (_fresh(section, key, entry, language, is_entry=isinstance(value, list)) for entry in entries)


def _fits(child: Section, wanted: Json) -> bool:
    """Whether a section below holds the kind of thing that is wanted under its key."""
    return isinstance(wanted.get(child.key), dict if child.index is None else list)


def _in_body(key: str, section: Section) -> bool:
    return key in tomllib.loads(section.body)


def _children(section: Section, written: Json, wanted: Json, language: str) -> Iterator[str]:
    """The pieces of the sections below, each list in the order that is wanted."""
    plans = {key: _plan(section, key, written, wanted) for key in dict.fromkeys(c.key for c in section.children)}
    for child in section.children:
        now = wanted.get(child.key)
        if child.index is None and isinstance(now, dict):
            yield from _section(child, written.get(child.key), now, language)
            continue
        slot = plans[child.key].get(child.index or 0, [])
        if not any(old and old.apart == child.apart and old.index == child.index for old, _ in slot):
            yield from _left_behind(child)
        for old, entry in slot:
            yield from _entry(section, child.key, old, entry, written, language)


def _entry(section: Section, key: str, old: Section | None, entry: Json, written: Json, language: str) -> Iterator[str]:
    if old is None or old.index is None:
        yield _fresh(section, key, entry, language, is_entry=True)
    else:
        yield from _section(old, written[key][old.index], entry, language)


Slot: TypeAlias = list[tuple[Section | None, Json]]


def _plan(section: Section, key: str, written: Json, wanted: Json) -> dict[int, Slot]:
    """Which entries to write where an old one stood, by the old one's index; an old one that goes has no slot.

    When entries have changed places all are written where the first one stood, and the comments between stay.
    """
    old = {identity(key, written[key][c.index]): c for c in section.children if c.key == key and c.index is not None}
    entries = wanted.get(key)
    if not old or not isinstance(entries, list):
        return {}
    pairs: Slot = [(old.get(identity(key, entry)), entry) for entry in entries]
    stay = [kept.index or 0 for kept, _ in pairs if kept]
    if stay != sorted(stay):
        return {0: [(kept and replace(kept, apart="\n"), entry) for kept, entry in pairs]}
    slots: dict[int, Slot] = {}
    at = stay[0] if stay else 0
    for kept, entry in pairs:
        at = kept.index or 0 if kept else at
        slots.setdefault(at, []).append((kept, entry))
    return slots


def _left_behind(section: Section) -> Iterator[str]:
    """What stays in the file when a section goes: the comments that stand apart, here and further in."""
    for piece in (section.apart, *(child.apart for child in section.children)):
        if piece.strip():
            yield piece


def _fresh(section: Section, key: str, entry: Json, language: str, *, is_entry: bool) -> str:
    """A new table or entry, indented as its siblings are."""
    names = (*(str(step) for step in section.path if isinstance(step, str)), key)
    sibling = next((child.header for child in section.children if child.key == key), "")
    indent = sibling[: len(sibling) - len(sibling.lstrip())]
    lines = section_lines(names, entry, language, is_entry=is_entry)
    return "".join(f"{indent}{line}\n" if line else "\n" for line in lines)


def _header(section: Section) -> str:
    return f"[{'.'.join(key_text(str(step)) for step in section.path if isinstance(step, str))}]\n"
