"""States and acts in the visitor's words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
