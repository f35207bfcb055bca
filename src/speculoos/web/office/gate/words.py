"""The back office's words for what the gate does and why, marked for translation. Data only."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Any] = {
    "strip": _("Stripped"),
    "expire": _("Stripped and expired"),
    "amend": _("Amended"),
    "allow": _("Passed"),
}

REASONS: dict[str, Any] = {
    "undeclared": _("Nothing declares it"),
    "not_granted": _("The visitor has not granted it"),
    "host": _("Declared for another host"),
    "lifetime": _("Would live longer than declared"),
    "attributes": _("Lacks a declared attribute"),
    "malformed": _("Browsers ignore it"),
    "deletion": _("The site removes it"),
    "exempt": _("Exempt"),
    "granted": _("The visitor has granted it"),
    "off": _("The gate does not look at it"),
}

ASKED = ("undeclared", "not_granted", "host", "lifetime", "attributes")
"""The reasons for which anything is done, as the page asks for them."""

SIDES: dict[str, Any] = {
    "request": _("Sent by browsers"),
    "response": _("Set by the site"),
    "fault": _("Faults of the gate"),
}

MODES: dict[str, Any] = {"off": _("Off"), "report_only": _("Report only"), "enforce": _("Enforce")}

SPANS: dict[str, Any] = {"day": _("The last 24 hours"), "week": _("The last 7 days"), "month": _("The last 30 days")}

DISPOSITIONS: dict[str, Any] = {"enforce": _("Kept off"), "report": _("Only reported")}
