"""Checks on words: POL-06 (purposes that say nothing) and POL-09 (every language, plainly)."""

from collections.abc import Iterator

from speculoos.law.checks import Context, check
from speculoos.law.findings import Place, Problem, item_place, page_place, purpose_place, service_place
from speculoos.law.page import Page
from speculoos.law.plain import is_hard, lix
from speculoos.law.words import VAGUE, find_any, in_language
from speculoos.registry.model import Registry, Texts


@check("POL-06")
def purpose_says_something(context: Context) -> Iterator[Problem]:
    for place, texts in _purposes(context.registry):
        for language, text in texts.items():
            vague = find_any(text, in_language(VAGUE, language))
            if vague:
                yield _vague(place, vague, f" ({language})")


@check("POL-06")
def page_says_something(context: Context) -> Iterator[Problem]:
    page = context.policy_page
    if page is None:
        return
    declared = {text for _, texts in _purposes(context.registry) for text in texts.values()}
    for row in page.rows:
        vague = find_any(row.text, in_language(VAGUE, page.tag))
        # What the registry says itself is found there, beside its field.
        if vague and not any(text in row.text and find_any(text, (vague,)) for text in declared):
            yield _vague(page_place(), vague, f' in the row of "{", ".join(row.names)}"')


def _vague(place: Place, phrase: str, where: str) -> Problem:
    return Problem(
        place,
        f'"{phrase}"{where} does not tell what it is for.',
        "Say what happens because of it, for whom, and with which data.",
    )


@check("POL-09")
def texts_are_translated(context: Context) -> Iterator[Problem]:
    wanted = context.registry.site.languages
    for place, texts in _shown(context.registry):
        missing = [language for language in wanted if texts and not _has(texts, language)]
        if missing:
            yield Problem(
                place,
                f"The text is missing in: {', '.join(missing)}.",
                "Translate it, or take the language out of the site's languages.",
            )


@check("POL-09")
def texts_are_plain(context: Context) -> Iterator[Problem]:
    for place, texts in _shown(context.registry):
        for language, text in texts.items():
            if is_hard(text, language):
                yield _hard(place, text, f"The text ({language})")


@check("POL-09")
def page_is_in_every_language(context: Context) -> Iterator[Problem]:
    page = context.policy_page
    if page is None:
        return
    missing = [language for language in context.registry.site.languages if not _offers(page, language)]
    if missing:
        yield Problem(
            page_place("language"),
            f"The page does not lead to the policy in: {', '.join(missing)}.",
            "Link every language of the site with `hreflang`, or offer a language chooser.",
        )


@check("POL-09")
def page_is_plain(context: Context) -> Iterator[Problem]:
    page = context.policy_page
    hard = [text for text in page.prose if is_hard(text, page.tag)] if page else []
    if hard:
        worst = max(hard, key=lix)
        yield _hard(page_place(), worst, f'The paragraph that begins with "{" ".join(worst.split()[:5])}"')


def _hard(place: Place, text: str, what: str) -> Problem:
    return Problem(
        place,
        f"{what} is hard to read (LIX {lix(text):.0f}; up to about 50 reads well).",
        "Write shorter sentences and everyday words.",
    )


def _offers(page: Page, language: str) -> bool:
    base = language.lower().partition("-")[0]
    return any(tag.partition("-")[0] == base for tag in page.offered_languages)


def _has(texts: Texts, language: str) -> bool:
    return bool(texts.get(language, texts.get(language.partition("-")[0], "")).strip())


def _purposes(registry: Registry) -> Iterator[tuple[Place, Texts]]:
    """Every text that says what something is for."""
    for purpose in registry.purposes:
        yield purpose_place(registry, purpose.id, "text"), purpose.text
    for service in registry.services:
        yield service_place(registry, service, "text"), service.text
        for item in service.items:
            yield item_place(registry, service, item, "text"), item.text


def _shown(registry: Registry) -> Iterator[tuple[Place, Texts]]:
    """Every text that the policy shows to readers."""
    for purpose in registry.purposes:
        yield purpose_place(registry, purpose.id, "label"), purpose.label
    for service in registry.services:
        yield service_place(registry, service, "ground"), service.ground
    yield from _purposes(registry)
