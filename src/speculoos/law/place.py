"""Which profile holds for a visitor: from what an edge says of their country, and from the places a site declares.

A country code is not a jurisdiction code: to an edge `CA` is Canada, here it is California. So what edges say is
read by a function of its own. Knows no HTTP and no registry.
"""

from collections.abc import Iterable
from functools import lru_cache

from speculoos.law.constants import CHOICE_DEFAULT, COOKIE_CAP
from speculoos.law.profiles import EEA_STATES, MEMBER_STATES, PROFILES, enabled_profiles, find, find_all

CODES = tuple(profile.code for profile in enabled_profiles())
"""Every place that a visitor can be in."""
COUNTRIES = {
    **{code: code for code in ("FR", "IT", "ES", "DE", "NL", "BE", "IE", "CH", "BR", "IN", "US")},
    "GB": "UK",
    "UK": "UK",
    **dict.fromkeys(MEMBER_STATES | EEA_STATES, "EU"),
}
SUBDIVISIONS = {"US-CA": "CA", "CA-QC": "QC"}
LONGEST = 8


def place_of(country: str | None) -> str | None:
    """The profile's code for an ISO 3166-1 or 3166-2 code, in any case; None where it says nothing that we know.

    Canada without its province is unknown, and a state of the US without a law of its own counts as one that has.
    """
    code = (country or "").strip().upper()
    if len(code) > LONGEST:
        return None
    return SUBDIVISIONS.get(code) or COUNTRIES.get(code.partition("-")[0])


@lru_cache(maxsize=1024)
def applied(declared: tuple[str, ...], place: str | None) -> str | None:
    """The one profile that holds for a visitor at `place`; None where the strictest does.

    A site that declares its jurisdictions keeps to them: elsewhere, and where the place is unknown, its strictest
    holds. A site that declares none follows the visitor's place.
    """
    own = [profile.code for profile in find_all(declared)] if declared else []
    if place in CODES and (not own or place in own):
        return place
    return own[0] if len(own) == 1 and own[0] in CODES else None


@lru_cache(maxsize=1024)
def choice_days(jurisdiction: str | None, default: int) -> int:
    """How many days a choice is remembered there, grant and refusal alike: `default` unless the place wants longer."""
    wanted = find(jurisdiction).choice_lifetime if jurisdiction in PROFILES else CHOICE_DEFAULT
    return min(default if wanted is CHOICE_DEFAULT else max(default, wanted.days), COOKIE_CAP.days)


def places_for(declared: Iterable[str]) -> tuple[str, ...]:
    """The places whose visitors may be told apart on a site that declares these jurisdictions."""
    own = tuple(profile.code for profile in find_all(tuple(declared)) if profile.code in CODES)
    return own if tuple(declared) else CODES
