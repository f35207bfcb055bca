"""What a door elsewhere needs of a site in one JSON document: its version, its rules, and what earlier choices mean.

    {"format": "speculoos gate 1", "site": "shop", "registry": {...}, "rules": {...},
     "layouts": [{"version": 2, "purposes": ["statistics"], "services": [["count", "statistics"]]}],
     "material_since": 2, "max_age_days": 184}

It holds no key and nothing of any visitor.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from speculoos.consent.choice import MAX_AGE_DAYS
from speculoos.consent.layout import Layout
from speculoos.core.errors import UsageError
from speculoos.core.sites import host_of
from speculoos.gate.rules import Mode, Rules
from speculoos.gate.setup import Setup
from speculoos.registry.load import from_json
from speculoos.registry.model import Json, Registry

FORMAT = "speculoos gate 1"


@dataclass(frozen=True, slots=True)
class Bundle:
    """One site's version with what its gate needs beside it; `site` is its short name, "" where nobody has said it."""

    registry: Registry
    rules: Rules = Rules()  # noqa: RUF009  (frozen)
    site: str = ""
    layouts: tuple[Layout, ...] = ()
    material_since: int = 0
    max_age_days: int = MAX_AGE_DAYS

    def setup(self, keys: Sequence[str | bytes] = ()) -> Setup:
        return Setup.of(
            self.registry,
            self.rules,
            keys,
            self.site or short_name(self.registry),
            layouts=self.layouts,
            material_since=self.material_since,
            max_age_days=self.max_age_days,
        )

    def as_json(self) -> Json:
        return {
            "format": FORMAT,
            "site": self.site,
            "registry": self.registry.as_json(),
            "rules": rules_json(self.rules),
            "layouts": [
                {"version": each.version, "purposes": list(each.purposes), "services": [list(s) for s in each.services]}
                for each in self.layouts
            ],
            "material_since": self.material_since,
            "max_age_days": self.max_age_days,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any], *, file: str = "the gate's file") -> "Bundle":
        """The bundle of its JSON. DeclarationError where the registry is wrong, UsageError where the rest is."""
        if data.get("format") != FORMAT:
            raise UsageError(f"{file} is not a gate's file: its format is {data.get('format')!r}, not {FORMAT!r}.")
        try:
            registry = data["registry"]
            layouts = [
                Layout(int(each["version"]), tuple(each["purposes"]), tuple((s, p) for s, p in each["services"]))
                for each in data.get("layouts", ())
            ]
            since, days = int(data.get("material_since", 0)), int(data.get("max_age_days", MAX_AGE_DAYS))
            rules, site = rules_from_json(data.get("rules", {}), file), str(data.get("site", ""))
        except (KeyError, TypeError, ValueError, AttributeError) as fault:
            raise UsageError(
                f"{file} is not a gate's file as `speculoos manage gate_file` writes it: {fault!r}"
            ) from fault
        return cls(from_json(registry, file=file), rules, site, tuple(layouts), since, days)


def short_name(registry: Registry) -> str:
    """What a site is called in its choices' signatures where no platform has named it: its host."""
    return host_of(registry.site.url) or "site"


def rules_json(rules: Rules) -> Json:
    """The rules as plain values."""
    return asdict(rules) | {"items": [list(item) for item in rules.items]}


def rules_from_json(data: Mapping[str, Any], file: str = "the rules") -> Rules:
    """Rules of plain values. UsageError for what is no rule."""
    known = {each.name for each in fields(Rules)}
    if unknown := sorted(data.keys() - known):
        raise UsageError(f"{file}: there is no rule {', '.join(unknown)}; there are {', '.join(sorted(known))}.")
    values = dict(data)
    for name in {"mode", "csp"} & values.keys():
        values[name] = mode_of(values[name], f"{file}: {name}")
    if "items" in values:
        values["items"] = tuple((str(name), mode_of(mode, f"{file}: {name}")) for name, mode in values["items"])
    for name in {"lifetimes", "attributes", "told"} & values.keys():
        if not isinstance(values[name], bool):
            raise UsageError(f"{file}: {name} is true or false, not {values[name]!r}.")
    return replace(Rules(), **values)


def mode_of(text: Any, place: str) -> Mode:
    """A mode by its name. UsageError for another word."""
    try:
        return Mode(text)
    except ValueError:
        raise UsageError(f"{place}: {text!r} is no mode; there are {', '.join(Mode)}.") from None
