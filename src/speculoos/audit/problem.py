"""A problem of a banner: its place is the banner, whichever page it stands on."""

from speculoos.law.findings import Place, Problem

BANNER = Place("banner", order=(9,))


def problem(field: str, message: str, hint: str) -> Problem:
    return Problem(BANNER.at(field), message, hint)
