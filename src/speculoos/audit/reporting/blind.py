"""What an audit could not see, in plain sentences: from the canary, the scenes, the pages and the observer's words."""

from collections.abc import Iterator

from speculoos.audit.observed import Observation, Outcome
from speculoos.audit.reporting.shown import address, counted, joined, shown
from speculoos.audit.reporting.words import OUTCOMES, scene_name
from speculoos.audit.verdict import Verdict

PAGES = 10
"""How many pages with a problem are named."""

ALWAYS = (
    "What the site's servers keep or pass on is not to be seen from a browser.",
    "Only the pages listed here were visited, from one place and in one browser; others may be answered differently.",
)
"""What no audit of this kind can see."""


def blind_spots(verdict: Verdict) -> tuple[str, ...]:
    """Each said once; `ALWAYS` is not among them."""
    seen = verdict.observation
    said = (*map(shown, seen.blind), *_browser(seen), *_scenes(seen), *_pages(seen))
    return tuple(dict.fromkeys(said))


def unsaid_doubts(verdict: Verdict) -> tuple[str, ...]:
    """Why the audit could not tell, as sentences, as far as the verdict's own sentence does not say it."""
    unsaid = (doubt for doubt in verdict.doubts if doubt.rstrip(".") not in verdict.sentence)
    return tuple(shown(f"{doubt[:1].upper()}{doubt[1:].rstrip('.')}.") for doubt in unsaid)


def _browser(seen: Observation) -> Iterator[str]:
    if not seen.canary.channels:
        yield "The browser was not tried on a page of our own first, so nobody knows what it can see."
    elif seen.canary.blind:
        yield f"On our own page the browser did not see what was planted for {joined(map(shown, seen.canary.blind))}."
    if not seen.canary.third_party_cookies:
        yield "This browser takes no third-party cookies. A visitor's browser may, so such cookies may be missing here."


def _scenes(seen: Observation) -> Iterator[str]:
    for scene in seen.scenes:
        if scene.outcome is not Outcome.PLAYED:
            why = f" ({shown(scene.said)})" if scene.said else ""
            yield f"“{scene_name(scene)}”: {OUTCOMES[scene.outcome]}{why}. Nothing is known of what happens then."


def _pages(seen: Observation) -> Iterator[str]:
    troubled = dict.fromkeys((page.url, page.problem) for page in seen.pages if page.problem)
    for url, problem in list(troubled)[:PAGES]:
        yield f"{address(url)}: {shown(problem)}"
    if len(troubled) > PAGES:
        yield f"{counted(len(troubled) - PAGES, 'more page')} could not be seen whole."
