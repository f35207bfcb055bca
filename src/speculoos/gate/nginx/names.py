"""Which declarations cover a name, as functions of the njs program: what `gate.table.Table` works out by name.

A record says of an item what the program asks, a line each: the services that need a choice (`purpose.service,...`),
the life in seconds, the attributes wanted, the path, whether it is partitioned, its rank, and the name. No service:
exempt. The lower rank is the more specific, and says how a cookie is to look.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from speculoos.consent.cookie import COOKIE_NAME
from speculoos.consent.layout import NEVER_OPTIONAL
from speculoos.core.sites import covers, host_of
from speculoos.gate.nginx.script import after, chosen, literal
from speculoos.gate.setup import Setup
from speculoos.gate.table import life_of
from speculoos.registry.match import Candidate, Glob, glob, ranked
from speculoos.registry.model import Kind

FEW = 3
"""Patterns whose every combination is written out."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One declared cookie as the program knows it; `host` is "" for the site's own."""

    glob: Glob | None
    name: str
    host: str
    services: str
    facts: str

    @property
    def record(self) -> str:
        return f"{self.services}\n{self.facts}"

    @property
    def floats(self) -> bool:
        """Whether no fixed start says where among the sorted names it fits."""
        return self.glob is not None and (not self.glob.prefix or after(self.glob.prefix) is None)

    @property
    def only_starts(self) -> bool:
        """Whether it is a pattern of a start and nothing else, such as `_ga*`."""
        shape = self.glob
        return shape is not None and bool(shape.prefix) and not shape.middle and not shape.suffix

    def fits(self, name: str) -> bool:
        return self.glob.matches(name) if self.glob else self.name == name


class Names:
    """The declared cookies of a setup, the most specific first."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        services = {service: n for n, service in enumerate(setup.reader.layout.service_ids)}
        purposes = {purpose: n for n, purpose in enumerate(setup.reader.layout.purposes)}
        self.all = [
            Declared(
                each.glob,
                each.match.item.name,
                each.host or "",
                ""
                if each.match.service.exemption in NEVER_OPTIONAL
                else f"{purposes[each.match.service.purpose]}.{services[each.match.service.id]}",
                _facts(each),
            )
            for each in ranked(setup.registry)
            if each.match.item.kind is Kind.COOKIE
        ]
        site = host_of(setup.registry.site.url)
        self.own = [each for each in self.all if not each.host or (site and covers(each.host, site))]

    def functions(self) -> str:
        """`covering`, `anywhere`, `elsewhere` and `mode`."""
        hosts = any(each.host for each in self.all)
        return "\n".join(
            [
                *_function("covering", self._converted(), Index(self.own), Combined()),
                *(_function("anywhere", self._converted(), Index(self.all), Each()) if hosts else ANYWHERE),
                *(["function elsewhere(n) { return anywhere(n).length > 0; }"] if hosts else ELSEWHERE),
                *self._mode(),
                "",
            ]
        )

    def exempt(self) -> list[str]:
        """The names that pass whatever a visitor has chosen; the last may be `*`, for anything that goes on so."""
        exact = dict.fromkeys([COOKIE_NAME, *(each.name for each in self.own if each.glob is None)])
        starts = [each for each in self.own if each.only_starts and not each.services and not self._disputed(each)]
        return [name for name in exact if not self.setup.table.entry(name).optional] + [each.name for each in starts]

    def declared(self) -> list[str]:
        """The names of the site's own that are declared, exempt or not, as far as they are exact or starts."""
        return [COOKIE_NAME, *(each.name for each in self.own if each.glob is None or each.only_starts)]

    def _disputed(self, start: Declared) -> bool:
        """Whether a name may fit an exempt start and something that is not exempt."""
        prefix = start.glob.prefix if start.glob else ""
        return any(
            each.services and (_overlap(each.glob.prefix, prefix) if each.glob else each.name.startswith(prefix))
            for each in self.own
        )

    def _converted(self) -> list[str]:
        """Names beyond ASCII are compared as text, where a header's octets are text."""
        texts = [each.name for each in self.all] + [name for name, _ in self.setup.rules.items]
        return [] if all(map(str.isascii, texts)) else ["    n = characters(n);"]

    def _mode(self) -> Iterator[str]:
        yield "function mode(n) {"
        yield from self._converted()
        for name, mode in self.setup.rules.items:
            shape = glob(name) if "*" in name else None
            condition = f"n === {literal(name)}" if shape is None else _condition(shape, from_start=True)
            yield f"    if ({condition}) return {literal(str(mode))};"
        yield f"    return {literal(str(self.setup.rules.mode))};"
        yield "}"


ANYWHERE = (
    "function anywhere(n) {",
    "    const record = covering(n);",
    '    return record === "" || record === "\\n" ? [] : [["", record]];',
    "}",
)
ELSEWHERE = ("function elsewhere() { return false; }",)


class Index:
    """Declared cookies by exact name and by the start of patterns."""

    def __init__(self, declared: Sequence[Declared]) -> None:
        self.exact: dict[str, list[Declared]] = {COOKIE_NAME: []}
        self.starts: defaultdict[str, list[Declared]] = defaultdict(list)
        self.floating = [each for each in declared if each.floats]
        for each in declared:
            if each.glob is None:
                self.exact.setdefault(each.name, []).append(each)
            elif not each.floats:
                self.starts[each.glob.prefix].append(each)

    def boundaries(self) -> list[str]:
        """What cuts the line of all names into pieces within which the same patterns may fit."""
        ends = {end for prefix in self.starts if (end := after(prefix))}
        return sorted({*self.exact, *self.starts, *ends})

    def patterns(self, low: str) -> list[Declared]:
        """The patterns whose start every name has that lies in the piece from `low` on."""
        found = [self.starts[low[:size]] for size in range(1, len(low) + 1) if low[:size] in self.starts]
        return sorted((each for group in found for each in group), key=_rank)

    def covering(self, name: str) -> list[Declared]:
        """All that covers an exact name."""
        patterns = [each for each in (*self.patterns(name), *self.floating) if each.fits(name)]
        return sorted([*self.exact[name], *patterns], key=_rank)


class Returns(Protocol):
    """What a function returns for a name."""

    nothing: str

    def exact(self, name: str, fitting: Sequence[Declared], /) -> str: ...

    def patterns(self, declared: Sequence[Declared]) -> str: ...

    def floating(self, declared: Declared) -> str:
        """A statement for a floating pattern that fits, which has the value so far in `found`."""


class Combined:
    """One record for all that covers a name on the site itself: the most specific, with the services of all."""

    nothing = '""'

    def exact(self, name: str, fitting: Sequence[Declared]) -> str:
        return literal(_together(fitting, exempt=name == COOKIE_NAME) or "\n")

    def patterns(self, declared: Sequence[Declared]) -> str:
        if len(declared) <= FEW:
            return self._nested(declared, [])
        tests = [f'{_condition(each.glob)} ? {literal(each.record)} : ""' for each in declared if each.glob]
        return f"[{', '.join(tests)}].reduce(merged)"

    def _nested(self, declared: Sequence[Declared], fitting: list[Declared]) -> str:
        """Each way in which few patterns may fit, worked out here."""
        if not declared or not declared[0].glob:
            return literal(_together(fitting))
        first, *rest = declared
        condition, fits = _condition(declared[0].glob), self._nested(rest, [*fitting, first])
        return fits if condition == "true" else f"({condition} ? {fits} : {self._nested(rest, fitting)})"

    def floating(self, declared: Declared) -> str:
        return f"found = merged(found, {literal(declared.record)});"


class Each:
    """Every record that covers a name on some host, with its host."""

    nothing = "[]"

    def exact(self, _name: str, fitting: Sequence[Declared]) -> str:
        return literal([[each.host, each.record] for each in fitting])

    def patterns(self, declared: Sequence[Declared]) -> str:
        if all(each.only_starts for each in declared):
            return literal([[each.host, each.record] for each in declared])
        tests = [f"{_condition(e.glob)} ? {literal([e.host, e.record])} : null" for e in declared if e.glob]
        return f"[{', '.join(tests)}].filter(isThere)"

    def floating(self, declared: Declared) -> str:
        return f"found = found.concat({literal([[declared.host, declared.record]])});"


def _function(name: str, head: Sequence[str], index: Index, returns: Returns) -> Iterator[str]:
    """A function of a name `n`; the floating patterns are asked after it has found its piece."""
    boundaries = index.boundaries()
    leaves = []
    for low in ["", *boundaries]:
        exact = (
            f"if (n === {literal(low)}) return {returns.exact(low, index.covering(low))}; "
            if low in index.exact
            else ""
        )
        patterns = index.patterns(low)
        leaves.append(f"{exact}return {returns.patterns(patterns) if patterns else returns.nothing};")
    yield from chosen(f"{name}Among", boundaries, leaves)
    yield f"function {name}(n) {{"
    yield from head
    yield f"    let found = {name}Among(n);"
    if index.floating:
        yield f"    if (n === {literal(COOKIE_NAME)}) return found;"
    for each in index.floating:
        if each.glob:
            yield f"    if ({_condition(each.glob, from_start=True)}) {returns.floating(each)}"
    yield "    return found;"
    yield "}"


def _overlap(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _together(fitting: Sequence[Declared], *, exempt: bool = False) -> str:
    if not fitting:
        return ""
    services = "" if exempt else ",".join(each.services for each in fitting if each.services)
    return f"{services}\n{fitting[0].facts}"


def _condition(shape: Glob, *, from_start: bool = False) -> str:
    """The condition that `n` fits; without `from_start` it is known to begin so."""
    start, end = len(shape.prefix), len(shape.suffix)
    tests = [f"n.startsWith({literal(shape.prefix)})"] if start and from_start else []
    tests += [f"n.length >= {start + end}", f"n.endsWith({literal(shape.suffix)})"] if end else []
    tests += [f"between(n, {start}, {end}, {literal(shape.middle)})"] if shape.middle else []
    return " && ".join(tests) or "true"


def _facts(candidate: Candidate) -> str:
    item = candidate.match.item
    life = life_of(item)
    wanted = ("Secure" if item.secure else "", "HttpOnly" if item.http_only else "")
    same_site = f"SameSite={item.same_site}" if item.same_site else ""
    partitioned = "" if item.partitioned is None else str(int(item.partitioned))
    texts = ("" if life is None else str(life), " ".join(filter(None, (*wanted, same_site))), item.path or "")
    return "\n".join([*texts, partitioned, f"{candidate.rank:07}", item.name])


def _rank(declared: Declared) -> str:
    return declared.facts.split("\n")[4]
