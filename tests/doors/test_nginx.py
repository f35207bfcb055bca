"""The nginx door: every case of the table through a real nginx, over HTTP/1.1 and HTTP/2."""

from contextlib import ExitStack

import pytest

from tests.doors.cases import CASES, Case
from tests.doors.declared import ALL_RULES, bundle
from tests.doors.harness import ask, check
from tests.doors.nginx_server import gated
from tests.doors.upstream import running


@pytest.fixture(scope="module")
def gates(tmp_path_factory):
    """A running gate for each of the table's rules, before one application."""
    with ExitStack() as stack:
        upstream = stack.enter_context(running())
        yield {
            name: stack.enter_context(gated(bundle(rules), upstream, tmp_path_factory.mktemp(name)))
            for name, rules in ALL_RULES.items()
        }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(gates, case: Case):
    check(case, ask(gates[case.rules].port, case))


def test_nothing_failed(gates):
    assert not [
        gate.errors() for gate in gates.values() if "speculoos" in gate.errors() or "exception" in gate.errors()
    ]
