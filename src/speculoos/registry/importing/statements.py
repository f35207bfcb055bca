"""What a page says about cookies in general: the kinds it explains, and which need consent.

A statement is recognised by a word for consent with a negation or a need near it, about a kind named in the
same sentence, its paragraph or its heading.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from speculoos.registry.importing.clean import fold
from speculoos.registry.importing.headings import Category, is_about_storage
from speculoos.registry.importing.lexicon import Hit, Lexicon
from speculoos.registry.importing.paragraphs import Paragraph, Sentence
from speculoos.registry.importing.source import Place
from speculoos.registry.importing.words import statements as words
from speculoos.registry.importing.words.facets import LIFE_KINDS, PARTIES
from speculoos.registry.importing.words.purposes import PURPOSES

KINDS = Lexicon({
    **{k: v for k, v in PURPOSES.items() if k},
    "": PURPOSES[""],
    "first_party": PARTIES["first"],
    "third_party": PARTIES["third"],
    **LIFE_KINDS,
})  # fmt: skip
ANONYMOUS = Lexicon(words.ANONYMOUS)
CONSENT, WITHOUT, NEGATION, NEED, WITH = map(
    frozenset, (words.CONSENT, words.WITHOUT, words.NEGATION, words.NEED, words.WITH)
)
NEAR = 7
OPENING = 4
"""Words at the start of a paragraph among which it names the kind that it explains."""


@dataclass(frozen=True, slots=True)
class KindNamed:
    """A paragraph that explains a kind of cookie: a purpose's id, first_party, third_party, session, persistent."""

    kind: str
    quote: str
    place: Place


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence on consent: `says` is "no_consent" or "consent"."""

    about: str
    says: str
    quote: str
    place: Place


def kind_explained(paragraph: Paragraph) -> KindNamed | None:
    """The kind of cookie that a paragraph is about."""
    words_ = fold(paragraph.text)
    hit = next(iter(KINDS.hits(words_, OPENING)), None)
    if (
        hit is None
        or not hit.meaning
        or len(words_) <= OPENING
        or not is_about_storage(" ".join(words_[: 2 * OPENING]))
    ):
        return None
    return KindNamed(hit.meaning, paragraph.sentences[0].text, paragraph.place)


def statements_in(paragraph: Paragraph, category: Category | None) -> list[Statement]:
    """The sentences of a paragraph that say whether consent is needed, and for what."""
    found = []
    explained = kind_explained(paragraph)
    subject = explained.kind if explained else ""
    for sentence in paragraph.sentences:
        folded = fold(sentence.text)
        hits = [hit for hit in KINDS.hits(folded) if hit.meaning and hit.meaning not in LIFE_KINDS]
        named = next((hit for hit in hits if _is_of_cookies(hit, folded)), None)
        subject = named.meaning if named else subject or (hits[0].meaning if hits else "")
        about = subject or (category.purpose if category else "")
        says = _says([word for at, word in enumerate(folded) if not any(hit.start <= at < hit.end for hit in hits[:1])])
        if says and about:
            found.append(_statement(about, says, sentence))
    return found


def _is_of_cookies(hit: Hit, words_: Sequence[str]) -> bool:
    """Does a kind stand right beside the word cookie."""
    beside = (*words_[max(0, hit.start - 2) : hit.start], *words_[hit.end : hit.end + 2])
    return is_about_storage(" ".join((*beside, *words_[hit.start : hit.end])))


def _statement(about: str, says: str, sentence: Sentence) -> Statement:
    if about == "statistics" and says == "no_consent" and ANONYMOUS.find(sentence.text):
        about = "anonymous_statistics"
    return Statement(about, says, sentence.text, sentence.place)


def _says(tokens: Sequence[str]) -> str | None:
    """What a sentence says of consent, if it does."""
    for at, token in enumerate(tokens):
        if token in CONSENT:
            near = [*tokens[max(0, at - NEAR) : at], *tokens[at + 1 : at + 1 + NEAR]]
            before = tokens[max(0, at - 4) : at]
            said = _about_consent(near, before)
            if said:
                return said
    return None


def _about_consent(near: Sequence[str], before: Sequence[str]) -> str | None:
    negated = not NEGATION.isdisjoint(near)
    if not WITHOUT.isdisjoint(before):
        return "consent" if negated else "no_consent"
    if not NEED.isdisjoint(near):
        return "no_consent" if negated else "consent"
    return "consent" if not WITH.isdisjoint(before) and not negated else None
