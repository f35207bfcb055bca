"""Who is at fault, as exception types.

Every error of the package descends from SpeculoosError. A message says what is wrong, where,
and what to do about it; it never repeats a secret.
"""

from dataclasses import dataclass


class SpeculoosError(Exception):
    """The root of every error raised on purpose."""


class UsageError(SpeculoosError):
    """The calling code or command line is wrong."""


class InputError(SpeculoosError):
    """A visitor's or an outside party's bytes are wrong. `status` hints at the HTTP answer."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a declaration: where it stands, what it is, how to mend it.

    `line` and `column` count from 1; 0 means the place is not known (the entry still is).
    `entry` is a readable path such as `services[2] "analytics" > items[0] "_pk_id.*" > lifetime`.
    """

    file: str
    line: int
    column: int
    entry: str
    message: str
    hint: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.entry}: {self.message} {self.hint}".rstrip()


class DeclarationError(SpeculoosError):
    """Our user's declaration is wrong: all of its faults at once, in the order of the file."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(map(str, self.faults)))
