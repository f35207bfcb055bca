"""What to do next about a site's gate: one sentence and one link, out of its mode and of what was counted."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from speculoos.gate.rules import Mode

LONG_ENOUGH = timedelta(days=7)
"""What nothing declares is looked for over so many days, and for so long a gate is to report first."""


@dataclass(frozen=True, slots=True)
class Step:
    """The sentence, and where the next thing is done. `good`: all is as it should be."""

    text: str
    link: str = ""
    url: str = ""
    good: bool = False


def step_of(slug: str, mode: Mode, *, published: bool, begun: datetime | None, undeclared: int, now: datetime) -> Step:
    """`begun` is the first hour that anything was counted in, `undeclared` how many names nothing declares."""
    settings = reverse("speculoos:office_settings", args=[slug]) + "#field-gate"
    declaration = reverse("speculoos:office_site", args=[slug])
    if not published:
        text = _("The gate judges by the published declaration, and there is none yet.")
        return Step(text, _("Compare and publish"), reverse("speculoos:office_compare", args=[slug]))
    if mode is Mode.OFF:
        text = _("The gate is off: nothing is judged. Let it report first; nothing is changed by that.")
        return Step(text, _("Open the settings"), settings)
    if begun is None:
        return Step(_("Put the gate in front of the site, as described below."))
    if undeclared:
        return Step(_strangers(mode, undeclared), _("Open the declaration"), declaration)
    if mode is Mode.ENFORCE:
        text = _("Everything that was kept off is declared: visitors had not granted it, or it was not as declared.")
        return Step(text, good=True)
    if now - begun < LONG_ENOUGH:
        return Step(_("So far, all is declared. Let the gate report for a week, so that rare pages come by too."))
    text = _("Everything that came by in a week is declared: enforcing keeps off only what visitors have not granted.")
    return Step(text, _("Enforce, in the settings"), settings, good=True)


def _strangers(mode: Mode, count: int) -> str:
    if mode is Mode.ENFORCE:
        told = ngettext(
            "One name is kept off because nothing declares it. If the site needs it, declare it; if not, remove what "
            "sets it.",
            "%(n)d names are kept off because nothing declares them. Declare those that the site needs, and remove "
            "what sets the others.",
            count,
        )
    else:
        told = ngettext(
            "One name would no longer pass because nothing declares it. If the site needs it, declare it; then "
            "enforce.",
            "%(n)d names would no longer pass because nothing declares them. Declare those that the site needs; then "
            "enforce.",
            count,
        )
    return told % {"n": count}
