"""The response header for developers: what was done with which cookie, as a list of RFC 9651 strings with parameters.

Speculoos-Gate: "_ga";on=request;action=expire;reason=not_granted;mode=enforce
"""

from collections.abc import Iterable
from typing import Literal

from speculoos.gate.rules import Action, Verdict

NAME = b"Speculoos-Gate"
MOST_BYTES = 2048
LONGEST = 128


def told(on_request: Iterable[Verdict], on_response: Iterable[Verdict]) -> bytes:
    """The value of the header, empty where everything passed. What there is no room for is left out."""
    members = [*_members("request", on_request), *_members("response", on_response)]
    value = b""
    for member in dict.fromkeys(members):
        longer = b", ".join(filter(None, (value, member)))
        if len(longer) > MOST_BYTES:
            break
        value = longer
    return value


def _members(side: Literal["request", "response"], verdicts: Iterable[Verdict]) -> Iterable[bytes]:
    for verdict in verdicts:
        if verdict.action is not Action.ALLOW:
            about = f"on={side};action={verdict.action};reason={verdict.reason};mode={verdict.mode}"
            yield f'"{quoted(verdict.name)}";{about}'.encode("ascii")


def quoted(name: str) -> str:
    """A name inside the quotes of a structured string: printable ASCII, the rest as `?`."""
    plain = "".join(c if " " <= c <= "~" else "?" for c in name[:LONGEST])
    return plain.replace("\\", "\\\\").replace('"', '\\"')
