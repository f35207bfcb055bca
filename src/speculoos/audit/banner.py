"""The banner, judged: one small function a lint (law.md section 6, BAN-01 to BAN-15), from facts and nothing else.

A check speaks only of scenes that were played. What it says names the evidence, so that nobody has to look again.
"""

from collections.abc import Callable, Iterable, Iterator

from speculoos.audit.checks_words import ban_08, ban_12
from speculoos.audit.contrast import CONTROL, demanded
from speculoos.audit.facts import BannerFacts, Chosen, Control, Declared, Layer, Scene
from speculoos.audit.problem import problem
from speculoos.audit.words import SIGNAL, says
from speculoos.law.catalogue import BANNER, CATALOGUE
from speculoos.law.findings import Finding, Problem, finding, sort_key
from speculoos.law.profiles import find_all

STRICTEST = ("STRICTEST", "CA")
"""Where nobody says which law holds: Europe's strictest, and California's duty to answer the signal."""
SIZE, WEIGHT, LOOK, WIDTH = 0.1, 100, 0.25, 0.5
"""How far accept and refuse may differ: height and font (parts), weight (units), contrast and width (parts)."""
TARGET, A_DAY = 24, 86_400
Check = Callable[[BannerFacts, Declared | None], Iterator[Problem]]


def ban_01(facts: BannerFacts, declared: Declared | None) -> Iterator[Problem]:
    layer = facts.layer
    if layer is None:
        if declared and declared.asked and Scene.FIRST in facts.scenes:
            names = ", ".join(declared.asked)
            yield problem("layer", f"No banner was seen, though consent is needed for: {names}.", "Ask before use.")
        return
    if layer.accept is None:
        return
    if layer.refuse is None:
        yield problem(
            "refuse",
            f'"{layer.accept.name}" is there, and no control that refuses: {_names(layer)}.',
            "Put a refusal beside it, on the first layer.",
        )
    elif layer.refuse.role != layer.accept.role:
        yield problem(
            "refuse",
            f'"{layer.accept.name}" is a {layer.accept.role}, "{layer.refuse.name}" is a {layer.refuse.role}.',
            "Make both the same kind of control.",
        )


def ban_02(facts: BannerFacts, _: Declared | None) -> Iterator[Problem]:
    accept, refuse = _pair(facts.layer)
    if accept is None or refuse is None:
        return
    unlike = [*_unlike(accept, refuse)]
    if unlike:
        yield problem(
            "refuse", f'"{refuse.name}" beside "{accept.name}": {"; ".join(unlike)}.', "Draw both by one rule."
        )
    for control in (accept, refuse):
        if not control.in_view:
            at = f"{control.box.x:.0f}, {control.box.y:.0f}"
            yield problem("view", f'"{control.name}" is out of view (at {at}).', "Show both without scrolling.")


def _unlike(accept: Control, refuse: Control) -> Iterator[str]:
    parts = (
        ("height", accept.box.height, refuse.box.height, SIZE),
        ("width", accept.box.width, refuse.box.width, WIDTH),
        ("font size", accept.size, refuse.size, SIZE),
        ("contrast of text", accept.contrast, refuse.contrast, LOOK),
        ("contrast of ground", accept.fill, refuse.fill, LOOK),
    )
    for name, one, other, allowed in parts:
        if one is not None and other is not None and abs(one - other) > allowed * max(one, other):
            yield f"{name} {other:.1f} against {one:.1f}"
    if abs(accept.weight - refuse.weight) > WEIGHT:
        yield f"weight {refuse.weight} against {accept.weight}"


def ban_03(facts: BannerFacts, _: Declared | None) -> Iterator[Problem]:
    layer = facts.layer
    if layer is None:
        return
    for words in layer.words:
        needed = demanded(words.size, words.weight)
        if words.contrast is not None and words.contrast < needed - 0.005:
            said = f'"{words.text[:60]}" has a contrast of {words.contrast:.2f} to 1'
            yield problem("contrast", f"{said}; {needed} is needed.", "Darken the text or lighten its ground.")
    for control in layer.controls:
        seen = [each for each in (control.contrast, control.fill, control.edge) if each is not None]
        if seen and max(seen) < CONTROL and not control.disabled:
            said = f'"{control.name}" stands out by {max(seen):.2f} to 1'
            yield problem("contrast", f"{said}; {CONTROL:.0f} is needed.", "Give it a border or a ground.")


def ban_04(facts: BannerFacts, declared: Declared | None) -> Iterator[Problem]:
    allowed = declared.on_until_objected if declared else ()
    for switch in facts.switches:
        if not switch.on or any(label in switch.name for label in allowed):
            continue
        if switch.disabled:
            said = f'"{switch.name}" is shown as a switch that cannot be moved.'
            yield problem("switch", said, "Say it in a sentence: what is exempt is not a choice.")
        else:
            yield problem("switch", f'"{switch.name}" is on before any choice.', "Start with everything off.")


def ban_05(facts: BannerFacts, _: Declared | None) -> Iterator[Problem]:
    for each in facts.non_choices:
        if each.granted:
            said = f"{each.act} granted: {', '.join(each.granted)}."
            yield problem("act", said[0].upper() + said[1:], "Let a grant come from its control alone.")


def ban_06(facts: BannerFacts, _: Declared | None) -> Iterator[Problem]:
    accept, refuse = facts.accept, facts.refuse
    if accept and refuse and accept.clicks is not None and (refuse.clicks is None or refuse.clicks > accept.clicks):
        taken = "could not be done" if refuse.clicks is None else f"takes {_clicks(refuse.clicks)}"
        yield problem("clicks", f"Refusing {taken}, accepting {_clicks(accept.clicks)}.", "Refuse in as many clicks.")
    if accept and accept.clicks is not None and accept.reopen and accept.back_clicks is None:
        found = [each.page for each in accept.reopen if each.found]
        if found:
            yield problem("clicks", "What was granted could not be withdrawn.", "Offer the refusal there too.")
    if accept and accept.back_clicks is not None and accept.back_clicks > (accept.forth_clicks or accept.back_clicks):
        said = f"Withdrawing takes {_clicks(accept.back_clicks)}, giving {_clicks(accept.forth_clicks or 0)}"
        yield problem("clicks", f"{said} from the same page.", "Put the refusal as near as the grant.")


def ban_07(facts: BannerFacts, _: Declared | None) -> Iterator[Problem]:
    for act, chosen in _chosen(facts):
        for each in chosen.reopen:
            if not each.found:
                yield problem("way back", f"After {act}, {each.page} has no way back.", "Put one on every page.")
            elif each.shows is False:
                said = f"After {act}, the preferences on {each.page} show something else than was chosen."
                yield problem("way back", said, "Show what is stored.")


def ban_09(facts: BannerFacts, _: Declared | None) -> Iterator[Problem]:
    for act, chosen in _chosen(facts):
        if chosen.asked_again:
            yield problem("again", f"After {act}, a reload asks again.", "Remember the choice.")
    if not facts.accept or not facts.refuse:
        return
    granted, refused = facts.accept.lives, facts.refuse.lives
    for name in sorted(granted.keys() & refused.keys()):
        if abs(granted[name] - refused[name]) > A_DAY:
            days = f"{refused[name] / A_DAY:.0f} days, a grant {granted[name] / A_DAY:.0f}"
            yield problem("lifetime", f"A refusal lives {days} ({name}).", "Remember both for the same time.")


def ban_10(facts: BannerFacts, _: Declared | None) -> Iterator[Problem]:
    if facts.usable and not facts.usable.well:
        yield problem("page", f"With the banner open, {facts.usable.why}.", "Leave the content in reach.")
    after = facts.refuse.usable if facts.refuse else None
    if after and not after.well:
        yield problem("page", f"After a refusal, {after.why}.", "Serve those who refuse.")


def ban_11(facts: BannerFacts, _: Declared | None) -> Iterator[Problem]:
    layer = facts.layer
    if layer is None:
        return
    if not layer.role or not layer.name:
        said = f'role "{layer.role}", name "{layer.name}"'
        yield problem("role", f"The banner has {said}.", "Give it a role (dialog, region) and a name.")
    for control in layer.controls:
        if not control.inside_text and min(control.box.width, control.box.height) < TARGET:
            said = f'"{control.name}" is {control.box.width:.0f} by {control.box.height:.0f} pixels'
            yield problem("target", f"{said}; {TARGET} by {TARGET} are needed.", "Make it larger.")
    yield from _keyboard(facts, layer)
    for act, chosen in _chosen(facts):
        if chosen.focus_lost:
            yield problem("focus", f"After {act}, the focus is nowhere.", "Give it back to where it was.")
        if chosen.announced is False:
            yield problem("status", f"After {act}, nothing is announced.", 'Write it into a role="status".')


def _keyboard(facts: BannerFacts, layer: Layer) -> Iterator[Problem]:
    focus = facts.focus
    if focus is None:
        return
    missed = [c.name for c in layer.controls if c.name not in focus.reached and not c.disabled]
    if missed:
        yield problem("keyboard", f"Tab never comes to: {', '.join(missed)}.", "Use native buttons and links.")
    if focus.trapped and not layer.modal:
        yield problem("keyboard", "Tab never leaves the banner, which is not modal.", "Let the focus go on.")
    if focus.overflow_320:
        said = f"At 320 pixels it is {focus.overflow_320} pixels too wide."
        yield problem("reflow", said, "Let the text wrap and the buttons stack.")


def ban_13(facts: BannerFacts, _: Declared | None) -> Iterator[Problem]:
    seen = facts.no_scripts
    if seen and seen.shown and not seen.works:
        yield problem("form", "With scripts off its buttons do nothing.", "Put them in a form with an action.")


def ban_14(facts: BannerFacts, _: Declared | None) -> Iterator[Problem]:
    if facts.signal_text is not None and not says(facts.signal_text, {"any": SIGNAL}):
        said = "Sec-GPC: 1 was sent, and neither the page nor its preferences say so."
        yield problem("signal", said, "Say that the signal is honoured.")


def ban_15(facts: BannerFacts, declared: Declared | None) -> Iterator[Problem]:
    if declared and facts.layer and not declared.asked and not declared.on_until_objected:
        said = f'"{facts.layer.name or facts.layer.text[:60]}" is shown, and nothing declared needs a choice.'
        yield problem("layer", said, "Leave the banner out.")


CHECKS: dict[str, Check] = dict(
    zip(
        (lint.id for lint in BANNER),
        (ban_01, ban_02, ban_03, ban_04, ban_05, ban_06, ban_07, ban_08, ban_09, ban_10, ban_11, ban_12, ban_13,
         ban_14, ban_15),
        strict=True,
    )
)  # fmt: skip


def judge(
    facts: BannerFacts, declared: Declared | None = None, jurisdictions: Iterable[str] | None = None
) -> tuple[Finding, ...]:
    """The findings of one page that hold in these places (none named: the strictest), in stable order."""
    profiles = find_all(tuple(jurisdictions or STRICTEST))
    found = (finding(CATALOGUE[id], each, profiles) for id, check in CHECKS.items() for each in check(facts, declared))
    return tuple(sorted(dict.fromkeys(f for f in found if f), key=sort_key))


def _pair(layer: Layer | None) -> tuple[Control | None, Control | None]:
    return (layer.accept, layer.refuse) if layer else (None, None)


def _chosen(facts: BannerFacts) -> Iterator[tuple[str, Chosen]]:
    for act, chosen in (("a grant", facts.accept), ("a refusal", facts.refuse)):
        if chosen and chosen.clicks is not None:
            yield act, chosen


def _names(layer: Layer) -> str:
    return ", ".join(f'"{control.name}"' for control in layer.controls)


def _clicks(n: int) -> str:
    return f"{n} click{'' if n == 1 else 's'}"
