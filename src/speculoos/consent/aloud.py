"""Any value that carries a choice, read aloud: ours, a TC string or a GPP string, told apart by how they begin.

For looking, never for deciding. Never raises on what was pasted.
"""

from collections.abc import Iterator, Mapping

from speculoos.consent.bits import Refusal
from speculoos.consent.explain import explain
from speculoos.consent.gpp import codec as gpp
from speculoos.consent.layout import Layout
from speculoos.consent.tcf import codec as tcf
from speculoos.consent.tcf.lint import problems
from speculoos.consent.tcf.model import TcString

MOST = 12
"""So many ids are listed; of more, only how many there are."""


def read_aloud(value: str, layout: Layout | None = None) -> str:
    """What the value says, several lines. A GPP header begins with DB, a TC string of version 2 with C."""
    if value.startswith("DB"):
        return _lines(_gpp(value))
    if value.startswith("C"):
        return _lines(_tcf(value))
    return explain(value, layout=layout)


def _lines(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def _tcf(value: str) -> Iterator[str]:
    found = tcf.decode(value)
    if isinstance(found, Refusal):
        yield found.reason
        return
    yield from _said(found)
    for problem in problems(value):
        yield f"Problem ({problem.rule}): {problem.message}"


def _said(tc: TcString) -> Iterator[str]:
    yield f"A TC string of the Transparency and Consent Framework, policy version {tc.policy_version}."
    yield f"Made on {tc.created:%Y-%m-%d}, last changed on {tc.updated:%Y-%m-%d}, in {tc.language}."
    yield f"By platform {tc.cmp_id}, version {tc.cmp_version}, screen {tc.screen}."
    yield f"On version {tc.vendor_list_version} of the vendor list."
    yield f"  purposes with consent: {_ids(tc.purpose_consents)}"
    yield f"  purposes with legitimate interest: {_ids(tc.purpose_legitimate_interests)}"
    yield f"  special features opted into: {_ids(tc.special_feature_opt_ins)}"
    yield f"  vendors with consent: {_ids(tc.vendor_consents)}"
    yield f"  vendors with legitimate interest: {_ids(tc.vendor_legitimate_interests)}"
    yield f"  vendors disclosed: {'not said' if tc.disclosed_vendors is None else _ids(tc.disclosed_vendors)}"
    for r in tc.restrictions:
        how = r.type.name.lower().replace("_", " ")
        yield f"  the publisher restricts purpose {r.purpose} ({how}) for vendors: {_ids(r.vendors)}"
    if tc.publisher:
        yield f"  the publisher's own purposes with consent: {_ids(tc.publisher.consents)}"


def _ids(ids: frozenset[int]) -> str:
    return (", ".join(map(str, sorted(ids))) or "none") if len(ids) <= MOST else f"{len(ids)} of them"


def _gpp(value: str) -> Iterator[str]:
    found = gpp.decode(value)
    if isinstance(found, Refusal):
        yield found.reason
        return
    yield f"A GPP string with {len(found)} section{'' if len(found) == 1 else 's'}."
    for name, section in found.items():
        yield f"{name}:"
        yield from (f"  {line}" for line in _section(section))


def _section(section: object) -> Iterator[str]:
    if isinstance(section, TcString):
        yield from _said(section)
    elif isinstance(section, Mapping):
        yield from (f"{field}: {value}" for field, value in section.items())
    else:
        yield str(section)
