"""The names of the declaration's fields and the values in them, in words: data for what changed between versions."""

from collections.abc import Callable, Mapping

from speculoos.core.durations import DurationError
from speculoos.policy import words
from speculoos.policy.texts import Translator, marked
from speculoos.registry.material import Why
from speculoos.registry.model import Exemption, Identifiability, Kind, Location, Party, Use

FIELDS: Mapping[str, str] = {
    "name": marked("Name"),
    "url": marked("Address"),
    "default_language": marked("Main language"),
    "languages": marked("Languages"),
    "jurisdictions": marked("Countries whose law applies"),
    "controller": marked("Controller"),
    "dpo": marked("Data protection officer"),
    "authority": marked("Supervisory authority"),
    "measurement": marked("Audience measurement"),
    "email": marked("E-mail"),
    "address": marked("Address"),
    "country": marked("Country"),
    "tool": marked("Tool"),
    "host": marked("Host"),
    "operator": marked("Operated by"),
    "metrics": marked("What is counted"),
    "sole_use": marked("Used only to measure this site, for its publisher"),
    "one_site": marked("Counted for this site alone, without following you to others"),
    "shared": marked("More than anonymous statistics passed on to others"),
    "ip_masked": marked("Last part of your address removed before anyone sees it"),
    "tracker_lifetime": marked("Kept on your device for"),
    "data_retention": marked("Data kept for"),
    "objection_url": marked("Object to the measurement"),
    "legal_name": marked("Legal name"),
    "contact": marked("Contact"),
    "policy_url": marked("Privacy policy"),
    "safeguard": marked("Safeguard for the transfer"),
    "role": marked("Role"),
    "id": marked("Identifier"),
    "label": marked("Name"),
    "labels": marked("Function"),
    "text": marked("Description"),
    "sale": marked("Counts as sale or sharing of data"),
    "provider": marked("Provider"),
    "function": marked("Function"),
    "purpose": marked("Purpose"),
    "location": marked("Location"),
    "use": marked("Use"),
    "exemption": marked("Exemption from consent"),
    "ground": marked("Ground for the exemption"),
    "legal_basis": marked("Legal basis"),
    "recipients": marked("Other recipients"),
    "hosts": marked("Connects to"),
    "kind": marked("Kind"),
    "party": marked("First-party or third-party"),
    "lifetime": marked("Lifetime"),
    "path": marked("Path"),
    "secure": marked("Encrypted connections only"),
    "http_only": marked("Hidden from scripts"),
    "same_site": marked("Sending from other sites (SameSite)"),
    "partitioned": marked("Kept apart for each site that embeds it"),
    "set_by": marked("Set by"),
    "renewed": marked("Renewed at each visit"),
    "identifiability": marked("What the value says about you"),
}

REASONS: Mapping[Why, str] = {
    Why.NEW_PURPOSE: marked("Visitors were never asked about this purpose."),
    Why.NEW_SERVICE: marked("A service that needs consent was added."),
    Why.NEW_ITEM: marked("An item that needs consent was added."),
    Why.NEW_RECIPIENT: marked("Somebody who was not named under this purpose receives data."),
    Why.NEW_CONTROLLER: marked("Somebody else answers for the site."),
    Why.OTHER_PURPOSE: marked("The service serves another purpose than the one visitors chose on."),
    Why.OTHER_USE: marked("The service does something else than before."),
    Why.NOT_EXEMPT: marked("The exemption is gone: consent is needed now."),
    Why.LONGER: marked("The item lives longer than visitors were told."),
    Why.UNLIMITED: marked("The item's life is no longer stated."),
    Why.RENEWED: marked("The item's life now starts again on each visit."),
    Why.MORE_IDENTIFYING: marked("The item says more about a person than before."),
    Why.THIRD_PARTY: marked("The item is a third party's now."),
    Why.WORDING: marked("The wording on which visitors chose changed."),
    Why.SALE: marked("The purpose now counts as sale or sharing."),
    Why.SHARED: marked("Measurements are now given to others."),
    Why.EXEMPT: marked("Exempt: disclosed, not asked."),
}

CODES: Mapping[str, Mapping[str, str]] = {
    "kind": {str(k): v for k, v in words.KINDS.items()},
    "party": {str(k): v for k, v in words.PARTIES.items()},
    "location": {str(k): v for k, v in words.LOCATIONS.items()},
    "use": {str(k): v for k, v in words.USES.items()},
    "exemption": {str(k): v for k, v in words.EXEMPTIONS.items()},
    "identifiability": {str(k): v for k, v in words.IDENTIFIABILITIES.items()},
    "role": words.ROLES,
}
"""Fields whose values are codes; the enumerations are those of the registry."""
ENUMERATIONS = {
    "kind": Kind,
    "party": Party,
    "location": Location,
    "use": Use,
    "exemption": Exemption,
    "identifiability": Identifiability,
}

BOOLEANS = {"true": marked("Yes"), "false": marked("No")}
SPANS = frozenset({"lifetime", "tracker_lifetime", "data_retention"})
PLACES: Mapping[str, Callable[[Translator, str], str]] = {"country": words.territory, "jurisdictions": words.place}


def field_name(_: Translator, field: str) -> str:
    """The name of a field such as `controller.email` or `text[fr]`."""
    path, _bracket, language = field.partition("[")
    names = [_(FIELDS[part]) if part in FIELDS else part for part in path.split(".")]
    return " · ".join(names) + (f" ({language.rstrip(']')})" if language else "")


def field_value(_: Translator, field: str, value: str | None) -> str:
    """A value as readers say it; what is not a code stays as it is."""
    if value is None:
        return _("not stated by the site")
    name = field.rpartition(".")[2]
    if name in SPANS:
        return _span(_, value)
    if name in PLACES:
        return _.listing([PLACES[name](_, part) for part in value.split(", ")])
    if name in CODES:
        return _.listing([_(CODES[name].get(part, part)) for part in value.split(", ")])
    if name == "legal_basis":
        return words.legal_basis(_, value).text
    return _(BOOLEANS[value]) if value in BOOLEANS else value


def _span(_: Translator, value: str) -> str:
    try:
        return words.lifetime(_, value).text
    except DurationError:
        return value
