"""What changed between two declarations, entry by entry, and which changes are material.

Walks two registries in the order of the newer one and names every difference of content; `material` holds
the rules. Equal content has no changes, and whatever changes the hash is a change here.
"""

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from speculoos.registry.material import (
    ITEM_RULES,
    NO_RULES,
    PURPOSE_RULES,
    SERVICE_RULES,
    SITE_RULES,
    Facts,
    Rule,
    Why,
    added_item,
    added_purpose,
    added_service,
    facts_of,
)
from speculoos.registry.model import Json, Provider, Purpose, Registry, Service, StorageItem, Texts

ADDED = "added"
REMOVED = "removed"
ORDER = "order"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `what` is a field (`text[fr]` for one language), "added", "removed" or "order".

    `before` and `after` are for reading; None where there was, or is, nothing. `reason` is one of the
    sentences of `material.Why`, or empty.
    """

    entry: str
    what: str
    before: str | None
    after: str | None
    material: bool = False
    reason: str = ""

    def __str__(self) -> str:
        told = (
            self.what if self.what in (ADDED, REMOVED) else f"{self.what} {_told(self.before)} -> {_told(self.after)}"
        )
        return f"{self.entry}: {told}. {self.reason}".rstrip()


@dataclass(frozen=True, slots=True)
class Diff:
    """The changes from one version to another, in the order of the newer declaration."""

    old_version: int
    old_hash: str
    new_version: int
    new_hash: str
    changes: tuple[Change, ...] = ()

    @property
    def material(self) -> bool:
        """Must visitors be asked again."""
        return any(change.material for change in self.changes)

    def as_json(self) -> Json:
        return {
            "old": {"version": self.old_version, "hash": self.old_hash},
            "new": {"version": self.new_version, "hash": self.new_hash},
            "material": self.material,
            "changes": [dataclasses.asdict(change) for change in self.changes],
        }

    def as_text(self) -> str:
        """A heading and one line a change, material ones marked with `!`."""
        material = sum(change.material for change in self.changes)
        count = len(self.changes)
        told = f"{count} change{'' if count == 1 else 's'}, {material} material" if count else "nothing changed"
        lines = [f"{'!' if change.material else ' '} {change}" for change in self.changes]
        return "\n".join([f"Version {self.old_version} to version {self.new_version}: {told}.", *lines]) + "\n"


def diff(old: Registry, new: Registry) -> Diff:
    """What changed from `old` to `new`. The version number and the hash are not content."""
    facts = facts_of(old, new)
    changes = (
        *_fields("site", old.site, new.site, SITE_RULES, facts),
        *_providers(old, new, facts),
        *_purposes(old, new, facts),
        *_services(old, new, facts),
    )
    return Diff(old.version, old.hash, new.version, new.hash, changes)


@dataclass(frozen=True, slots=True)
class Pair(Generic[T]):
    """One entry in both declarations; at least one side is there."""

    entry: str
    old: T | None
    new: T | None


def _providers(old: Registry, new: Registry, facts: Facts) -> Iterator[Change]:
    for pair in _pairs(old.providers, new.providers, _provider_entry):
        yield from _entry(pair, NO_RULES, facts, "", None, lambda provider: provider.legal_name or provider.name)
    yield from _order("providers", old.providers, new.providers, _provider_entry)


def _purposes(old: Registry, new: Registry, facts: Facts) -> Iterator[Change]:
    for pair in _pairs(old.purposes, new.purposes, _purpose_entry):
        why = added_purpose(pair.new, facts) if pair.new else None
        id = pair.new.id if pair.new else ""
        yield from _entry(
            pair, PURPOSE_RULES, facts, id, why, lambda purpose: purpose.label.best("en")[1] or purpose.id
        )
    yield from _order("purposes", old.purposes, new.purposes, _purpose_entry)


def _services(old: Registry, new: Registry, facts: Facts) -> Iterator[Change]:
    for pair in _pairs(old.services, new.services, _service_entry):
        why = added_service(pair.new, facts) if pair.new else None
        id = pair.new.purpose if pair.new else ""
        yield from _entry(pair, SERVICE_RULES, facts, id, why, lambda s: f"{s.function} ({s.provider})")
        yield from _items(pair, facts)
    yield from _order("services", old.services, new.services, _service_entry)


def _items(service: Pair[Service], facts: Facts) -> Iterator[Change]:
    old, new = (side.items if side else () for side in (service.old, service.new))
    why = added_item(service.new) if service.new else None
    id = service.new.purpose if service.new else ""
    for pair in _pairs(old, new, _item_entry):
        inside = Pair(f"{service.entry} > {pair.entry}", pair.old, pair.new)
        yield from _entry(inside, ITEM_RULES, facts, id, why, lambda item: item.lifetime or "unknown lifetime")
    yield from _order(f"{service.entry} > items", old, new, _item_entry)


def _provider_entry(provider: Provider) -> str:
    return f'provider "{provider.name}"'


def _purpose_entry(purpose: Purpose) -> str:
    return f'purpose "{purpose.id}"'


def _service_entry(service: Service) -> str:
    return f'service "{service.id}"'


def _item_entry(item: StorageItem) -> str:
    return f'item "{item.name}" ({item.kind}{f" at {item.host}" if item.host else ""})'


def _pairs(old: Iterable[T], new: Iterable[T], entry: Callable[[T], str]) -> Iterator[Pair[T]]:
    """Each entry of either side once: those of `new` in their order, then those that are gone."""
    before, after = _by_entry(old, entry), _by_entry(new, entry)
    for name in {**after, **before}:
        yield Pair(name, before.get(name), after.get(name))


def _by_entry(entries: Iterable[T], entry: Callable[[T], str]) -> dict[str, T]:
    """Entries by what they are called; a draft may hold one twice, and the second is then number 2."""
    seen: Counter[str] = Counter()
    named: dict[str, T] = {}
    for one in entries:
        name = entry(one)
        seen[name] += 1
        named[name if seen[name] == 1 else f"{name} #{seen[name]}"] = one
    return named


def _entry(
    pair: Pair[T], rules: Mapping[str, Rule], facts: Facts, purpose: str, added: Why | None, summary: Callable[[T], str]
) -> Iterator[Change]:
    if pair.old is None and pair.new is not None:
        yield _change(pair.entry, ADDED, None, summary(pair.new), added)
    elif pair.old is not None and pair.new is None:
        yield _change(pair.entry, REMOVED, summary(pair.old), None, None)
    else:
        yield from _fields(pair.entry, pair.old, pair.new, rules, facts, purpose)


def _fields(
    entry: str, old: object, new: object, rules: Mapping[str, Rule], facts: Facts, purpose: str = ""
) -> Iterator[Change]:
    """The fields that differ; the rule of `text` judges each `text[fr]`."""
    before, after = _flat(old), _flat(new)
    for field in {**before, **after}:
        was, is_ = before.get(field), after.get(field)
        if was != is_:
            rule = rules.get(field.partition("[")[0])
            yield _change(entry, field, _shown(was), _shown(is_), rule(was, is_, facts, purpose) if rule else None)


def _flat(value: Any) -> dict[str, Any]:
    """The fields that say something: a text by language as `text[fr]`, a nested value as `controller.name`."""
    fields: dict[str, Any] = {}
    for field in dataclasses.fields(value):
        said = getattr(value, field.name)
        if field.name == "items" or said is None or said == ():
            continue
        if isinstance(said, Texts):
            fields |= {f"{field.name}[{language}]": said[language] for language in said}
        elif dataclasses.is_dataclass(said):
            fields |= {f"{field.name}.{name}": inner for name, inner in _flat(said).items()}
        else:
            fields[field.name] = said
    return fields


def _order(entry: str, old: Iterable[T], new: Iterable[T], name: Callable[[T], str]) -> Iterator[Change]:
    """Entries that stay but change places: visible on the page, and in the hash."""
    before, after = _by_entry(old, name), _by_entry(new, name)
    was = [one for one in before if one in after]
    is_ = [one for one in after if one in before]
    if was != is_:
        yield _change(entry, ORDER, ", ".join(was), ", ".join(is_), None)


def _change(entry: str, what: str, before: str | None, after: str | None, why: Why | None) -> Change:
    return Change(entry, what, before, after, why is not None and why is not Why.EXEMPT, str(why or ""))


def _shown(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return None if value is None else str(value)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _told(value: str | None) -> str:
    return "nothing" if value is None else repr(value)
