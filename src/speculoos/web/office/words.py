"""The back office's words for the values of the model, marked for translation. Data only."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from speculoos.law.decide import Outcome

VALUES: dict[str, Any] = {
    "front_office": _("Front office"),
    "back_office": _("Back office"),
    # kinds
    "cookie": _("Cookie"),
    "local_storage": _("Local storage"),
    "session_storage": _("Session storage"),
    "indexed_db": _("IndexedDB"),
    "cache_storage": _("Cache storage"),
    "service_worker": _("Service worker"),
    "file_system": _("File system"),
    "etag": _("ETag"),
    "pixel": _("Pixel or tagged address"),
    "device_read": _("Reading of device facts"),
    # parties
    "first": _("First-party"),
    "third": _("Third-party"),
    # exemptions
    "communication": _("Transmission of a communication"),
    "strictly_necessary": _("Strictly necessary"),
    "statistics": _("Statistics (where the law knows that exemption)"),
    "appearance": _("Appearance (United Kingdom)"),
    "emergency": _("Emergency (United Kingdom)"),
    # uses
    "authentication": _("Authentication"),
    "remember_me": _("Staying signed in, at the user's wish"),
    "security": _("Security that the user benefits from"),
    "input": _("Form input, cart, load balancing, media player"),
    "consent_choice": _("Remembering the visitor's choice"),
    "interface": _("Interface chosen by the user: language, colours"),
    "personalisation": _("Personalisation decided by the site"),
    "audience_server": _("Audience measurement on the server alone"),
    "audience": _("Audience measurement of this site"),
    "audience_joined": _("Audience measurement joined across days, sites or files"),
    "audience_vendor": _("Audience measurement by a vendor that reuses the data"),
    "testing": _("Comparing versions, measuring performance"),
    "replay": _("Session replay, heat map"),
    "embed": _("Content from elsewhere: video, map, font, social"),
    "bot_defence": _("Telling people from robots"),
    "ads_contextual": _("Advertising without a profile"),
    "ads_behavioural": _("Advertising with a profile"),
    "email_pixel": _("Seeing that an e-mail was opened"),
    "other": _("Something else"),
    # identifiability
    "none": _("Nothing: the same for all who chose the same"),
    "random": _("Random, used for its own check only"),
    "pseudonymous": _("Tells one browser from others"),
    "identified": _("Leads to an account or a name"),
    # legal bases (GDPR Art. 6(1)(a) to (f))
    "consent": _("Consent, (a)"),
    "contract": _("Contract, (b)"),
    "legal_obligation": _("Legal obligation, (c)"),
    "vital_interests": _("Vital interests, (d)"),
    "public_task": _("Public task, (e)"),
    "legitimate_interests": _("Legitimate interests, (f)"),
}

ROLES: dict[str, Any] = {
    "controller": _("Controller"),
    "joint_controller": _("Joint controller"),
    "processor": _("Processor"),
}

OUTCOMES: dict[Outcome, Any] = {
    Outcome.NONE: _("No consent needed"),
    Outcome.OBJECTION: _("No consent needed, but visitors can object"),
    Outcome.OPT_OUT: _("Allowed until the visitor opts out"),
    Outcome.CONSENT: _("Needs consent first"),
}

SEVERITIES: dict[str, Any] = {
    "fault": _("Fault"),
    "error": _("Error"),
    "warning": _("Warning"),
    "info": _("Note"),
}

FIELDS: dict[str, Any] = {
    "name": _("Name"),
    "url": _("Address"),
    "default_language": _("Default language"),
    "languages": _("Languages"),
    "jurisdictions": _("Jurisdictions"),
    "controller": _("Controller"),
    "dpo": _("Data protection officer"),
    "authority": _("Supervisory authority"),
    "measurement": _("Audience measurement"),
    "legal_name": _("Legal name"),
    "country": _("Country"),
    "address": _("Postal address"),
    "contact": _("Contact"),
    "email": _("E-mail"),
    "policy_url": _("Privacy policy"),
    "safeguard": _("Safeguard for transfers outside the EEA"),
    "role": _("Role"),
    "id": _("Id"),
    "ident": _("Id"),
    "items": _("Items"),
    "tool": _("Tool"),
    "label": _("Label"),
    "text": _("Purpose in words"),
    "sale": _("Sale or sharing"),
    "provider": _("Provider"),
    "function": _("Function"),
    "labels": _("Function"),
    "purpose": _("Purpose"),
    "location": _("Location"),
    "use": _("Use"),
    "exemption": _("Exemption"),
    "ground": _("Ground of the exemption"),
    "legal_basis": _("Legal basis"),
    "recipients": _("Other recipients"),
    "hosts": _("Connects to"),
    "kind": _("Kind"),
    "host": _("Host"),
    "party": _("Party"),
    "lifetime": _("Lifetime"),
    "path": _("Path"),
    "secure": _("Secure"),
    "http_only": _("HttpOnly"),
    "same_site": _("SameSite"),
    "partitioned": _("Partitioned"),
    "set_by": _("Set by"),
    "renewed": _("Renewed on a new visit"),
    "identifiability": _("Identifiability"),
    "order": _("Order"),
}
"""The fields of the model by the labels of the forms."""

EXPLAINED: dict[str, Any] = {
    "necessary": _("Necessary"),
    "statistics": _("Statistical"),
    "analytics": _("Statistical"),
    "preferences": _("Preferences"),
    "advertising": _("Advertising"),
    "media": _("Content from other sites"),
    "first_party": _("First-party"),
    "third_party": _("Third-party"),
    "session": _("Of the session"),
    "persistent": _("Persistent"),
    "anonymous_statistics": _("Anonymous statistics"),
}
"""What a policy explains, as an import names it."""

ACTS: dict[str, Any] = {
    "grant": _("Granted"),
    "granted": _("Granted"),
    "refuse": _("Refused"),
    "refused": _("Refused"),
    "withdraw": _("Withdrawn"),
    "withdrawn": _("Withdrawn"),
    "save": _("Chosen by purpose"),
    "change": _("Changed"),
    "signal": _("Signal honoured"),
    "unset": _("Not chosen"),
    "expired": _("Expired"),
    "invalidated": _("Overtaken by a new version"),
}
