"""One choice for an account on all its devices, and what counts where a device has said something else (FR-07).

Grants, refusals and withdrawals travel in the same way: the whole choice of the account counts on each device where
its owner is signed in. What the device itself was told, by whoever, stays as it is for those who are not. Pure.
"""

from dataclasses import replace
from datetime import datetime

from speculoos.consent.choice import Choice
from speculoos.consent.state import State

NO = (State.REFUSED, State.WITHDRAWN)


def differ(account: Choice, device: Choice | None) -> bool:
    """Whether the device was told something else, which its reader must be shown."""
    if device is None:
        return False
    said = [(frozenset(choice.states), choice.refused_services) for choice in (account, device)]
    return said[0] != said[1]


def counting(account: Choice, acted: datetime, device: Choice | None) -> Choice:
    """What counts while the owner of the account is signed in.

    The account's choice, made or last changed at `acted`. Where the device was told something later, its refusals
    count too until the owner settles it: a newer no is never overruled by an older yes (EU-11).
    """
    if device is None or device.time < acted.replace(microsecond=0):  # choices know seconds; in doubt, no
        return account
    refused = {purpose: state for purpose, state in device.states if state in NO}
    states = {**dict(account.states), **refused}
    return replace(
        account,
        states=tuple(states.items()),
        refused_services=account.refused_services | device.refused_services,
    )
