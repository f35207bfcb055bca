"""A site's settings of its gate: judging them, and the rules that follow from them. The one place where they are made.

Those of the home site begin with what the project's `SPECULOOS` says; what its people set in the back office counts
before that. Other sites begin with the defaults.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from speculoos.core.cookies import MAX_PAIR
from speculoos.gate.rules import Mode, Rules
from speculoos.web.conf import Config, config

if TYPE_CHECKING:
    from speculoos.web.store.options import Options

MODES = tuple(Mode)
MOST_ITEMS = 200
NAMES = ("gate", "gate_items", "gate_lifetimes", "gate_attributes", "gate_csp", "gate_told")


def rules_of(options: "Options", slug: str, base: str = "") -> Rules:
    """How strictly the gate of this site acts. Browsers report to the platform, whose address is `base`; "": here."""
    begin = _of_project(config()) if slug == config().home_site else {}
    rules = _rules(begin | {name: value for name, value in options.changed().items() if name in NAMES})
    return replace(rules, reports=_reports(slug, base))


def _reports(slug: str, base: str) -> str:
    """The address for reports, "" in a project that has left the addresses of the API out."""
    try:
        return f"{base}{reverse('speculoos:api_reports', args=[slug])}"
    except NoReverseMatch:
        return ""


def project_rules() -> Rules:
    """The same for a declaration that is a file, where there is no back office to set anything."""
    return _rules(_of_project(config()))


def _of_project(conf: Config) -> dict[str, Any]:
    return {name: getattr(conf, name) for name in NAMES}


def _rules(values: Mapping[str, Any]) -> Rules:
    default = Rules()
    return Rules(
        mode=Mode(values.get("gate") or default.mode),
        items=tuple((name, Mode(mode)) for name, mode in values.get("gate_items", ())),
        lifetimes=values.get("gate_lifetimes", default.lifetimes),
        attributes=values.get("gate_attributes", default.attributes),
        csp=Mode(values.get("gate_csp") or default.csp),
        told=values.get("gate_told", default.told),
    )


def mode_fault(value: Any, _url: str) -> str:
    return "" if value is None or value in MODES else _("One of: %s.") % ", ".join(MODES)


def items_fault(value: Any, _url: str) -> str:
    """`[[name or pattern, mode], …]`, the first that fits counts."""
    if not isinstance(value, list | tuple) or len(value) > MOST_ITEMS:
        return _("A list of at most %d pairs of a name and a mode.") % MOST_ITEMS
    wrong = next((each for each in value if not _is_item(each)), None)
    if wrong is None:
        return ""
    told = " ".join(map(str, wrong)) if isinstance(wrong, list | tuple) else str(wrong)
    return _("“%(item)s” is not a name or pattern such as _ga* and one of: %(modes)s.") % {
        "item": told[:100],
        "modes": ", ".join(MODES),
    }


def _is_item(value: Any) -> bool:
    """A pair. A bare `*` is the mode of the site itself and no item of it."""
    if not isinstance(value, list | tuple) or len(value) != 2 or not all(isinstance(each, str) for each in value):
        return False
    name, mode = value
    return mode in MODES and 0 < len(name) <= MAX_PAIR and bool(name.strip("* ")) and not set(name) & set(" ;=")
