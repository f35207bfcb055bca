"""Each lint of the banner passes on clean facts and fails, alone, on the one fact that is against it."""

from dataclasses import replace

import pytest

from speculoos.audit.banner import CHECKS, judge
from speculoos.audit.facts import (
    BannerFacts,
    Box,
    Chosen,
    Control,
    Declared,
    Focus,
    Layer,
    NonChoice,
    NoScripts,
    Reopen,
    Switch,
    Usable,
    Words,
)
from speculoos.law.catalogue import BANNER

BUTTON = Control("button", "Accept all", Box(10, 10, 176, 44), 16, 600, 7.0, 7.0, 7.0)
REFUSE = replace(BUTTON, name="Refuse all", box=Box(190, 10, 176, 44))
LINK = Control("link", "Cookie policy", Box(10, 60, 90, 20), href="/cookies/", inside_text=True, contrast=7.0)
TEXT = (
    "Your choice on cookies. Shop Ltd asks for your consent for what this site does not strictly need: Statistics, "
    "Videos. 2 third parties would receive data. You can change your mind at any time. Cookie policy"
)
WAY_BACK = (Reopen("the page", found=True, shows=True), Reopen("an error page", found=True))
CHOSEN = Chosen(1, {"choice": 15_897_600.0}, {"cookie:choice": "1"}, announced=True, usable=Usable(well=True),
                reopen=WAY_BACK)  # fmt: skip
LAYER = Layer("region", "Your choice on cookies", "en", TEXT, controls=(LINK, REFUSE, BUTTON), accept=BUTTON,
              refuse=REFUSE, words=(Words(TEXT, 15.0),))  # fmt: skip
CLEAN = BannerFacts(
    url="https://shop.example/",
    lang="en",
    layer=LAYER,
    switches=(Switch("Statistics", on=False),),
    focus=Focus(("Cookie policy", "Refuse all", "Accept all")),
    usable=Usable(well=True),
    non_choices=(NonChoice("Escape"),),
    accept=replace(CHOSEN, back_clicks=2, forth_clicks=2),
    refuse=CHOSEN,
    no_scripts=NoScripts(shown=True, works=True),
    signal_text="Your browser sends Global Privacy Control. It is honoured.",
)
DECLARED = Declared("Shop Ltd", ("Statistics", "Videos"), (), ("Tube", "Count"))


def layer(**changes: object) -> BannerFacts:
    return replace(CLEAN, layer=replace(LAYER, **changes))


def refuse(**changes: object) -> BannerFacts:
    changed = replace(REFUSE, **changes)
    return layer(refuse=changed, controls=(LINK, changed, BUTTON))


def after_refusal(**changes: object) -> BannerFacts:
    return replace(CLEAN, refuse=replace(CHOSEN, **changes))


def after_grant(**changes: object) -> BannerFacts:
    return replace(CLEAN, accept=replace(CLEAN.accept, **changes))


def spoken(old: str, new: str) -> BannerFacts:
    return layer(text=TEXT.replace(old, new))


MUTANTS = [
    ("BAN-01", layer(refuse=None, controls=(LINK, BUTTON)), "no control that refuses"),
    ("BAN-01", refuse(role="link"), "is a link"),
    ("BAN-02", refuse(box=Box(190, 10, 80, 44)), "width 80.0 against 176.0"),
    ("BAN-02", refuse(size=12), "font size 12.0 against 16.0"),
    ("BAN-02", refuse(weight=400), "weight 400 against 600"),
    ("BAN-02", refuse(fill=1.0), "contrast of ground 1.0 against 7.0"),
    ("BAN-02", refuse(in_view=False), "out of view"),
    ("BAN-03", layer(words=(Words("Small print", 4.4),)), "4.40 to 1"),
    ("BAN-04", replace(CLEAN, switches=(Switch("Statistics", on=True),)), '"Statistics" is on'),
    ("BAN-04", replace(CLEAN, switches=(Switch("Needed", on=True, disabled=True),)), "cannot be moved"),
    ("BAN-05", replace(CLEAN, non_choices=(NonChoice("scrolling", ("media",)),)), "Scrolling granted: media"),
    ("BAN-06", after_refusal(clicks=2), "Refusing takes 2 clicks, accepting 1 click"),
    ("BAN-06", replace(CLEAN, refuse=Chosen(None)), "could not be done"),
    ("BAN-06", after_grant(back_clicks=3), "Withdrawing takes 3 clicks"),
    ("BAN-06", after_grant(back_clicks=None), "could not be withdrawn"),
    ("BAN-07", after_refusal(reopen=(Reopen("the page", found=False),)), "no way back"),
    ("BAN-07", after_refusal(reopen=(Reopen("the page", found=True, shows=False),)), "something else"),
    ("BAN-08", spoken("Shop Ltd", "We"), "the controller (Shop Ltd)"),
    ("BAN-08", spoken("Videos", "more"), "the purpose Videos"),
    ("BAN-08", spoken("2 third", "Some third"), "how many third parties (2)"),
    ("BAN-08", spoken("You can change your mind at any time.", ""), "how to withdraw"),
    ("BAN-08", layer(controls=(REFUSE, BUTTON)), "the policy (a link)"),
    ("BAN-09", after_refusal(asked_again=True), "asks again"),
    ("BAN-09", after_refusal(lives={"choice": 86_400.0}), "A refusal lives 1 days, a grant 184"),
    ("BAN-10", replace(CLEAN, usable=Usable(well=False, why= "the page cannot be scrolled")), "cannot be scrolled"),
    ("BAN-10", after_refusal(usable=Usable(well=False, why= "no content is in sight")), "After a refusal"),
    ("BAN-11", layer(name=""), 'name ""'),
    ("BAN-11", layer(controls=(replace(LINK, inside_text=False), REFUSE, BUTTON)), "90 by 20 pixels"),
    ("BAN-11", replace(CLEAN, focus=Focus(("Cookie policy", "Accept all"))), "Tab never comes to: Refuse all"),
    ("BAN-11", replace(CLEAN, focus=replace(CLEAN.focus, trapped=True)), "never leaves"),
    ("BAN-11", replace(CLEAN, focus=replace(CLEAN.focus, overflow_320=40)), "40 pixels too wide"),
    ("BAN-11", after_refusal(focus_lost=True), "the focus is nowhere"),
    ("BAN-11", after_refusal(announced=False), "nothing is announced"),
    ("BAN-12", layer(lang="fr"), 'its banner in "fr"'),
    ("BAN-12", spoken("at any time.", "at any time. You will miss out."), "shames"),
    ("BAN-13", replace(CLEAN, no_scripts=NoScripts(shown=True, works=False)), "do nothing"),
    ("BAN-14", replace(CLEAN, signal_text="Welcome."), "Sec-GPC: 1 was sent"),
]  # fmt: skip


def test_clean_facts_give_no_finding() -> None:
    assert judge(CLEAN, DECLARED, ["EU", "UK", "FR", "CA", "US"]) == ()
    assert judge(CLEAN) == ()


@pytest.mark.parametrize(("id", "facts", "evidence"), MUTANTS, ids=[f"{m[0]} {m[2]}" for m in MUTANTS])
def test_each_fault_is_found_by_its_lint_alone(id: str, facts: BannerFacts, evidence: str) -> None:
    found = judge(facts, DECLARED)

    assert [each.id for each in found] == [id]
    assert evidence in found[0].message
    assert found[0].hint


def test_a_banner_that_nothing_needs_is_told_and_one_that_is_missing_too() -> None:
    nothing = Declared("Shop Ltd", ())

    assert [each.id for each in judge(CLEAN, nothing)] == ["BAN-15"]
    assert [each.id for each in judge(replace(CLEAN, layer=None), DECLARED)] == ["BAN-01"]
    assert judge(replace(CLEAN, layer=None), nothing) == ()


def test_what_is_on_until_objected_may_start_on() -> None:
    facts = replace(CLEAN, switches=(Switch("Statistics", on=True),))

    assert judge(facts, replace(DECLARED, on_until_objected=("Statistics",))) == ()


def test_a_banner_in_words_of_another_language_is_told_without_its_lang() -> None:
    french = "Nous utilisons des cookies pour le site et les vidéos que vous voyez. Vous pouvez refuser, à tout moment."
    found = judge(replace(CLEAN, layer=replace(LAYER, text=french)))

    assert "BAN-12" in [each.id for each in found]
    assert any('reads like "fr"' in each.message for each in found)


def test_a_scene_that_was_not_played_is_not_judged() -> None:
    assert judge(BannerFacts("https://shop.example/")) == ()


def test_a_place_hears_only_of_its_own_law() -> None:
    """California's duty to answer the signal is nobody's in France."""
    silent = replace(CLEAN, signal_text="Welcome.")

    assert [each.id for each in judge(silent, None, ["CA"])] == ["BAN-14"]
    assert judge(silent, None, ["FR"]) == ()


def test_every_lint_of_the_banner_has_a_check_and_a_mutant() -> None:
    ids = [lint.id for lint in BANNER]

    assert list(CHECKS) == ids
    assert {id for id, *_ in MUTANTS} | {"BAN-15"} == set(ids)
