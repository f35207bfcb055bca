"""One section of the United States to text and back: numbers by the names of the specification.

The values are plain dicts of numbers and lists, as `__gpp` hands them to scripts; `Gpc` is true, false, or absent where
the second segment is.
"""

from collections.abc import Iterator, Mapping

from speculoos.consent import bits
from speculoos.consent.bits import Cut, Reader
from speculoos.consent.gpp.fields import GPC_TYPE, NATIONAL_1, SECTIONS, Field, Section
from speculoos.core.errors import UsageError

Values = dict[str, object]


def encode(name: str, values: Mapping[str, object]) -> str:
    """The text of a section; a field that is not in `values` does not apply. UsageError for what it cannot hold."""
    section = _section(name, values)
    known = {field.name for field in (*section.core, *section.sensitive)} | ({"Gpc"} if section.gpc else set())
    wrong = sorted(set(values) - known)
    if wrong:
        raise UsageError(f"{name} has no field {wrong[0]!r}. It has: {', '.join(sorted(known))}.")
    return ".".join(map(bits.text_of, _segments(section, values)))


def _section(name: str, values: Mapping[str, object]) -> Section:
    if name not in SECTIONS:
        raise UsageError(f"There is no section {name!r}. There are: {', '.join(SECTIONS)}.")
    return NATIONAL_1 if name == "usnat" and values.get("Version") == 1 else SECTIONS[name]


def _segments(section: Section, values: Mapping[str, object]) -> Iterator[str]:
    yield "".join(_field_bits(field, values.get(field.name, field.default())) for field in section.core)
    if "Gpc" in values:
        yield bits.number(GPC_TYPE, 2) + bits.flag(values["Gpc"] is True)
    if any(field.name in values for field in section.sensitive):
        yield "".join(_field_bits(field, values.get(field.name, field.default())) for field in section.sensitive)


def _field_bits(field: Field, value: object) -> str:
    given = value if field.count and isinstance(value, list | tuple) else [value]
    numbers = [n for n in given if type(n) is int and field.low <= n <= field.high]
    if not len(numbers) == len(given) == (field.count or 1):
        shape = f"a list of {field.count} numbers" if field.count else "a number"
        raise UsageError(f"{field.name} is {value!r}. Give {shape} from {field.low} to {field.high}.")
    return "".join(bits.number(n, field.bits) for n in numbers)


def decode(name: str, text: str) -> Values:
    """The fields of a section. Cut if it cannot be read."""
    core, *others = text.split(".")
    section = SECTIONS[name]
    if name == "usnat" and Reader(core).number(6) == 1:
        section = NATIONAL_1
    if len(others) > (1 if section.gpc or section.sensitive else 0):
        raise Cut(f"its section {name} has too many segments")
    values = _fields(section.core, Reader(core))
    for other in others:
        values |= _gpc(Reader(other), name) if section.gpc else _fields(section.sensitive, Reader(other))
    return values


def _fields(fields: tuple[Field, ...], read: Reader) -> Values:
    return {field.name: _value(field, read) for field in fields}


def _value(field: Field, read: Reader) -> int | list[int]:
    numbers = [read.number(field.bits) for _ in range(field.count or 1)]
    wrong = [n for n in numbers if not field.low <= n <= field.high]
    if wrong:
        raise Cut(f"its {field.name} is {wrong[0]}, which means nothing")
    return numbers if field.count else numbers[0]


def _gpc(read: Reader, name: str) -> Values:
    if read.number(2) != GPC_TYPE:
        raise Cut(f"its section {name} has a segment of an unknown type")
    return {"Gpc": read.flag()}
