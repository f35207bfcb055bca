"""GPP strings: the header and its sections, to text and back (law.md GPP).

Decoding never raises: what cannot be read is a Refusal. A section of a number that we do not know is kept as text, as
the platform asks, since new states join.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from speculoos.consent import bits
from speculoos.consent.bits import Cut, Reader, Refusal
from speculoos.consent.gpp import us
from speculoos.consent.gpp.fields import NAMES, SECTIONS, TCF_EU, USP
from speculoos.consent.tcf import codec as tcf
from speculoos.consent.tcf.model import TcString
from speculoos.core.errors import UsageError

TYPE, VERSION = 3, 1
MAX_SECTION = 4095
IDS = {name: id for id, name in NAMES.items()}
USP_TEXT = re.compile(r"1[YN-]{3}")

Sections = dict[str, object]
"""Section name (or "section 99" for an unknown one) to TcString, dict of fields, or text."""


def encode(sections: Mapping[str, object]) -> str:
    """The string: values are a TcString for tcfeuv2, text for uspv1, and fields for the sections of the states."""
    unknown = [name for name in sections if name not in IDS or name == "tcfcav1"]
    if unknown:
        raise UsageError(f"The section {unknown[0]!r} cannot be written. Known are: {', '.join(sorted(IDS))}.")
    names = sorted(sections, key=IDS.__getitem__)
    return "~".join([header(IDS[name] for name in names), *(_text(name, sections[name]) for name in names)])


def _text(name: str, value: object) -> str:
    if name == NAMES[TCF_EU] and isinstance(value, TcString):
        return tcf.encode(value)
    if name == NAMES[USP] and isinstance(value, str) and USP_TEXT.fullmatch(value):
        return value
    if name in SECTIONS and isinstance(value, Mapping):
        return us.encode(name, value)
    raise UsageError(f"{value!r} is not what the section {name} holds: a TcString, text such as 1YNN, or fields.")


def decode(text: str) -> Sections | Refusal:
    """The sections by name, or why there are none."""
    if not text or len(text) > bits.MAX_CHARACTERS:
        return Refusal("It is empty." if not text else f"It is longer than {bits.MAX_CHARACTERS} characters.")
    head, *bodies = text.split("~")
    try:
        ids = section_ids(head)
        if len(ids) != len(bodies):
            raise Cut(f"its header announces {len(ids)} sections, and {len(bodies)} follow")
        return {NAMES.get(id, f"section {id}"): _value(id, body) for id, body in zip(ids, bodies, strict=True)}
    except Cut as cut:
        return Refusal(f"This is not a GPP string: {cut}.")


def _value(id: int, text: str) -> object:
    name = NAMES.get(id, "")
    if id == TCF_EU:
        found = tcf.decode(text)
        if isinstance(found, Refusal):
            raise Cut("its section tcfeuv2 cannot be read")
        return found
    if id == USP and not USP_TEXT.fullmatch(text):
        raise Cut("its section uspv1 is not of the form 1YNN")
    return us.decode(name, text) if name in SECTIONS else text


def header(ids: Iterable[int]) -> str:
    """The header that announces these sections."""
    runs = [*bits.runs(ids)]
    parts = [bits.number(TYPE, 6), bits.number(VERSION, 6), bits.number(len(runs), 12)]
    before = 0
    for first, last in runs:
        parts.append(bits.flag(last > first) + fibonacci(first - before))
        parts.append(fibonacci(last - first) if last > first else "")
        before = last
    return bits.text_of("".join(parts))


def section_ids(head: str) -> list[int]:
    """The numbers that a header announces, in order. Cut if it is none."""
    read = Reader(head)
    if read.number(6) != TYPE or read.number(6) != VERSION:
        raise Cut("its header is not of type 3 and version 1")
    return [*_announced(read)]


def _announced(read: Reader) -> Iterator[int]:
    last = 0
    for _ in range(read.number(12)):
        many = read.flag()
        first = last + read_fibonacci(read)
        last = first + read_fibonacci(read) if many else first
        if last > MAX_SECTION:
            raise Cut("its header announces a section that cannot be")
        yield from range(first, last + 1)


def fibonacci(value: int) -> str:
    """Fibonacci coding of a number from 1: the smallest part first, ended by 11."""
    parts = [1, 2]
    while parts[-1] <= value:
        parts.append(parts[-1] + parts[-2])
    code = ""
    for part in reversed(parts[:-1]):
        code = ("1" if part <= value else "0") + code
        value -= part if part <= value else 0
    return code + "1"


def read_fibonacci(read: Reader) -> int:
    """The number in front of the reader; Cut if none ends within 24 bits."""
    code = read.take(2)
    while not code.endswith("11"):
        if len(code) > 24:
            raise Cut("its header has a number without end")
        code += read.take(1)
    parts = [1, 2]
    while len(parts) < len(code):
        parts.append(sum(parts[-2:]))
    return sum(part for part, bit in zip(parts, code[:-1], strict=False) if bit == "1")
