"""What look.js reports of a page, as facts: contrasts are worked out and controls are told apart. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from speculoos.audit.contrast import flattened, parse, ratio, seen_ratio
from speculoos.audit.facts import Box, Control, Layer, Switch, Words
from speculoos.audit.words import CLOSE, WAY_BACK, WITHDRAW, accepts, is_called, refuses, says

Raw = Mapping[str, Any]


def layer(raw: Raw) -> Layer | None:
    """The first layer, if there is one."""
    seen = raw["layer"]
    if seen is None:
        return None
    found = controls(raw)
    words = tuple(
        Words(w["text"], seen_ratio(w["ink"], w["grounds"], w["opacity"]), w["size"], int(w["weight"]))
        for w in raw["words"]
    )
    accept, refuse = first(found, is_accept), first(found, is_refuse)
    return Layer(seen["role"], seen["name"], seen["lang"], seen["text"], seen["modal"], found, accept, refuse, words)


def controls(raw: Raw) -> tuple[Control, ...]:
    return tuple(map(control, raw["controls"]))


def switches(raw: Raw) -> tuple[Switch, ...]:
    return tuple(Switch(s["name"], s["on"], s["disabled"]) for s in raw["switches"])


def control(raw: Raw) -> Control:
    border = raw["border"]
    return Control(
        role=raw["role"],
        name=raw["name"],
        box=Box(**raw["box"]),
        size=raw["size"],
        weight=int(raw["weight"]),
        contrast=seen_ratio(raw["ink"], raw["grounds"], raw["opacity"]),
        fill=_between(raw["grounds"], raw["outer"]),
        edge=seen_ratio(border, raw["outer"]) if border else None,
        in_view=raw["in_view"],
        value=raw["value"],
        href=raw["href"],
        disabled=raw["disabled"],
        mark=raw["mark"],
        inside_text=raw["inside_text"],
    )


def _between(grounds: Iterable[str], outer: Iterable[str]) -> float | None:
    """The contrast of one ground against another."""
    inner, under = ([parse(layer) for layer in layers] for layers in (grounds, outer))
    if None in inner or None in under:
        return None
    return ratio(flattened(c for c in inner if c), flattened(c for c in under if c))


def first(many: Iterable[Control], test: Any) -> Control | None:
    return next((each for each in many if test(each)), None)


def is_accept(control: Control) -> bool:
    return control.value == "grant" or (not control.href and not is_refuse(control) and accepts(control.name))


def is_refuse(control: Control) -> bool:
    """By our own markup, else by its name; a link counts too, so that its being a link can be found fault with."""
    return control.mark != "withdraw" and (control.value == "refuse" or refuses(control.name))


def is_choose(control: Control) -> bool:
    """What leads from the first layer to the preferences."""
    if control.mark == "choose":
        return True
    other = is_accept(control) or is_refuse(control) or says(control.name, CLOSE)
    return not other and (not control.href or "preferences" in control.href)


def is_way_back(control: Control) -> bool:
    return control.mark == "reopen" or "cookies/preferences" in control.href or is_called(control.name, WAY_BACK)


def has_way_back(raw: Raw) -> bool:
    return first(controls(raw), is_way_back) is not None


def is_withdraw(control: Control) -> bool:
    return control.mark == "withdraw" or is_called(control.name, WITHDRAW)


def is_close(control: Control) -> bool:
    return says(control.name, CLOSE)


def granted(raw: Raw, stored: Mapping[str, str], accept: Mapping[str, str], refuse: Mapping[str, str]) -> list[str]:
    """What stands granted: the purposes that the page itself says are, else what only a grant stores or writes."""
    if raw["state"] is not None:
        return sorted(purpose for purpose, state in raw["state"].items() if state == "granted")
    alone = accept.keys() - refuse.keys()
    told = {n for n in accept.keys() & refuse.keys() if accept[n] != refuse[n] and stored.get(n) == accept[n]}
    return sorted((stored.keys() & alone) | told)
