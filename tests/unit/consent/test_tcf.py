"""TC strings against vectors of the reference implementation, another reader, and hostile text."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import iab_tcf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speculoos.consent.bits import Refusal
from speculoos.consent.choice import acts_for, choose, effective
from speculoos.consent.layout import Layout
from speculoos.consent.tcf.codec import decode, encode
from speculoos.consent.tcf.gvl import load, loads
from speculoos.consent.tcf.lint import problems
from speculoos.consent.tcf.model import CONSENT_ONLY, PublisherTc, Restriction, RestrictionType, TcString, ordered
from speculoos.consent.tcf.signal import TcfConfig, TcfMapping, signal
from speculoos.core.errors import InputError, UsageError
from speculoos.registry.model import Provider, Purpose, Registry, Service, Site

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "tcf.json").read_text("utf-8"))
NOW = datetime(2026, 11, 24, 12, 34, tzinfo=UTC)
DAY = datetime(2026, 11, 24, tzinfo=UTC)
PLAIN = TcString(DAY, DAY, 31, 7, 1, "EN", 142, "BE")
GVL = loads(
    json.dumps({
        "gvlSpecificationVersion": 3, "vendorListVersion": 142, "tcfPolicyVersion": 5,
        "vendors": {
            "7": {"id": 7, "name": "Crumb", "purposes": [1, 3], "legIntPurposes": [7], "flexiblePurposes": [7]},
            "9": {"id": 9, "name": "Butter", "purposes": [1]},
            "12": {"id": 12, "name": "Gone", "purposes": [1], "deletedDate": "2026-01-01T00:00:00Z"},
        },
    })
)  # fmt: skip


def numbers(last, most=40):
    return st.frozensets(st.integers(1, last), max_size=most)


def vendor_sets():
    runs = st.tuples(st.integers(1, 60000), st.integers(0, 300))
    return st.one_of(
        numbers(65535, 30),
        numbers(120, 90),
        st.lists(runs, max_size=5).map(lambda rs: frozenset(n for a, k in rs for n in range(a, a + k + 1))),
    )


@st.composite
def publishers(draw):
    custom = draw(st.integers(0, 63))
    own = numbers(custom) if custom else st.just(frozenset())
    return PublisherTc(draw(numbers(24)), draw(numbers(24)), custom, draw(own), draw(own))


@st.composite
def strings(draw):
    times = st.integers(0, 4_000_000_000).map(lambda n: datetime.fromtimestamp(n, UTC))
    keys = draw(st.sets(st.tuples(st.integers(1, 24), st.sampled_from(RestrictionType)), max_size=4))
    vendors = numbers(3000).filter(bool)
    return TcString(
        draw(times), draw(times), draw(st.integers(0, 4095)), draw(st.integers(0, 4095)), draw(st.integers(0, 63)),
        draw(st.sampled_from(["EN", "FR", "ZZ"])), draw(st.integers(0, 4095)), draw(st.sampled_from(["BE", "AA"])),
        draw(st.integers(0, 63)), draw(st.booleans()), draw(st.booleans()), draw(numbers(12)), draw(numbers(24)),
        draw(numbers(24)) - CONSENT_ONLY, draw(st.booleans()), draw(vendor_sets()), draw(vendor_sets()),
        ordered(Restriction(p, t, draw(vendors)) for p, t in keys),
        draw(st.none() | vendor_sets()), draw(st.none() | vendor_sets()), draw(st.none() | publishers()),
    )  # fmt: skip


def comparable(said):
    times = {k: datetime.fromisoformat(said[k]) for k in ("created", "updated")}
    rows = sorted((r["purpose"], r["type"], tuple(r["vendors"])) for r in said["restrictions"])
    return said | times | {"restrictions": rows}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["name"])
def test_the_strings_of_the_reference_implementation_mean_the_same(vector):
    said = decode(vector["text"]).as_json()

    assert comparable({k: said[k] for k in vector["expect"]}) == comparable(vector["expect"])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["name"])
def test_written_anew_they_are_the_same_bits(vector):
    """Up to zeros at the end, and where the reference takes the longer of two forms: it counts a range too little."""
    written = encode(decode(vector["text"]))

    if vector["name"] == "restrictions":
        assert len(written) < len(vector["text"])
    else:
        assert [s.rstrip("A") for s in written.split(".")] == [s.rstrip("A") for s in vector["text"].split(".")]


@given(strings())
def test_what_is_written_is_read_back(tc):
    assert decode(encode(tc)) == tc


@given(strings())
def test_another_reader_reads_the_same(tc):
    read = iab_tcf.decode(encode(tc))

    assert read.cmp_id == tc.cmp_id
    assert read.created.timestamp() == tc.created.timestamp() or read.created.replace(tzinfo=UTC) == tc.created
    assert (read.consent_language, read.publisher_cc) == (tc.language.encode(), tc.publisher_country.encode())
    assert (read.vendor_list_version, read.tcf_policy_version) == (tc.vendor_list_version, tc.policy_version)
    assert read.is_service_specific is tc.service_specific
    assert on(read.special_features_optin) == tc.special_feature_opt_ins
    assert on(read.purposes_consent) == tc.purpose_consents
    assert on(read.purposes_legitimate_interests) == tc.purpose_legitimate_interests
    assert vendors(read, "is_consent_range_encoding", "consented_vendors") == tc.vendor_consents
    assert vendors(read, "is_interests_range_encoding", "interests_vendors") == tc.vendor_legitimate_interests
    assert [(r.purpose_id, r.restriction_type, spread(r.restrictions_range)) for r in read.pub_restriction_entries] == [
        (r.purpose, int(r.type), r.vendors) for r in tc.restrictions
    ]
    if tc.disclosed_vendors is not None:
        assert on(read.oob_disclosed_vendors) == tc.disclosed_vendors
    if tc.publisher is not None:
        assert on(read.publisher_tc.purposes_consent) == tc.publisher.consents
        assert on(read.publisher_tc.custom_purposes_consent) == tc.publisher.custom_consents


def on(flags):
    return frozenset(n for n, said in flags.items() if said)


def spread(pairs):
    return frozenset(n for first, last in pairs for n in range(first, last + 1))


def vendors(read, ranged, name):
    return spread(getattr(read, f"{name}_range")) if getattr(read, ranged) else on(getattr(read, name))


@given(st.text(max_size=300) | st.from_regex(r"C[A-Za-z0-9_.-]{0,300}", fullmatch=True))
def test_no_text_raises(text):
    assert isinstance(decode(text), TcString | Refusal)
    assert isinstance(problems(text), tuple)


@given(strings(), st.integers(0, 400), st.characters(codec="ascii"))
def test_a_changed_character_never_raises(tc, at, character):
    text = encode(tc)
    assert isinstance(decode(text[:at] + character + text[at + 1 :]), TcString | Refusal)


def test_ranges_that_overlap_make_no_work():
    """4095 ranges over every id would take minutes; they are refused at the second."""
    from speculoos.consent import bits

    core = bits.bits_of(encode(PLAIN).split(".")[0])[:213]
    everything = "1" + bits.number(1, 16) + bits.number(65535, 16)
    hostile = core + bits.number(65535, 16) + "1" + bits.number(4000, 12) + everything * 4000

    assert "range of ids" in decode(bits.text_of(hostile)).reason


def test_a_valid_string_has_no_problems():
    assert problems(encode(PLAIN)) == ()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"service_specific": False}, "TCF-1"),
        ({"disclosed_vendors": None}, "TCF-2"),
        ({"vendor_consents": frozenset({5})}, "TCF-2"),
        ({"policy_version": 4}, "TCF-2"),
        ({"cmp_id": 0}, "TCF-4"),
    ],
)
def test_each_fault_is_found(change, rule):
    assert [p.rule for p in problems(encode(replace(PLAIN, **change)))] == [rule]


def test_strings_of_before_march_2026_need_no_disclosed_vendors():
    old = datetime(2026, 2, 28, tzinfo=UTC)
    assert problems(encode(replace(PLAIN, created=old, disclosed_vendors=None))) == ()


def test_version_1_is_refused():
    assert "version 1" in decode("BObdrPUOevsguAfDqFENCNAAAAAmeAAA").reason


@pytest.mark.parametrize("change", [{"purpose_legitimate_interests": frozenset({3})}, {"language": "english"},
                                    {"cmp_id": 4096}, {"created": datetime(2026, 1, 1)}])  # fmt: skip # noqa: DTZ001
def test_what_the_string_cannot_hold_is_the_callers_fault(change):
    with pytest.raises(UsageError):
        encode(replace(PLAIN, **change))


@pytest.mark.parametrize("cmp_id", [0, -1, 4096])
def test_tcf_is_off_without_a_registered_platform(cmp_id):
    with pytest.raises(UsageError, match="TCF is off"):
        TcfConfig(cmp_id, 1, "BE", GVL)


def test_an_id_that_is_not_in_the_list_of_platforms_is_not_registered():
    with pytest.raises(UsageError, match="not a registered one"):
        TcfConfig(31, 1, "BE", GVL, registered=frozenset({10}))


def test_a_vendor_list_is_read_from_its_file(tmp_path):
    path = tmp_path / "list.json"
    path.write_text('{"gvlSpecificationVersion": 3, "vendorListVersion": 9, "tcfPolicyVersion": 5, "vendors": {}}')
    assert load(path).version == 9


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"gvlSpecificationVersion": 2}', "[" * 100000])
def test_another_file_is_no_vendor_list(text):
    with pytest.raises(InputError, match="not a vendor list"):
        loads(text)


REGISTRY = Registry(
    Site("Bakery", "https://bakery.test"),
    (Provider("Crumb"), Provider("Butter"), Provider("Gone")),
    (Purpose("ads"), Purpose("statistics")),
    (
        Service("crumb-ads", "Crumb", "ads", "ads"),
        Service("crumb-count", "Crumb", "counting", "statistics"),
        Service("butter", "Butter", "ads", "ads"),
        Service("gone", "Gone", "ads", "ads"),
    ),
)
LAYOUT = Layout(1, ("ads", "statistics"), tuple((s.id, s.purpose) for s in REGISTRY.services))
MAPPING = TcfMapping({"Crumb": 7, "Butter": 9, "Gone": 12}, {"ads": (1, 3, 4), "statistics": (1, 8)})


def said(granted, gpc=False, refused=()):
    choice = choose(LAYOUT, acts_for(LAYOUT, granted), NOW, refused_services=refused).choice
    found = effective(choice, LAYOUT, NOW, gpc=gpc)
    return signal(REGISTRY, found, TcfConfig(31, 1, "BE", GVL), MAPPING, NOW)


def test_the_string_says_the_choice_and_no_more():
    """Purpose 1 also stands for statistics, which was refused; Crumb serves both."""
    tc = said(["ads"])

    assert tc.purpose_consents == {3, 4}
    assert tc.vendor_consents == {9}
    assert tc.disclosed_vendors == {7, 9}
    assert tc.created == DAY
    assert problems(encode(tc)) == ()


def test_everything_granted():
    tc = said(["ads", "statistics"])
    assert (tc.purpose_consents, tc.vendor_consents) == ({1, 3, 4, 8}, {7, 9})


def test_a_service_refused_alone_takes_its_vendor_out():
    assert said(["ads", "statistics"], refused=["butter"]).vendor_consents == {7}


def test_global_privacy_control_denies_everything():
    tc = said(["ads", "statistics"], gpc=True)
    assert (tc.purpose_consents, tc.vendor_consents) == (frozenset(), frozenset())
