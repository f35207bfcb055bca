"""How strictly a site's gate acts, and the words for what it does and why. Values only."""

from dataclasses import dataclass, field
from enum import StrEnum


class Mode(StrEnum):
    OFF = "off"  # not looked at
    REPORT_ONLY = "report_only"  # judged and told, nothing is changed
    ENFORCE = "enforce"


class Action(StrEnum):
    """What is done with one cookie."""

    ALLOW = "allow"
    STRIP = "strip"  # it does not pass: the application does not read it, or the browser is not given it
    EXPIRE = "expire"  # it does not pass, and the browser is told to forget it
    AMEND = "amend"  # it passes as it was declared: a shorter life, an attribute more


class Reason(StrEnum):
    """Why."""

    EXEMPT = "exempt"
    GRANTED = "granted"
    UNDECLARED = "undeclared"
    NOT_GRANTED = "not_granted"
    HOST = "host"  # declared, but for another host
    LIFETIME = "lifetime"  # would live longer than declared
    ATTRIBUTES = "attributes"  # lacks an attribute that is declared
    DELETION = "deletion"  # the application removes a cookie, which it always may
    MALFORMED = "malformed"  # browsers ignore it, so there is nothing to judge
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Rules:
    """A site's settings of the gate.

    `items` gives single names or patterns a mode of their own, the first that fits. `lifetimes` shortens what lives
    longer than declared, `attributes` adds Secure, HttpOnly and SameSite where the declaration says so. `csp` is the
    mode of the derived Content-Security-Policy and `reports` the address to which browsers tell what it met; empty:
    to none. `told` lets responses say what was done, for developers.
    """

    mode: Mode = Mode.REPORT_ONLY
    items: tuple[tuple[str, Mode], ...] = ()
    lifetimes: bool = True
    attributes: bool = True
    csp: Mode = Mode.REPORT_ONLY
    reports: str = ""
    told: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be done with the cookie `name`, and why; `mode` says whether it is done.

    `changes` says whether something is changed by it, `passes` whether there is nothing to change in any mode.
    """

    name: str
    action: Action
    reason: Reason
    mode: Mode
    changes: bool = field(init=False)
    passes: bool = field(init=False)

    def __post_init__(self) -> None:
        # worked out once: verdicts on names that come by again are kept, and each request asks
        object.__setattr__(self, "passes", self.action is Action.ALLOW)
        object.__setattr__(self, "changes", self.mode is Mode.ENFORCE and not self.passes)
