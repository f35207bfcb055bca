"""The states of one purpose and what moves it between them: a table, and nothing else.

The unit is the purpose. The words follow the DPV's consent statuses (law.md DPV): `withdrawn` is the visitor's own
doing after a grant, `invalidated` is ours, because what was agreed to has changed. This module knows no cookie, no
clock and no registry; whoever sees time pass or a version change passes the act in.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """What is known of one purpose. Only `granted` lets anything through that needs consent."""

    UNSET = "unset"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    INVALIDATED = "invalidated"

    @property
    def decided(self) -> bool:
        """Whether the visitor has answered, so that asking again would be nagging (FR-02, IT-02)."""
        return self in (State.GRANTED, State.REFUSED, State.WITHDRAWN)


class Act(StrEnum):
    """What can happen to a purpose. The first three are the visitor's, the signal is their browser's, the rest ours."""

    GRANT = "grant"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    SIGNAL = "signal"
    EXPIRE = "expire"
    MATERIAL_CHANGE = "material_change"


@dataclass(frozen=True, slots=True)
class Transition:
    """Where an act leads and why. `to` equal to the state it started from is a no-op, and `why` says what for."""

    to: State
    why: str


U, G, R, W, E, I = State  # noqa: E741 - six letters keep the table readable as a table

TABLE: Mapping[State, Mapping[Act, Transition]] = MappingProxyType({
    U: {
        Act.GRANT: Transition(G, "the visitor said yes"),
        Act.REFUSE: Transition(R, "the visitor said no"),
        Act.WITHDRAW: Transition(R, "nothing was granted, so the no is a refusal"),
        Act.SIGNAL: Transition(R, "the browser says no for the visitor"),
        Act.EXPIRE: Transition(U, "there is nothing to expire"),
        Act.MATERIAL_CHANGE: Transition(U, "nothing was agreed to that could have changed"),
    },
    G: {
        Act.GRANT: Transition(G, "the visitor said yes again: the grant is renewed"),
        Act.REFUSE: Transition(W, "a no after a yes is a withdrawal"),
        Act.WITHDRAW: Transition(W, "the visitor takes the yes back"),
        Act.SIGNAL: Transition(R, "the signal outranks what is stored (US-04); it takes back nothing by itself"),
        Act.EXPIRE: Transition(E, "the grant has reached its age"),
        Act.MATERIAL_CHANGE: Transition(I, "what was agreed to is no longer what happens (EU-12)"),
    },
    R: {
        Act.GRANT: Transition(G, "the visitor changed their mind"),
        Act.REFUSE: Transition(R, "the visitor said no again: the refusal is renewed"),
        Act.WITHDRAW: Transition(R, "nothing is granted that could be withdrawn"),
        Act.SIGNAL: Transition(R, "the browser repeats the no"),
        Act.EXPIRE: Transition(E, "a refusal lives as long as a grant, and no longer (FR-02)"),
        Act.MATERIAL_CHANGE: Transition(R, "a no covers the new as well as the old: asking again would be nagging"),
    },
    W: {
        Act.GRANT: Transition(G, "the visitor changed their mind"),
        Act.REFUSE: Transition(W, "it is withdrawn already"),
        Act.WITHDRAW: Transition(W, "it is withdrawn already"),
        Act.SIGNAL: Transition(W, "the browser repeats the no"),
        Act.EXPIRE: Transition(E, "a withdrawal lives as long as a grant, and no longer (FR-02)"),
        Act.MATERIAL_CHANGE: Transition(W, "a no covers the new as well as the old: asking again would be nagging"),
    },
    E: {
        Act.GRANT: Transition(G, "the visitor was asked again and said yes"),
        Act.REFUSE: Transition(R, "the visitor was asked again and said no"),
        Act.WITHDRAW: Transition(R, "the grant had ended, so the no is a refusal"),
        Act.SIGNAL: Transition(R, "the browser says no for the visitor"),
        Act.EXPIRE: Transition(E, "it has expired already"),
        Act.MATERIAL_CHANGE: Transition(E, "it has expired already, and is to be asked again anyway"),
    },
    I: {
        Act.GRANT: Transition(G, "the visitor agreed to the new version"),
        Act.REFUSE: Transition(R, "the visitor declined the new version"),
        Act.WITHDRAW: Transition(R, "the grant had ended, so the no is a refusal"),
        Act.SIGNAL: Transition(R, "the browser says no for the visitor"),
        Act.EXPIRE: Transition(E, "its age is reached as well"),
        Act.MATERIAL_CHANGE: Transition(I, "it is invalid already"),
    },
})  # fmt: skip


def transition(state: State, act: Act) -> Transition:
    """Where `act` leads from `state`, with the reason. Total: every pair is in the table."""
    return TABLE[state][act]


def step(state: State, act: Act) -> State:
    """The state after `act`."""
    return TABLE[state][act].to


def follow(state: State, acts: Iterable[Act]) -> State:
    """The state after all of `acts`, in order."""
    for act in acts:
        state = TABLE[state][act].to
    return state


def diagram() -> str:
    """The moves of the table as a Mermaid state diagram; no-ops are left out. Documentation embeds this text."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.UNSET}"]
    lines += [f"    {start} --> {to}: {', '.join(acts)}" for (start, to), acts in _moves().items()]
    return "\n".join(lines) + "\n"


def table() -> str:
    """The whole table in Markdown, one row a state and one column an act; a no-op shows as a dash."""
    head = ["from", *Act]
    rows = [head, ["---"] * len(head), *([state, *_cells(state)] for state in State)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cells(state: State) -> Iterator[str]:
    return ("–" if step(state, act) == state else step(state, act) for act in Act)


def _moves() -> dict[tuple[State, State], list[Act]]:
    moves: dict[tuple[State, State], list[Act]] = {}
    for start, row in TABLE.items():
        for act, reached in row.items():
            if reached.to != start:
                moves.setdefault((start, reached.to), []).append(act)
    return moves
