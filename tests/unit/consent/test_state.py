"""The table of states: complete, reasoned, and drawn from itself."""

import pytest

from speculoos.consent.state import TABLE, Act, State, diagram, follow, step, table, transition


def test_every_pair_of_state_and_act_is_in_the_table():
    """The table is total: no act can meet a state that it does not know."""
    assert set(TABLE) == set(State)
    assert all(set(row) == set(Act) for row in TABLE.values())


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", Act)
def test_every_transition_has_a_reason(state, act):
    assert transition(state, act).why


@pytest.mark.parametrize("state", State)
def test_only_a_grant_leads_to_granted(state):
    """Nothing but the visitor's own yes lets anything through, and an existing grant is kept by nothing else."""
    assert [act for act in Act if step(state, act) is State.GRANTED] == [Act.GRANT]


@pytest.mark.parametrize("act", [Act.REFUSE, Act.WITHDRAW, Act.SIGNAL])
@pytest.mark.parametrize("state", State)
def test_a_no_is_a_no_from_every_state(state, act):
    assert step(state, act) in (State.REFUSED, State.WITHDRAWN)


@pytest.mark.parametrize("state", [State.GRANTED, State.REFUSED, State.WITHDRAWN])
def test_refusals_expire_as_grants_do(state):
    """FR-02, IT-02: both are remembered equally long."""
    assert step(state, Act.EXPIRE) is State.EXPIRED


def test_a_no_after_a_yes_is_a_withdrawal():
    assert follow(State.UNSET, [Act.GRANT, Act.REFUSE]) is State.WITHDRAWN


def test_a_withdrawal_without_a_grant_is_a_refusal():
    assert step(State.UNSET, Act.WITHDRAW) is State.REFUSED


def test_a_material_change_touches_grants_alone():
    changed = [state for state in State if step(state, Act.MATERIAL_CHANGE) is not state]

    assert changed == [State.GRANTED]


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("state", State)
def test_an_act_repeated_changes_nothing(state, act):
    once = step(state, act)

    assert step(once, act) is once


def test_the_diagram_draws_the_moves_and_leaves_out_the_rest():
    text = diagram()

    assert "    granted --> withdrawn: refuse, withdraw" in text
    assert "    [*] --> unset" in text
    assert "refused --> refused" not in text


def test_the_table_in_words_has_one_row_a_state():
    rows = table().splitlines()

    assert len(rows) == 2 + len(State)
    assert rows[3] == "| granted | – | withdrawn | withdrawn | refused | expired | invalidated |"
