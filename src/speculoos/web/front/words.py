"""States and acts in the visitor's words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from speculoos.policy.texts import translator

ACT_WORDS: Mapping[str, Promise] = {
    "grant": _("You allowed"),
    "refuse": _("You refused"),
    "withdraw": _("You withdrew"),
    "signal": _("Your browser's signal refused"),
    "expire": _("It expired"),
    "material_change": _("What you had allowed changed"),
}
STATE_WORDS: Mapping[str, Promise] = {
    "unset": _("not decided"),
    "granted": _("allowed"),
    "refused": _("refused"),
    "withdrawn": _("withdrawn"),
    "expired": _("expired"),
    "invalidated": _("no longer valid"),
}
TERRITORIES = {"UK": "GB"}
"""Where our code is not the territory's own."""
PLACE_WORDS: Mapping[str, Promise] = {
    "CA": _("California"),
    "QC": _("Quebec"),
}


def place_name(code: str, language: str) -> str:
    """A place of law.profiles in the visitor's language."""
    own = PLACE_WORDS.get(code)
    return str(own) if own is not None else translator(language).territory(TERRITORIES.get(code, code))
