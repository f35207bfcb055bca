"""Which declarations cover a name, as functions of the njs program: what `gate.table.Table` works out by name.

A record says of an item what the program asks: the services that need a choice (`purpose.service,...`), the life in
seconds, the attributes wanted, the path, whether it is partitioned, and the name, a line each. No service: exempt.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from speculoos.consent.cookie import COOKIE_NAME
from speculoos.consent.layout import NEVER_OPTIONAL
from speculoos.core.sites import covers, host_of
from speculoos.gate.nginx.script import after, choice_of, literal
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
                *_function("covering", self._converted(), self.own, Combined()),
                *(_function("anywhere", self._converted(), self.all, Each()) if hosts else ANYWHERE),
                *(["function elsewhere(n) { return anywhere(n).length > 0; }"] if hosts else ELSEWHERE),
                *self._mode(),
                "",
            ]
        )

    def exempt(self) -> list[str]:
        """The names that pass whatever a visitor has chosen; the last may be `*`, for anything that goes on so."""
        exact = dict.fromkeys([COOKIE_NAME, *(each.name for each in self.own if each.glob is None)])
        starts = [each for each in self.own if is_start(each) and not each.services and not self._disputed(each)]
        return [name for name in exact if not self.setup.table.entry(name).optional] + [each.name for each in starts]

    def declared(self) -> list[str]:
        """The names of the site's own that are declared, exempt or not, as far as they are exact or starts."""
        return [COOKIE_NAME, *(each.name for each in self.own if each.glob is None or is_start(each))]

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
            yield f"    if ({_fits(glob(name) if '*' in name else None, name)}) return {literal(str(mode))};"
        yield f"    return {literal(str(self.setup.rules.mode))};"
        yield "}"


ANYWHERE = (
    "function anywhere(n) {",
    "    const record = covering(n);",
    '    return record === "" || record === "\\n" ? [] : [["", record]];',
    "}",
)
ELSEWHERE = ("function elsewhere() { return false; }",)


def _function(
    name: str, head: Sequence[str], declared: Sequence[Declared], returns: "Combined | Each"
) -> Iterator[str]:
    """A function of a name `n`. Exact names, and what starts a pattern, cut the line of all names into pieces."""
    exact = {each.name for each in declared if each.glob is None} | {COOKIE_NAME}
    cuts = set(exact)
    for each in declared:
        if each.glob and each.glob.prefix:
            cuts |= {each.glob.prefix, after(each.glob.prefix) or each.glob.prefix}
    boundaries = sorted(cuts)
    leaves = []
    for low in ["", *boundaries]:
        first = f"if (n === {literal(low)}) return {returns.exact(low, declared)}; " if low in exact else ""
        patterns = [each for each in declared if each.glob and _may_fit(each.glob, low)]
        leaves.append(f"{first}return {returns.patterns(patterns)};")
    yield f"function {name}(n) {{"
    yield from head
    yield from choice_of(boundaries, leaves)
    yield "}"


def is_start(declared: Declared) -> bool:
    """Whether it is a pattern of a start and nothing else, such as `_ga*`."""
    shape = declared.glob
    return shape is not None and bool(shape.prefix) and not shape.middle and not shape.suffix


def _overlap(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _may_fit(shape: Glob, low: str) -> bool:
    """Whether a name in the piece that begins at `low` may fit."""
    end = after(shape.prefix) if shape.prefix else None
    return low >= shape.prefix and (end is None or low < end)


class Combined:
    """One record for all that covers a name on the site itself: the most specific, with the services of all."""

    def exact(self, name: str, declared: Sequence[Declared]) -> str:
        fitting = [each for each in declared if each.fits(name)]
        return literal(_together(fitting, exempt=name == COOKIE_NAME) or "\n")

    def patterns(self, declared: Sequence[Declared]) -> str:
        if len(declared) <= FEW:
            return self._nested(declared, [])
        tests = [f'{_test(each)} ? {literal(each.record)} : ""' for each in declared]
        return f"together([{', '.join(tests)}])"

    def _nested(self, declared: Sequence[Declared], fitting: list[Declared]) -> str:
        """Each way in which few patterns may fit, worked out here."""
        if not declared:
            return literal(_together(fitting))
        first, *rest = declared
        return f"({_test(first)} ? {self._nested(rest, [*fitting, first])} : {self._nested(rest, fitting)})"


def _together(fitting: Sequence[Declared], *, exempt: bool = False) -> str:
    if not fitting:
        return ""
    services = "" if exempt else ",".join(each.services for each in fitting if each.services)
    return f"{services}\n{fitting[0].facts}"


class Each:
    """Every record that covers a name on some host, with its host."""

    def exact(self, name: str, declared: Sequence[Declared]) -> str:
        return literal([[each.host, each.record] for each in declared if each.fits(name)])

    def patterns(self, declared: Sequence[Declared]) -> str:
        tests = [f"{_test(each)} ? {literal([each.host, each.record])} : null" for each in declared]
        return f"[{', '.join(tests)}].filter(isThere)" if tests else "[]"


def _test(declared: Declared) -> str:
    return _fits(declared.glob, declared.name)


def _fits(shape: Glob | None, name: str) -> str:
    """The condition that `n` fits."""
    if shape is None:
        return f"n === {literal(name)}"
    start, end = len(shape.prefix), len(shape.suffix)
    tests = [f"n.startsWith({literal(shape.prefix)})"] if start else []
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
    return "\n".join([*texts, partitioned, item.name])
