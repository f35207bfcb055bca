"""TC strings of version 2 to bits and back, bit for bit as the specification has them (TCF-1).

Decoding never raises: what cannot be read is a Refusal. Encoding raises UsageError for what the string cannot hold.
Whether a string that can be read is also valid today is the business of lint.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from speculoos.consent import bits
from speculoos.consent.bits import Cut, Reader, Refusal
from speculoos.consent.tcf.model import CONSENT_ONLY, PublisherTc, Restriction, RestrictionType, TcString, ordered
from speculoos.core.errors import UsageError

VERSION = 2
DISCLOSED, ALLOWED, PUBLISHER = 1, 2, 3
SEGMENT_NAMES = {DISCLOSED: "disclosed vendors", ALLOWED: "allowed vendors", PUBLISHER: "publisher TC"}


def encode(tc: TcString) -> str:
    """The string, with a segment for each part that is not None."""
    _check(tc)
    return ".".join(bits.text_of(segment) for segment in _segments(tc))


def decode(text: str) -> TcString | Refusal:
    """What the string says, or why it says nothing. Segments behind the first may stand in any order."""
    if not text or len(text) > bits.MAX_CHARACTERS:
        return Refusal("It is empty." if not text else f"It is longer than {bits.MAX_CHARACTERS} characters.")
    core, *others = text.split(".")
    try:
        return _with_segments(_core(Reader(core)), others)
    except Cut as cut:
        return Refusal(f"This is not a TC string: {cut}.")


def _check(tc: TcString) -> None:
    wrong = tc.purpose_legitimate_interests & CONSENT_ONLY
    if wrong:
        raise UsageError(
            f"Purpose {min(wrong)} can only rest on consent. Leave it out of the legitimate interests (TCF-1)."
        )
    for name in ("created", "updated"):
        if getattr(tc, name).tzinfo is None:
            raise UsageError(f"`{name}` has no time zone. Give an aware datetime, such as datetime.now(UTC).")


def _segments(tc: TcString) -> Iterator[str]:
    yield _core_bits(tc)
    if tc.disclosed_vendors is not None:
        yield bits.number(DISCLOSED, 3) + vendors_bits(tc.disclosed_vendors)
    if tc.allowed_vendors is not None:
        yield bits.number(ALLOWED, 3) + vendors_bits(tc.allowed_vendors)
    if tc.publisher is not None:
        yield bits.number(PUBLISHER, 3) + _publisher_bits(tc.publisher)


def _core_bits(tc: TcString) -> str:
    head = ((VERSION, 6), (_deciseconds(tc.created), 36), (_deciseconds(tc.updated), 36), (tc.cmp_id, 12),
            (tc.cmp_version, 12), (tc.screen, 6))  # fmt: skip
    return "".join([
        *(bits.number(value, width) for value, width in head),
        bits.letters(tc.language),
        bits.number(tc.vendor_list_version, 12),
        bits.number(tc.policy_version, 6),
        bits.flag(tc.service_specific),
        bits.flag(tc.non_standard_texts),
        bits.ids(tc.special_feature_opt_ins, 12),
        bits.ids(tc.purpose_consents, 24),
        bits.ids(tc.purpose_legitimate_interests, 24),
        bits.flag(tc.purpose_one_treatment),
        bits.letters(tc.publisher_country),
        vendors_bits(tc.vendor_consents),
        vendors_bits(tc.vendor_legitimate_interests),
        _restrictions_bits(tc.restrictions),
    ])  # fmt: skip


def _deciseconds(time: datetime) -> int:
    return int(time.timestamp()) * 10 + time.microsecond // 100_000


def vendors_bits(vendors: frozenset[int]) -> str:
    """A vendor section: flags or ranges, whichever is shorter; flags where they are equal."""
    last = max(vendors, default=0)
    head = bits.number(last, 16)
    field = bits.ids(vendors, last)
    if len([*bits.runs(vendors)]) > 4095:
        return head + "0" + field
    ranged = bits.ranges(vendors)
    return head + ("1" + ranged if len(ranged) < len(field) else "0" + field)


def _restrictions_bits(restrictions: tuple[Restriction, ...]) -> str:
    parts = [bits.number(r.purpose, 6) + bits.number(r.type, 2) + bits.ranges(r.vendors) for r in ordered(restrictions)]
    return bits.number(len(parts), 12) + "".join(parts)


def _publisher_bits(tc: PublisherTc) -> str:
    return "".join([
        bits.ids(tc.consents, 24),
        bits.ids(tc.legitimate_interests, 24),
        bits.number(tc.custom_purposes, 6),
        bits.ids(tc.custom_consents, tc.custom_purposes),
        bits.ids(tc.custom_legitimate_interests, tc.custom_purposes),
    ])  # fmt: skip


Fields = dict[str, object]


def _core(read: Reader) -> Fields:
    version = read.number(6)
    if version != VERSION:
        raise Cut(f"it has version {version}, not {VERSION}")
    return {
        "created": _time(read.number(36)),
        "updated": _time(read.number(36)),
        "cmp_id": read.number(12),
        "cmp_version": read.number(12),
        "screen": read.number(6),
        "language": read.letters(),
        "vendor_list_version": read.number(12),
        "policy_version": read.number(6),
        "service_specific": read.flag(),
        "non_standard_texts": read.flag(),
        "special_feature_opt_ins": read.ids(12),
        "purpose_consents": read.ids(24),
        "purpose_legitimate_interests": read.ids(24),
        "purpose_one_treatment": read.flag(),
        "publisher_country": read.letters(),
        "vendor_consents": read_vendors(read),
        "vendor_legitimate_interests": read_vendors(read),
        "restrictions": tuple(_restrictions(read)),
    }


def _time(deciseconds: int) -> datetime:
    return datetime.fromtimestamp(deciseconds // 10, UTC).replace(microsecond=deciseconds % 10 * 100_000)


def read_vendors(read: Reader) -> frozenset[int]:
    """The ids of one vendor section, in either form."""
    last = read.number(16)
    return read.ranges() if read.flag() else read.ids(last)


def _restrictions(read: Reader) -> Iterator[Restriction]:
    budget = 4 * bits.MAX_ID
    for _ in range(read.number(12)):
        purpose, type_ = read.number(6), read.number(2)
        if type_ not in tuple(RestrictionType):
            raise Cut(f"it has a publisher restriction of the unknown type {type_}")
        vendors = read.ranges(budget)
        budget -= len(vendors)
        yield Restriction(purpose, RestrictionType(type_), vendors)


def _with_segments(fields: Fields, texts: list[str]) -> TcString:
    fields |= {"disclosed_vendors": None, "allowed_vendors": None, "publisher": None}
    seen: set[int] = set()
    for text in texts:
        read = Reader(text)
        type_ = read.number(3)
        if type_ not in SEGMENT_NAMES or type_ in seen:
            raise Cut(f"it has {'two segments' if type_ in seen else 'a segment'} of type {type_}")
        seen.add(type_)
        if type_ == PUBLISHER:
            fields["publisher"] = _publisher(read)
        else:
            fields["disclosed_vendors" if type_ == DISCLOSED else "allowed_vendors"] = read_vendors(read)
    return TcString(**fields)  # type: ignore[arg-type]  # _core names every field


def _publisher(read: Reader) -> PublisherTc:
    consents, interests, custom = read.ids(24), read.ids(24), read.number(6)
    return PublisherTc(consents, interests, custom, read.ids(custom), read.ids(custom))
