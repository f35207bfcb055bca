"""What the first layer says: BAN-08 (who, what for, how many others, how to undo it) and BAN-12 (its language)."""

import re
from collections.abc import Iterator

from speculoos.audit.facts import BannerFacts, Declared, Layer
from speculoos.audit.problem import problem
from speculoos.audit.words import GUILT, POLICY, WITHDRAWAL, base, guess, phrase, says
from speculoos.law.findings import Problem

ONE: dict[str, str] = {
    "en": r"\b(one|a) third", "fr": r"\bun (tiers|seul)", "de": r"\bein(e|em|en)? dritt", "es": r"\bun tercero",
    "it": r"\bun terzo|\buna terza", "nl": r"\b(eén|één|een) (derde|partij)",
}  # fmt: skip


def ban_08(facts: BannerFacts, declared: Declared | None) -> Iterator[Problem]:
    layer = facts.layer
    if layer is None:
        return
    missing = [*_missing(layer, facts.lang, declared)]
    if missing:
        yield problem("text", f"The first layer does not name: {', '.join(missing)}.", "Say it before you ask.")


def _missing(layer: Layer, page_language: str, declared: Declared | None) -> Iterator[str]:
    text, language = layer.text.casefold(), guess(layer.text) or layer.lang or page_language
    if declared:
        if declared.controller.casefold() not in text:
            yield f"the controller ({declared.controller})"
        yield from (f"the purpose {label}" for label in declared.asked if label.casefold() not in text)
        if declared.third_parties and not _counted(layer.text, declared.third_parties, language):
            yield f"how many third parties ({len(declared.third_parties)})"
    if base(language) in WITHDRAWAL and not says(layer.text, WITHDRAWAL, language):
        yield "how to withdraw"
    links = [control for control in layer.controls if control.href]
    if not any(says(control.name, POLICY) or says(control.href, POLICY) for control in links):
        yield "the policy (a link)"


def _counted(text: str, parties: tuple[str, ...], language: str) -> bool:
    """Whether the number of third parties, or each of them, is named; languages without a word for one are believed."""
    if all(name.casefold() in text.casefold() for name in parties) or re.search(rf"\b{len(parties)}\b", text):
        return True
    return len(parties) == 1 and (base(language) not in ONE or says(text, ONE, language))


def ban_12(facts: BannerFacts, _: Declared | None) -> Iterator[Problem]:
    layer = facts.layer
    if layer is None:
        return
    page, said = base(facts.lang), base(layer.lang) or base(facts.lang)
    written = guess(layer.text)
    if page and said != page:
        yield problem("language", f'The page is in "{page}", its banner in "{said}".', "Ask in the page's language.")
    elif page and written and written != page:
        yield problem("language", f'The page is in "{page}", its banner reads like "{written}".', "Translate it.")
    for text in (layer.text, *(control.name for control in layer.controls)):
        found = phrase(text, GUILT, written or said)
        if found:
            yield problem("wording", f'"{found}" shames whoever refuses.', "Name the act and nothing else.")
            return
