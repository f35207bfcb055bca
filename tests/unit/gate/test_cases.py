"""The table of cases through the pure gate, without any door; tests/doors runs the same through real servers."""

import pytest

from speculoos.consent.choice import gpc_on
from speculoos.core.cookies import decode_header, parse_set_cookie
from speculoos.gate.gate import Gate
from tests.doors.cases import CASES, Case, filled
from tests.doors.declared import ALL_RULES, HOST, KEYS, bundle, values

GATES = {name: Gate(bundle(rules).setup(KEYS)) for name, rules in ALL_RULES.items()}
VALUES = values()


def test_there_are_enough_cases_and_each_has_a_name_of_its_own():
    assert len(CASES) >= 150
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case):
    choice = f"cookies_preferences={VALUES[case.visitor]}" if VALUES[case.visitor] else ""
    sent = "; ".join(filter(None, (choice, case.sends)))
    passage = GATES[case.rules].open([filled(sent)] if sent else [], host=HOST, path=case.path, gpc=gpc_on(case.gpc))
    given = [filled(value) for value in case.gives]
    answer = passage.close([(b"Set-Cookie", value) for value in given])

    assert b"; ".join(passage.cookies) == filled("; ".join(filter(None, (choice, case.seen))))
    kept, ended = told_apart([value for name, value in answer if name == b"Set-Cookie"], len(case.kept))
    assert kept == [filled(value) for value in case.kept]
    assert ended <= case.ended
    assert bool(ended) is bool(case.ended)


def told_apart(values: list[bytes], kept: int) -> tuple[list[bytes], set[str]]:
    """The application's own cookies, which come last, and the names that the gate ended before them."""
    first = len(values) - kept
    return values[first:], {parse_set_cookie(decode_header(value)).name for value in values[:first]}
